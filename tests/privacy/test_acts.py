"""The record of acts is told to the person in words, not in the programmer's."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from config import ROOT
from lms.privacy.acts import ACTS
from tests.people import Cast
from tests.reader import Reader

#: What records an act: its first or second argument says which.
RECORDERS = frozenset({"record", "record_change", "record_on_survivor", "_record"})


def recorded() -> Iterator[str]:
    """The acts in the code; of one that is put together, its beginning with a space at the end."""
    for path in (ROOT / "lms").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _name(node.func) in RECORDERS:
                yield from _texts(node.args[:2])


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def _texts(arguments: list[ast.expr]) -> Iterator[str]:
    for argument in arguments:
        text = argument.left if isinstance(argument, ast.BinOp) else argument
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            yield text.value


def test_every_act_that_is_recorded_has_words() -> None:
    found = set(recorded())
    assert "person changed" in found and "data request " in found
    begun = {act for act in found if act.endswith(" ")}
    assert found - begun - set(ACTS) == set()
    assert {start for start in begun if not any(act.startswith(start) for act in ACTS)} == set()


def test_people_read_the_record_of_acts_in_vietnamese(app, cast: Cast) -> None:
    person_id = cast.learner.person_id
    officer = Reader(app, cast.officer)
    page = officer.get(f"/people/{person_id}/particulars")
    officer.submit(page, {"full_name": "Nguyễn Thị Đặng Mới"})
    told = Reader(app, cast.learner).get("/my-data").text
    assert "Sửa thông tin cán bộ" in told and "person changed" not in told
