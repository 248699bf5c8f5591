"""The demo's accounts, organisations and people, made through the features' own functions."""

from __future__ import annotations

import json
import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from lms.access import Role
from lms.accounts import passwords
from lms.accounts.actors import Actor, actor_of
from lms.accounts.create import NewAccount, create_account
from lms.accounts.models import Account
from lms.demo import names
from lms.extensions import db
from lms.registry.models import AdministrativeUnit, BirthPrecision, Organisation, Person, Sex
from lms.registry.organisations.register import register_organisation
from lms.registry.people.register import Birth, register_person

SIGN_INS = "demo-sign-ins.json"
HASHING_THREADS = 2
#: Role, user name, shown name, sex, telephone number. Each is one sign-in that `bin/run` prints.
STAFF = (
    (Role.TRAINER, "giangvien", "Trần Văn Dũng", Sex.MALE, "0901 000 001"),
    (Role.OFFICER, "canbo", "Bùi Thị Hạnh", Sex.FEMALE, "0901 000 002"),
    (Role.LEADER, "lanhdao", "Phạm Quốc Khánh", Sex.MALE, "0901 000 003"),
    (Role.CONTACT, "donvi", "Hoàng Thị Mỹ", Sex.FEMALE, "0901 000 004"),
    (Role.ADMINISTRATOR, "quantri", "Vũ Đình Lộc", Sex.MALE, "0901 000 005"),
)
LEARNER = ("hocvien", "Nguyễn Thị Đặng", Sex.FEMALE, "0901 000 006")


@dataclass
class Cast:
    """Who takes part, by role."""

    accounts: dict[Role, Account] = field(default_factory=dict)
    organisations: list[Organisation] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)

    def actor(self, role: Role) -> Actor:
        """The account of this role, ready to act."""
        return actor_of(self.accounts[role])

    @property
    def trainer(self) -> Person:
        return db.session.get_one(Person, self.accounts[Role.TRAINER].person_id)

    @property
    def learner(self) -> Person:
        return db.session.get_one(Person, self.accounts[Role.LEARNER].person_id)


def make_staff(password: str) -> Cast:
    """The organisations and one account of each role."""
    cast = Cast()
    units = db.session.scalars(
        select(AdministrativeUnit.id)
        .where(AdministrativeUnit.valid_to.is_(None))
        .order_by(AdministrativeUnit.code)
    ).all()
    for number, (name, kind) in enumerate(names.organisations()):
        unit = units[(number * 7) % len(units)]
        cast.organisations.append(register_organisation(name, kind, None, unit_id=unit))
    for role, username, name, sex, phone in STAFF:
        contact_of = cast.organisations[0].id if role is Role.CONTACT else None
        person = register_person(name, None, sex=sex, phone=phone)
        new = NewAccount(name, frozenset({role}), phone, username, contact_of, person)
        cast.accounts[role] = create_account(new, password)
    username, name, sex, phone = LEARNER
    person = register_person(
        name, None, sex=sex, phone=phone, organisation=cast.organisations[0], position="Kế toán"
    )
    new = NewAccount(name, frozenset({Role.LEARNER}), phone, username, None, person)
    cast.accounts[Role.LEARNER] = create_account(new, password)
    return cast


def make_people(cast: Cast, count: int, password: str) -> None:
    """Add people with a position and an account each; every account's password has its own salt."""
    by = cast.actor(Role.OFFICER)
    with ThreadPoolExecutor(HASHING_THREADS) as pool:
        hashes = pool.map(passwords.hash_password, [password] * count)
        for number, (made_up, password_hash) in enumerate(
            zip(names.people(count), hashes, strict=True)
        ):
            organisation = cast.organisations[number % len(cast.organisations)]
            titles = names.POSITIONS[organisation.kind]  # type: ignore[index]
            person = register_person(
                made_up.full_name,
                by,
                birth=Birth(made_up.birth_date, BirthPrecision.DAY),
                sex=made_up.sex,
                phone=made_up.phone,
                organisation=organisation,
                position=titles[number % len(titles)],
            )
            account = create_account(
                NewAccount(
                    made_up.full_name, frozenset({Role.LEARNER}), made_up.phone, person=person
                ),
                None,
                by,
            )
            account.password_hash = password_hash
            cast.people.append(person)


def make_password() -> str:
    """A password that can be read out: three groups of digits, different on every installation."""
    return "-".join(f"{secrets.randbelow(10_000):04d}" for _group in range(3))


def write_sign_ins(cast: Cast, password: str) -> None:
    """Keep the sign-ins beside the data, readable by the owner alone."""
    rows = [
        {"role": role, "name": a.display_name, "username": a.username, "password": password}
        for role, a in cast.accounts.items()
    ]
    descriptor = os.open(_file(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(rows, file, ensure_ascii=False, indent=1)


def read_sign_ins() -> list[dict[str, str]]:
    """The demo's sign-ins; empty when this is no demo."""
    try:
        rows: list[dict[str, str]] = json.loads(_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return rows


def _file() -> Path:
    folder: Path = current_app.config["SETTINGS"].data_dir
    return folder / SIGN_INS
