"""The lists from which an officer chooses when making a class."""

from __future__ import annotations

from sqlalchemy import and_, or_, select
from wtforms import SelectChoice

from lms import clock
from lms.access import Role
from lms.accounts.models import Account, AccountRole
from lms.catalogue.models import Course, CourseVersion
from lms.extensions import db
from lms.plans.models import AnnualPlan, PlanLine
from lms.registry.models import AdministrativeUnit, Person


def course_choices() -> list[SelectChoice]:
    """The courses that are taught now, by code."""
    rows = db.session.execute(
        select(Course.id, Course.code, CourseVersion.title)
        .join(CourseVersion, and_(CourseVersion.course_id == Course.id, CourseVersion.is_current))
        .where(Course.retired_at.is_(None))
        .order_by(Course.code)
    )
    return [SelectChoice(row.id, f"{row.code} – {row.title}") for row in rows]


def plan_line_choices() -> list[SelectChoice]:
    """The lines of all annual plans, the latest year first."""
    rows = db.session.execute(
        select(PlanLine.id, AnnualPlan.year, PlanLine.title)
        .join(AnnualPlan, AnnualPlan.id == PlanLine.plan_id)
        .order_by(AnnualPlan.year.desc(), PlanLine.position)
    )
    return [SelectChoice(row.id, f"{row.year} – {row.title}") for row in rows]


def commune_choices() -> list[SelectChoice]:
    """The communes and wards of today."""
    today = clock.today()
    rows = db.session.execute(
        select(AdministrativeUnit.id, AdministrativeUnit.name)
        .where(
            or_(AdministrativeUnit.valid_from.is_(None), AdministrativeUnit.valid_from <= today),
            or_(AdministrativeUnit.valid_to.is_(None), AdministrativeUnit.valid_to > today),
        )
        .order_by(AdministrativeUnit.sort_key)
    )
    return [SelectChoice(row.id, row.name) for row in rows]


def trainer_choices() -> list[SelectChoice]:
    """The people who can sign in as trainers."""
    rows = db.session.execute(
        select(Person.id, Person.full_name, Person.sort_key)
        .join(Account, Account.person_id == Person.id)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(AccountRole.role == Role.TRAINER, Account.disabled_at.is_(None))
        .distinct()
        .order_by(Person.sort_key)
    )
    return [SelectChoice(row.id, row.full_name) for row in rows]
