"""Replies of different students to the same case that look alike (guide B6 row 16): told to the teacher, no penalty."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

from desk.house import Desk
from desk.people import Person
from desk.queue import settings
from reading.nouns import Frozen
from reading.similar import all_texts, given, overlap, own, passages
from scenarios.brief import order_facts
from scenarios.nouns import Case, Text
from store import attempts, people
from store.nouns import Line


class Reply(Frozen):
    """One of a pair."""

    turn_id: int
    attempt_id: int
    person_name: str
    at: dt.datetime
    text: str
    shared: tuple[tuple[int, int], ...] = ()  # passages of ``text`` that stand in the other one too


class Pair(Frozen):
    """Two replies and what they share, 0 to 1; the older one stands first."""

    case_id: str
    title: Text
    first: Reply
    second: Reply
    jaccard: float
    contained: float


def pairs(desk: Desk, who: Person) -> tuple[Pair, ...]:
    """The pairs of the class that look alike, the most alike first; one pair for two students and a case."""
    limits = settings()["similar"]
    pupils = {one.id for one in people.students_of(desk.store, who)}
    by_case: dict[str, list[tuple[Line, str]]] = {}
    for line, text in attempts.texts(desk.store, who):
        if line.person_id in pupils:
            by_case.setdefault(line.case_id, []).append((line, text))
    best: dict[tuple[str, int, int], Pair] = {}
    for case_id, said in by_case.items():
        known = _given(desk, case_id)
        grams = [(line, text, own(text, known)) for line, text in said]
        grams = [one for one in grams if len(one[2]) >= limits["runs"]["at_least"]]
        for (one, text, mine), (other, words, hers) in combinations(grams, 2):
            if one.person_id == other.person_id:
                continue
            shared = overlap(mine, hers)
            alike = shared.jaccard >= limits["jaccard"]["at_least"]
            if not alike and shared.contained < limits["contained"]["at_least"]:
                continue
            key = (case_id, min(one.person_id, other.person_id), max(one.person_id, other.person_id))
            if key not in best or shared.contained > best[key].contained:
                best[key] = Pair(
                    case_id=case_id,
                    title=one.title,
                    first=_reply(one, text, mine & hers),
                    second=_reply(other, words, mine & hers),
                    jaccard=round(shared.jaccard, 3),
                    contained=round(shared.contained, 3),
                )
    found = sorted(best.values(), key=lambda pair: (-pair.contained, -pair.jaccard, pair.first.turn_id))
    return tuple(found[: limits["pairs"]])


def _reply(line: Line, text: str, shared: frozenset[str]) -> Reply:
    return Reply(
        turn_id=line.turn_id or 0, attempt_id=line.id, person_name=line.person_name, at=line.last_at or line.started,
        text=text,
        shared=passages(text, shared),
    )  # fmt: skip


def _given(desk: Desk, case_id: str) -> frozenset[str]:
    """What anybody could copy: the buyer's thread, the card, the model letters."""
    case = desk.cases.get(case_id)
    letters = [letter.text for letter in desk.letters]
    return given(all_texts(_card(case) if case else (), letters))


def _card(case: Case) -> tuple[str, ...]:
    lines = [line.text for line in case.thread] + [fact.text for fact in case.facts]
    return (*lines, *(fact.text for fact in order_facts(case.order)))
