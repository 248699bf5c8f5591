"""What certificates add to the page of a class and to the learner's page of a course."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lms import clock
from lms.certificates.completion import completion_of, eligibility
from lms.certificates.queries import classes_without, line_of_enrolment, lines_of_class
from lms.classes.models import TrainingClass
from lms.codes import shown_code
from lms.enrolments.models import Enrolment

#: A class of which nobody could get a certificate stops being a reminder after this time.
REMIND_FOR = timedelta(days=90)


def waiting_part() -> tuple[str, dict[str, Any]] | None:
    """The ended classes whose certificates an officer has not issued, for the first page."""
    rows = classes_without(clock.local(clock.now()).date() - REMIND_FOR)
    return ("certificates/waiting.html", {"rows": rows}) if rows else None


def class_part(training_class: TrainingClass) -> tuple[str, dict[str, Any]] | None:
    """How many can be issued and how many are; nothing before the list of people is final."""
    if not training_class.is_list_final:
        return None
    lines = lines_of_class(training_class.id).values()
    return "certificates/class_part.html", {
        "class_id": training_class.id,
        "eligible": sum(person.eligible for person in eligibility(training_class)),
        "issued": sum(line.is_filed for line in lines),
    }


def enrolment_part(enrolment: Enrolment) -> tuple[str, dict[str, Any]] | None:
    """What is done and what is missing, and the certificate once there is one."""
    certificate = line_of_enrolment(enrolment.id)
    return "certificates/completion_part.html", {
        "completion": completion_of(enrolment),
        "certificate": certificate,
        "shown_code": shown_code(certificate.code) if certificate else "",
    }
