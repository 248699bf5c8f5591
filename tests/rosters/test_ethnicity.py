"""The ethnic group of a list: taken over of those who have consented, left out of all others."""

from __future__ import annotations

from lms import database
from lms.accounts.actors import actor_of
from lms.extensions import db
from lms.privacy.ethnicity import ethnicity_of
from lms.registry.models import PersonPhone
from lms.rosters.batches.undoing import undo
from tests.people import Cast
from tests.privacy.test_consents import choose, person_of
from tests.rosters.lists import kept_list, kept_rows, row
from tests.rosters.test_applying import take


def test_without_consent_it_is_left_out_and_not_even_kept_in_the_preview(cast: Cast) -> None:
    person = person_of(cast.learner)
    roster = kept_list(
        cast.officer,
        row(5, person.full_name, organisation=cast.cooperative.name, ethnicity="Tày"),
        row(6, "Lê Văn Hai", ethnicity="Tày"),
    )
    for kept in kept_rows(roster):
        assert "Tày" not in str(kept.said) + str(kept.outcome) + str(kept.messages)
        assert "ethnicity_without_consent" in [message[0] for message in kept.messages]
    take(roster, cast)
    assert ethnicity_of(person.id) is None


def test_with_consent_it_is_taken_over_without_being_shown(cast: Cast) -> None:
    choose(cast.learner, "ethnicity", True)
    person = person_of(cast.learner)
    said = {"phones": ["0912000333"], "ethnicity": "Tày"}
    person.phones.append(PersonPhone(digits="0912000333"))
    db.session.commit()
    roster = kept_list(cast.officer, row(6, person.full_name, **said))
    (kept,) = kept_rows(roster)
    assert kept.state == "update" and "Tày" not in str(kept.outcome)
    batch = take(roster, cast)
    recorded = ethnicity_of(person.id)
    assert recorded is not None and recorded.group_code == "02"
    with database.transaction():
        undo(batch, actor_of(cast.officer))
    assert ethnicity_of(person.id) is None
