"""Features above put parts on a person's page without the registry knowing them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from lms.access import Right
from lms.registry.models import Person
from lms.registry.people.parts import add_part
from tests import factories
from tests.people import Cast
from tests.reader import Reader


@pytest.fixture
def parts(app: Flask) -> Iterator[Flask]:
    before = app.extensions.get("person_parts", [])
    app.extensions["person_parts"] = []
    yield app
    app.extensions["person_parts"] = before


@pytest.fixture
def drawn(parts: Flask) -> list[str]:
    names: list[str] = []

    def part(name: str) -> Any:
        def draw(person: Person) -> None:
            names.append(f"{name} of {person.full_name}")

        return draw

    add_part(parts, Right.SEE_PEOPLE, part("below"))
    add_part(parts, Right.MANAGE_PEOPLE, part("above"), on_top=True)
    add_part(parts, Right.MANAGE_ACCOUNTS, part("hidden"))
    return names


def test_each_viewer_gets_the_parts_of_their_rights_and_the_notices_first(
    app: Flask, cast: Cast, drawn: list[str]
) -> None:
    someone = factories.person("Nguyễn Thị Hường", cast.cooperative)
    Reader(app, cast.officer).get(f"/people/{someone.id}")
    assert drawn == ["above of Nguyễn Thị Hường", "below of Nguyễn Thị Hường"]
    drawn.clear()
    Reader(app, cast.contact).get(f"/people/{someone.id}")
    assert drawn == ["below of Nguyễn Thị Hường"]
