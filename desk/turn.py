"""One reply and its three consequences: the pure steps between reading the attempt and writing the turn."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

from desk.house import Desk
from desk.private import masked
from desk.rulebook import sheet_of
from grading.exam import exam_of
from grading.grade import grade
from grading.nouns import Grade
from reading.nouns import Brief, Reading
from scenarios import buyer, shop
from scenarios.brief import brief
from scenarios.deal import deal
from scenarios.nouns import Answer, Case, MetricChange, Mood
from store.nouns import Attempt, ClassRules, Counts, Person, Turn

EVERYBODY = ClassRules()
SILENT = "silent_day"  # the grade's reason when nothing was written


def dealt(desk: Desk, who: Person, case: Case, fresh: int) -> tuple[Case, int]:
    """The case as this person gets it at her ``fresh``-th own start (from 0), and its seed.

    Neighbours have neighbouring ids and so neighbouring seeds: they get different facts of the same case.
    """
    seed = (int(digest(case.id)[:6], 16) + who.id + 9973 * fresh) % 2**31
    return deal(case, seed), seed


def digest(text: str) -> str:
    """A short name for a version of something."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


def replied(
    desk: Desk,
    attempt: Attempt,
    earlier: Sequence[Turn],
    text: str,
    nonce: str,
    now: dt.datetime,
    chosen: ClassRules = EVERYBODY,
    tries: int = 1,
) -> Turn:
    """The turn that ``text`` makes after ``earlier`` ones: read once; grade, buyer and shop each look at that.

    ``chosen`` is how the class is graded, ``tries`` counts the person's replies to this case from 1. What is kept has
    personal data masked.
    """
    case = attempt.case
    about = brief_of(desk, attempt, earlier, chosen)
    reading, graded = graded_anew(desk, attempt, about, text, chosen, tries)
    answer = buyer.reply_to(case, mood_of(case, earlier), reading, attempt.seed)
    metrics, left = _shop_after(attempt, earlier, reading, answer, chosen)
    return Turn(
        attempt_id=attempt.id,
        number=len(earlier) + 1,
        nonce=nonce,
        text=reading.text,
        at=now,
        reading=reading,
        grade=graded,
        answer=answer,
        metrics=metrics,
        counts=counts_of(reading, graded, case),
        shop=left,
        versions=versions_of(desk, reading, graded, case, chosen),
    )


def graded_anew(
    desk: Desk, attempt: Attempt, about: Brief, text: str, chosen: ClassRules, tries: int
) -> tuple[Reading, Grade]:
    """What ``text`` says to ``about``, as it may be kept, and what it is worth."""
    reading = masked(desk.read(text, about), attempt.case)
    exam = exam_of(chosen.exam, attempt.mode)
    return reading, grade(reading, desk.rubric, chosen.profile, attempt.mode, exam, about, tries)


def versions_of(
    desk: Desk, reading: Reading, graded: Grade, case: Case, chosen: ClassRules = EVERYBODY
) -> dict[str, str]:
    """What a grade was made with."""
    reader, _, model = reading.reader.partition(" (")
    return {
        "rubric": desk.rubric.version,
        "profile": graded.profile,
        "reader": reader,
        "model": model.removesuffix(")"),
        "pack": sheet_of(case.platform, chosen).pack,
        "case": digest(case.model_dump_json()),
    }


def brief_of(desk: Desk, attempt: Attempt, earlier: Sequence[Turn], chosen: ClassRules = EVERYBODY) -> Brief:
    """What to look for in the reply after ``earlier`` turns."""
    return brief_after(desk, attempt, [turn.reading for turn in earlier if not turn.silent], chosen)


def brief_after(desk: Desk, attempt: Attempt, before: Sequence[Reading], chosen: ClassRules = EVERYBODY) -> Brief:
    """What to look for in the reply after the ``before`` ones, by the rules as the class has ``chosen`` them."""
    rules = sheet_of(attempt.case.platform, chosen)
    return brief(attempt.case, rules, before, [letter.text for letter in desk.letters])


def stayed_silent(attempt: Attempt, earlier: Sequence[Turn], now: dt.datetime) -> Turn:
    """The turn of a day without a reply: no reading, nothing to grade, but the buyer and the shop go on."""
    answer = buyer.silent_day(attempt.case, mood_of(attempt.case, earlier), attempt.seed)
    number = len(earlier) + 1
    metrics, left = _shop_after(attempt, earlier, None, answer)
    return Turn(
        attempt_id=attempt.id,
        number=number,
        nonce=f"day {number}",
        text="",
        silent=True,
        at=now,
        reading=Reading(text="", language=attempt.case.language),
        grade=Grade(status="not_graded", reason=SILENT),
        answer=answer,
        metrics=metrics,
        counts=Counts(status="not_graded"),
        shop=left,
    )


def mood_of(case: Case, earlier: Sequence[Turn]) -> Mood:
    """The buyer's state after the last turn, or as she comes."""
    return earlier[-1].answer.mood if earlier else buyer.first_mood(case)


def counts_of(reading: Reading, graded: Grade, case: Case, reviewed: bool = False) -> Counts:
    """What lists and figures need of a reply."""
    return Counts(
        status=graded.status,
        levels={criterion.value: level.value for criterion, level in graded.levels.items()},
        total=graded.total,
        band=graded.band,
        sendable=graded.sendable,
        moves=tuple(dict.fromkeys(made.move.value for made in reading.moves)),
        missed=tuple(move.value for move in reading.expected_missing),
        violations=tuple(sorted({violation.code for violation in reading.violations})),
        tempted=case.temptations,
        flags=graded.review,
        reviewed=reviewed,
    )


def _shop_after(
    attempt: Attempt,
    earlier: Sequence[Turn],
    reading: Reading | None,
    answer: Answer,
    chosen: ClassRules = EVERYBODY,
) -> tuple[tuple[MetricChange, ...], dict[str, Any]]:
    """What the conversation did to the figures, and the shop as the next turn finds it."""
    case, rules = attempt.case, sheet_of(attempt.case.platform, chosen)
    kept = earlier[-1].shop if earlier else None
    stands = shop.Shop.model_validate(kept) if kept else shop.shop_of(rules, attempt.person_id)
    happened = shop.events(case, reading, answer.end, rules, None)
    effects = [effect for event in happened for effect in rules.effects if effect.event == event]
    return shop.changes(stands, effects, rules), shop.settle(stands, effects).model_dump(mode="json")
