"""Pressing twice does it once."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from flask import Flask, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from lms import clock, database
from lms.accounts.models import SignInDelay
from lms.errors import DomainError
from lms.extensions import db
from lms.submissions import SubmittedForm
from tests.people import Cast
from tests.reader import Page, Reader
from tests.stand_in import stand_in

KEY = "k" * 32
THREADS = 20


@pytest.fixture
def pressed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A form whose effect is one more row each time, and which can be refused."""

    def view() -> ResponseReturnValue:
        number = len(db.session.scalars(select(SignInDelay.id)).all()) + 1
        db.session.add(
            SignInDelay(name_hash=f"{number}-{threading.get_ident()}", wait_until=clock.now())
        )
        db.session.flush()
        if request.form.get("words") == "invalid":
            return "not so", 422
        if request.form.get("words") == "forbidden":
            raise DomainError("Not so.")
        return redirect(f"/made/{number}", 303)

    stand_in(app, monkeypatch, "languages.choose", view)


def effects() -> int:
    return len(db.session.scalars(select(SignInDelay)).all())


@pytest.mark.usefixtures("pressed")
def test_the_second_press_leads_to_where_the_first_one_went(app: Flask, cast: Cast) -> None:
    reader = Reader(app, cast.learner)
    answers = [reader.post("/language", {"form_key": KEY, "words": "a"}) for _press in range(3)]
    assert {(a.status_code, a.location) for a in answers} == {(303, "/made/1")}
    assert effects() == 1


@pytest.mark.usefixtures("pressed")
def test_the_same_key_with_other_words_is_refused_by_a_page(app: Flask, cast: Cast) -> None:
    reader = Reader(app, cast.learner)
    reader.post("/language", {"form_key": KEY, "words": "a"})
    page = Page(reader.post("/language", {"form_key": KEY, "words": "b"}))
    assert (page.status, effects()) == (409, 1)


@pytest.mark.usefixtures("pressed")
@pytest.mark.parametrize("words", ["invalid", "forbidden"])
def test_a_refused_form_leaves_nothing_and_may_be_sent_again_corrected(
    app: Flask, cast: Cast, words: str
) -> None:
    reader = Reader(app, cast.learner)
    assert reader.post("/language", {"form_key": KEY, "words": words}).status_code in (409, 422)
    assert (effects(), db.session.scalars(select(SubmittedForm)).all()) == (0, [])
    assert reader.post("/language", {"form_key": KEY, "words": "a"}).location == "/made/1"


@pytest.mark.usefixtures("pressed")
def test_two_people_may_happen_to_hold_the_same_key(app: Flask, cast: Cast) -> None:
    for account in (cast.learner, cast.trainer):
        Reader(app, account).post("/language", {"form_key": KEY, "words": "a"})
    assert effects() == 2


@pytest.mark.usefixtures("pressed")
def test_a_form_without_a_key_is_carried_out_each_time(app: Flask, cast: Cast) -> None:
    reader = Reader(app, cast.learner)
    for _press in range(2):
        reader.post("/language", {"words": "a"})
    assert effects() == 2


@pytest.mark.usefixtures("pressed")
def test_twenty_presses_at_the_same_moment_do_it_once(app: Flask, cast: Cast) -> None:
    readers = [Reader(app, cast.learner) for _thread in range(THREADS)]
    data = [{"csrf_token": r.token(), "form_key": KEY, "words": "a"} for r in readers]
    meeting, answers = threading.Barrier(THREADS), Counter[tuple[int, str | None]]()

    def press(number: int) -> None:
        meeting.wait()
        with app.app_context():
            answer = readers[number].client.post("/language", data=data[number])
        answers[answer.status_code, answer.location] += 1

    threads = [threading.Thread(target=press, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {(303, "/made/1"): THREADS}
    assert effects() == 1


@pytest.mark.parametrize("state", ["40001", "58030"])
def test_a_page_says_saved_only_of_what_was_saved(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    """The first commit fails: a serialisation failure is tried again, a full disk is not."""

    def view() -> ResponseReturnValue:
        flash("Đã lưu.")
        return redirect("/account/sessions", 303)

    real, tries = database.commit, []

    def commit() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise OperationalError(
                "COMMIT", {}, type("Failure", (Exception,), {"sqlstate": state})()
            )
        real()

    stand_in(app, monkeypatch, "languages.choose", view)
    monkeypatch.setattr(database, "commit", commit)
    reader = Reader(app, cast.learner)
    answer = reader.post("/language")
    assert answer.status_code == {"40001": 303, "58030": 500}[state]
    said = reader.get("/account/sessions").text.count("Đã lưu.")
    assert said == {"40001": 1, "58030": 0}[state]


def test_a_long_address_is_kept_without_its_query(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(
        app,
        monkeypatch,
        "languages.choose",
        lambda: redirect(url_for("registry.people", q="ệ" * 100), 303),
    )
    reader = Reader(app, cast.officer)
    first, second = (reader.post("/language", {"form_key": KEY}) for _press in range(2))
    assert len(first.location) > 400 and second.location == "/people"
