"""From a reading to a grade: levels, raw points, gates, total, band (guide B1 steps 7 to 9)."""

from __future__ import annotations

import math
from collections.abc import Collection

from reading.nouns import Brief, Flag, Reading

from .advice import advise
from .exam import NO_EXAM, examined
from .faults import weighed
from .gates import gates
from .levels import levels
from .nouns import Band, Criterion, Exam, Gate, Grade, Level, Mode, Reason
from .rubric import Rubric
from .scale import on_scale
from .whatif import what_if

TO_A_PERSON = {Flag.OFF_TOPIC: "off_topic", Flag.STUFFING: "stuffing", Flag.INJECTION: "injection"}


def raw_points(values: dict[Criterion, int], weights: dict[str, int]) -> float:
    """``sum(weight * level) / 4``, 0 to 100 (guide B3)."""
    return sum(weights[c] * v for c, v in values.items()) / 4


def total_points(raw: float, fired: tuple[Gate, ...]) -> int:
    """Raw points or the lowest cap, rounded half up (82.5 is 83)."""
    return math.floor(min([raw, *(g.cap for g in fired)]) + 0.5)


def is_sendable(values: dict[Criterion, int], fired: tuple[Gate, ...], rubric: Rubric) -> bool:
    """No gate, COM 4, every other criterion at least 3 (guide B3); ``values`` are what each level is at the least."""
    floor = {c: rubric.sendable["COM" if c is Criterion.COM else "others"] for c in Criterion}
    return not fired and all(values[c] >= floor[c] for c in Criterion)


def band_of(total: int, sendable: bool, rubric: Rubric) -> Band:
    """The first band whose floor the total reaches; the top one needs a sendable reply."""
    return next(b.name for b in rubric.bands if total >= b.at_least and (sendable or not b.sendable))


def grade(
    reading: Reading,
    rubric: Rubric,
    profile: str = "balanced",
    mode: Mode = "practice",
    exam: Exam = NO_EXAM,
    brief: Brief | None = None,
    tries: int = 1,
) -> Grade:
    """What a reading is worth, with evidence, what each fault costs, and at most three points of advice.

    Pure: same input, same grade. ``brief`` and ``tries`` (from 1) only change the words of the advice.
    """
    return counselled(reading, weigh(reading, rubric, profile, mode, exam), rubric, mode, brief, tries)


def counselled(
    reading: Reading, marked: Grade, rubric: Rubric, mode: Mode, brief: Brief | None = None, tries: int = 1
) -> Grade:
    """``marked`` with advice and with what each fault costs."""

    def regrade(mended: Reading, touched: Collection[Criterion]) -> Grade:
        """Only the criteria that a mended fault touches can have moved, and none that a teacher has set."""
        fresh = on_scale(mended, levels(mended, rubric), touched)
        again = {c: fresh[c] for c in touched if not _by_teacher(marked.levels[c])}
        return settle(mended, {**marked.levels, **again}, rubric, marked.profile, mode, marked.exam)

    found = weighed(reading, marked, regrade)
    said = advise(reading, marked, found, brief, tries)
    return marked.model_copy(update={"advice": said, "without": what_if(marked, found)})


def _by_teacher(level: Level) -> bool:
    return any(reason.code == "teacher" for reason in level.reasons)


def weigh(
    reading: Reading, rubric: Rubric, profile: str = "balanced", mode: Mode = "practice", exam: Exam = NO_EXAM
) -> Grade:
    """The grade without the advice."""
    if (flagged := reading.not_ratable) is not None:
        gate = Gate(code="NOT_RATABLE", cap=rubric.caps["NOT_RATABLE"], span=flagged.span, provisional=mode == "test")
        nothing = Level(value=0, reasons=(Reason(code=flagged.flag.value, span=flagged.span),))
        return Grade(
            status="not_ratable",
            reason=flagged.flag.value,
            levels=dict.fromkeys(Criterion, nothing),
            gates=(gate,),
            review=_review(reading, {}, (gate,), rubric, mode),
            profile=profile,
            rubric=rubric.version,
            reader=reading.reader,
            exam=exam,
        )
    return settle(reading, on_scale(reading, levels(reading, rubric)), rubric, profile, mode, exam)


def settle(
    reading: Reading,
    marked: dict[Criterion, Level],
    rubric: Rubric,
    profile: str = "balanced",
    mode: Mode = "practice",
    exam: Exam = NO_EXAM,
) -> Grade:
    """Points, gates and band for given levels: used by the machine and again after a teacher's override."""
    values = {c: level.value for c, level in marked.items()}
    fired = examined(gates(reading, marked, rubric, mode), reading, rubric, exam, mode)
    raw = raw_points(values, rubric.profiles[profile])
    total = total_points(raw, fired)
    sendable = not reading.suspected and is_sendable({c: level.at_least for c, level in marked.items()}, fired, rubric)
    return Grade(
        levels=marked,
        raw=raw,
        total=total,
        band=band_of(total, sendable, rubric),
        sendable=sendable,
        gates=fired,
        review=_review(reading, marked, fired, rubric, mode),
        profile=profile,
        rubric=rubric.version,
        reader=reading.reader,
        exam=exam,
    )


def _review(
    reading: Reading, marked: dict[Criterion, Level], fired: tuple[Gate, ...], rubric: Rubric, mode: Mode
) -> tuple[str, ...]:
    """Why a person should look (guide B9): codes, in a fixed order."""
    why = [f"gate:{g.code}" for g in fired] if mode == "test" else []
    why += [f"suspected:{code}" for code in dict.fromkeys(v.code for v in reading.suspected)]
    why += ["language_unsure"] if _unsure_language(reading, rubric) else []
    why += [code for flag, code in TO_A_PERSON.items() if reading.has(flag)]
    if reading.words < rubric.review.words_under:
        why.append("short")
    if reading.words > rubric.review.words_over:
        why.append("long")
    why += [f"unsure:{c}" for c, level in marked.items() if level.confidence < rubric.review.confidence_under]
    return tuple(why)


def _unsure_language(reading: Reading, rubric: Rubric) -> bool:
    """Whether it is hard to say which language this is: much of both, or words that are in no list."""
    low, high = rubric.review.foreign_between
    return reading.has(Flag.MIXED_LANGUAGE) or low <= reading.foreign_share <= high
