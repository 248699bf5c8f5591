"""What came of a place: sessions attended, a certificate. Features above tell it to the pages here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from flask import Flask, current_app

#: For each of these enrolments that has one, the outcome in words; others are left out.
Outcomes = Callable[[Collection[int]], Mapping[int, str]]


@dataclass(frozen=True)
class Outcome:
    """One kind of outcome, ready to be asked about many places at once."""

    heading: object
    of: Outcomes


def add_outcome(app: Flask, heading: object, outcomes: Outcomes) -> None:
    """Let a feature tell what came of places: ``heading`` names it, ``outcomes`` asks in one go."""
    app.extensions.setdefault("enrolment_outcomes", []).append(Outcome(heading, outcomes))


def outcomes_of(enrolment_ids: Collection[int]) -> dict[int, list[tuple[object, str]]]:
    """For each place the headings and words that features have for it, in their order."""
    found: dict[int, list[tuple[object, str]]] = {one: [] for one in enrolment_ids}
    for outcome in current_app.extensions.get("enrolment_outcomes", ()) if found else ():
        for enrolment_id, words in outcome.of(enrolment_ids).items():
            found[enrolment_id].append((outcome.heading, words))
    return found
