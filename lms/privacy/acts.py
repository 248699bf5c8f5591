"""The acts of the record in the words of the person whom they concern."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lms.audit import BY_COMMAND

#: Every act that a feature records, of whatever feature: a test reads them from the code.
ACTS = {
    "account activated": _l("account activated"),
    "account created": _l("account created"),
    "account disabled": _l("account disabled"),
    "account enabled": _l("account enabled"),
    "activation slip made": _l("activation slip made"),
    "certificate issued": _l("certificate issued"),
    "certificate numbered": _l("certificate numbered"),
    "certificate revoked": _l("certificate revoked"),
    "citizen number disclosed": _l("citizen number disclosed"),
    "citizen number recorded": _l("citizen number recorded"),
    "citizen number removed": _l("citizen number removed"),
    "citizen numbers rekeyed": _l("citizen numbers rekeyed"),
    "class capacity changed": _l("class capacity changed"),
    "class created": _l("class created"),
    "class ended": _l("class ended"),
    "class listed": _l("class listed"),
    "class open": _l("class open"),
    "consent given": _l("consent given"),
    "consent purpose added": _l("consent purpose added"),
    "consent purpose retired": _l("consent purpose retired"),
    "consent purpose reworded": _l("consent purpose reworded"),
    "consent refused": _l("consent refused"),
    "consent withdrawn": _l("consent withdrawn"),
    "contact added": _l("contact added"),
    "contact removed": _l("contact removed"),
    "copy handed out": _l("copy handed out"),
    "course imported": _l("course imported"),
    "data request extended": _l("data request extended"),
    "data request fulfilled": _l("data request fulfilled"),
    "data request received": _l("data request received"),
    "data request refused": _l("data request refused"),
    "data request replied": _l("data request replied"),
    "default quota set": _l("default quota set"),
    "ethnic group recorded": _l("ethnic group recorded"),
    "ethnic group removed": _l("ethnic group removed"),
    "historical result changed": _l("historical result changed"),
    "historical result imported": _l("historical result imported"),
    "list taken back": _l("list taken back"),
    "list taken over": _l("list taken over"),
    "list uploaded": _l("list uploaded"),
    "merge undone": _l("merge undone"),
    "office changed": _l("office changed"),
    "organisation changed": _l("organisation changed"),
    "organisation registered": _l("organisation registered"),
    "organisation succeeded": _l("organisation succeeded"),
    "particulars removed": _l("particulars removed"),
    "password changed": _l("password changed"),
    "password given": _l("password given"),
    "people distinguished": _l("people distinguished"),
    "people merged": _l("people merged"),
    "person changed": _l("person changed"),
    "person enrolled": _l("person enrolled"),
    "person promoted": _l("person promoted"),
    "person put on the waiting list": _l("person put on the waiting list"),
    "person registered": _l("person registered"),
    "person told": _l("person told"),
    "person withdrawn": _l("person withdrawn"),
    "personal data exported": _l("personal data exported"),
    "plan adjustment begun": _l("plan adjustment begun"),
    "plan approved": _l("plan approved"),
    "plan begun": _l("plan begun"),
    "plan expected": _l("plan expected"),
    "plan line added": _l("plan line added"),
    "plan line changed": _l("plan line changed"),
    "plan submitted": _l("plan submitted"),
    "position begun": _l("position begun"),
    "position corrected": _l("position corrected"),
    "position ended": _l("position ended"),
    "position removed": _l("position removed"),
    "quiz begun": _l("quiz begun"),
    "quiz submitted": _l("quiz submitted"),
    "quota removed": _l("quota removed"),
    "quota set": _l("quota set"),
    "registration assigned": _l("registration assigned"),
    "registration confirmed": _l("registration confirmed"),
    "registration declined": _l("registration declined"),
    "registration link closed": _l("registration link closed"),
    "registration link made": _l("registration link made"),
    "registrations deleted": _l("registrations deleted"),
    "reserved seats released": _l("reserved seats released"),
    "roll called": _l("roll called"),
    "session added": _l("session added"),
    "snapshot updated": _l("snapshot updated"),
    "succession removed": _l("succession removed"),
    "telephone number added": _l("telephone number added"),
    "telephone number removed": _l("telephone number removed"),
    "telephone numbers ordered": _l("telephone numbers ordered"),
    "term changed": _l("term changed"),
}


def act_in_words(action: str) -> str:
    """What was done; an act of former days that no feature records any more stays as it stands."""
    return str(ACTS.get(action, action))


def actor_in_words(actor: str) -> str:
    """Through whom; nobody's name is left after an erasure."""
    return _("command line") if actor == BY_COMMAND else actor
