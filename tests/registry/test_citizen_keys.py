"""The keys of citizen numbers: made once, changed without losing a number, never two that do not meet."""

from __future__ import annotations

import base64
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

import config
from config import ConfigurationError, create_citizen_key, new_citizen_key
from lms.audit import AuditEntry
from lms.extensions import db
from lms.registry.models import Person
from lms.registry.people.citizen_keys import NoKey, citizen_keys
from lms.registry.people.citizen_number import (
    citizen_number_of,
    has_citizen_number,
    hash_of,
    set_citizen_number,
)
from lms.registry.people.key_commands import commands, look_at_keys
from tests import factories
from tests.people import Cast
from tests.reader import Reader

NUMBER = "034165001234"
Use = Callable[..., None]


@pytest.fixture
def use(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Use:
    """Let the machine have these keys, as after a new start."""

    def start_with(*keys: str) -> None:
        settings = replace(app.config["SETTINGS"], citizen_keys=keys)
        monkeypatch.setitem(app.config, "SETTINGS", settings)
        app.extensions.pop("citizen_keys", None)

    monkeypatch.setitem(app.extensions, "citizen_keys", citizen_keys())  # put back afterwards
    return start_with


def numbered() -> Person:
    person = factories.person()
    set_citizen_number(person, NUMBER, None)
    db.session.commit()
    return person


def run(app: Flask, command: str) -> Result:
    db.session.remove()
    return app.test_cli_runner().invoke(commands, [command])


def health() -> tuple[bool, str]:
    check = look_at_keys()
    return check.ok, check.seen


def test_a_new_key_closes_and_the_old_one_still_opens(app: Flask, use: Use) -> None:
    old, new = new_citizen_key(), new_citizen_key()
    use(old)
    first = numbered()
    old_hash = first.citizen_number_hash
    use(new, old)
    assert citizen_number_of(first) == NUMBER and hash_of(NUMBER) != old_hash
    second = numbered()
    found = db.session.scalars(select(Person.id).where(has_citizen_number(NUMBER))).all()
    assert sorted(found) == [first.id, second.id]  # equal under either key
    assert health() == (True, "can be read")


def test_rekeying_leaves_nothing_under_the_old_key(app: Flask, use: Use) -> None:
    old, new = new_citizen_key(), new_citizen_key()
    use(old)
    people = [numbered().id for _ in range(3)]
    use(new, old)
    assert health() == (True, "under an old key: run bin/lms people rekey")
    result = run(app, "rekey")
    assert (result.exit_code, result.stdout) == (
        0,
        "3 citizen numbers are under the first key now\n",
    )
    use(new)
    for id_ in people:
        person = db.session.get_one(Person, id_)
        assert citizen_number_of(person) == NUMBER
        assert person.citizen_number_hash == hash_of(NUMBER)
    assert db.session.scalars(select(AuditEntry.action)).all()[-1] == "citizen numbers rekeyed"
    assert run(app, "rekey").stdout == "0 citizen numbers are under the first key now\n"


def test_a_rekeying_that_meets_a_lost_key_says_so_and_keeps_the_number(
    app: Flask, use: Use
) -> None:
    use(new_citizen_key())
    id_ = numbered().id
    before = db.session.get_one(Person, id_).citizen_number_encrypted
    use(new_citizen_key())
    result = run(app, "rekey")
    assert result.exit_code == 1 and "1 numbers could not be opened" in result.output
    assert db.session.get_one(Person, id_).citizen_number_encrypted == before


def test_a_machine_with_another_key_refuses_to_keep_numbers_and_says_so(
    app: Flask, use: Use, cast: Cast
) -> None:
    use(new_citizen_key())
    someone = numbered()
    use(new_citizen_key())
    with pytest.raises(NoKey):
        set_citizen_number(factories.person(), "034065009999", None)
    page = Reader(app, cast.officer).get(f"/people/{someone.id}")
    assert "một khóa mà máy này không có" in page.text
    assert health() == (False, "this machine lacks their key (1 known)")


def test_a_machine_without_a_key_works_but_for_citizen_numbers(
    app: Flask, use: Use, cast: Cast
) -> None:
    use()
    someone = factories.person("Lê Thị Mơ")
    reader = Reader(app, cast.officer)
    page = reader.get(f"/people/{someone.id}/citizen-number")
    page = reader.submit(page, {"citizen_number": NUMBER}, action="/citizen-number", status=422)
    assert page.errors == ["Máy này chưa có khóa để lưu số định danh. Xin báo cho quản trị viên."]
    page = reader.submit(reader.get("/people"), {"sought": NUMBER}, action="/search")
    assert page.rows() == []
    with pytest.raises(NoKey):
        hash_of(NUMBER)
    assert health() == (True, "no key: bin/lms people new-key makes one")


def test_the_hash_is_not_one_that_can_be_tried_without_the_key(app: Flask, use: Use) -> None:
    use(new_citizen_key())
    first = hash_of(NUMBER)
    use(new_citizen_key())
    assert len(first) == 64 and hash_of(NUMBER) != first


def test_the_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    create_citizen_key(tmp_path, {})
    path = tmp_path / "citizen-numbers.key"
    kept = path.read_text()
    create_citizen_key(tmp_path, {})
    assert path.read_text() == kept and stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(base64.urlsafe_b64decode(kept)) == 32
    settings = config.read({"LMS_DATA_DIR": str(tmp_path), "SECRET_KEY": "s" * 40})
    assert settings.citizen_keys == (kept.strip(),)


def test_keys_that_are_stated_need_no_file(tmp_path: Path) -> None:
    keys = new_citizen_key(), new_citizen_key()
    environ = {
        "LMS_DATA_DIR": str(tmp_path),
        "SECRET_KEY": "s" * 40,
        "CITIZEN_NUMBER_KEYS": ",".join(keys),
    }
    create_citizen_key(tmp_path, environ)
    assert list(tmp_path.iterdir()) == []
    assert config.read(environ).citizen_keys == keys


@pytest.mark.parametrize("key", ["short", "k" * 40, "*" * 44])
def test_what_is_no_key_stops_the_start_without_being_repeated(tmp_path: Path, key: str) -> None:
    environ = {"LMS_DATA_DIR": str(tmp_path), "SECRET_KEY": "s" * 40}
    with pytest.raises(
        ConfigurationError, match=r"^CITIZEN_NUMBER_KEYS holds something"
    ) as refused:
        config.read(environ | {"CITIZEN_NUMBER_KEYS": key})
    assert key not in str(refused.value)
    (tmp_path / "citizen-numbers.key").write_text(key)
    with pytest.raises(ConfigurationError, match=r"citizen-numbers\.key holds something"):
        config.read(environ)


def test_the_command_puts_a_new_key_before_the_others(
    app: Flask, use: Use, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CITIZEN_NUMBER_KEYS", raising=False)
    old = new_citizen_key()
    use(old)
    moved = replace(app.config["SETTINGS"], data_dir=tmp_path)
    monkeypatch.setitem(app.config, "SETTINGS", moved)
    assert run(app, "new-key").exit_code == 0
    path = tmp_path / "citizen-numbers.key"
    new, kept = path.read_text().split()
    assert kept == old and new != old
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and len(list(tmp_path.iterdir())) == 1


def test_where_the_keys_are_stated_the_command_prints_one(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITIZEN_NUMBER_KEYS", new_citizen_key())
    result = run(app, "new-key")
    assert len(base64.urlsafe_b64decode(result.stdout.splitlines()[1])) == 32
