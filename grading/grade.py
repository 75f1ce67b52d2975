"""From a reading to a grade: levels, raw points, gates, total, band (guide B1 steps 7 to 9)."""

from __future__ import annotations

import math
from collections.abc import Iterable

from reading.nouns import Flag, Reading

from .advice import advise
from .gates import gates
from .levels import LEVELS, levels
from .nouns import Band, Criterion, Gate, Grade, Level, Mode, Reason
from .rubric import Rubric

TO_A_PERSON = {Flag.OFF_TOPIC: "off_topic", Flag.STUFFING: "stuffing", Flag.INJECTION: "injection"}


def raw_points(values: dict[Criterion, int], weights: dict[str, int]) -> float:
    """``sum(weight * level) / 4``, 0 to 100 (guide B3)."""
    return sum(weights[c] * v for c, v in values.items()) / 4


def total_points(raw: float, fired: tuple[Gate, ...]) -> int:
    """Raw points or the lowest cap, rounded half up (82.5 is 83)."""
    return math.floor(min([raw, *(g.cap for g in fired)]) + 0.5)


def is_sendable(values: dict[Criterion, int], fired: tuple[Gate, ...], rubric: Rubric) -> bool:
    """No gate, COM 4, every other criterion at least 3 (guide B3)."""
    floor = {c: rubric.sendable["COM" if c is Criterion.COM else "others"] for c in Criterion}
    return not fired and all(values[c] >= floor[c] for c in Criterion)


def band_of(total: int, sendable: bool, rubric: Rubric) -> Band:
    """The first band whose floor the total reaches; the top one needs a sendable reply."""
    return next(b.name for b in rubric.bands if total >= b.at_least and (sendable or not b.sendable))


def grade(reading: Reading, rubric: Rubric, profile: str = "balanced", mode: Mode = "practice") -> Grade:
    """What a reading is worth, with evidence and at most three points of advice. Pure: same input, same grade."""
    marked = weigh(reading, rubric, profile, mode)

    def regrade(mended: Reading, touched: Iterable[Criterion]) -> Grade:
        """Only the criteria that a mended fault touches can have moved."""
        again = {c: LEVELS[c](mended, rubric) for c in touched}
        return settle(mended, {**marked.levels, **again}, rubric, profile, mode)

    return marked.model_copy(update={"advice": advise(reading, marked, regrade)})


def weigh(reading: Reading, rubric: Rubric, profile: str = "balanced", mode: Mode = "practice") -> Grade:
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
        )
    return settle(reading, levels(reading, rubric), rubric, profile, mode)


def settle(
    reading: Reading, marked: dict[Criterion, Level], rubric: Rubric, profile: str = "balanced", mode: Mode = "practice"
) -> Grade:
    """Points, gates and band for given levels: used by the machine and again after a teacher's override."""
    values = {c: level.value for c, level in marked.items()}
    fired = gates(reading, marked, rubric, mode)
    raw = raw_points(values, rubric.profiles[profile])
    total = total_points(raw, fired)
    sendable = is_sendable(values, fired, rubric)
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
    )


def _review(
    reading: Reading, marked: dict[Criterion, Level], fired: tuple[Gate, ...], rubric: Rubric, mode: Mode
) -> tuple[str, ...]:
    """Why a person should look (guide B9): codes, in a fixed order."""
    why = [f"gate:{g.code}" for g in fired] if mode == "test" else []
    why += [code for flag, code in TO_A_PERSON.items() if reading.has(flag)]
    if reading.words < rubric.review.words_under:
        why.append("short")
    if reading.words > rubric.review.words_over:
        why.append("long")
    why += [f"unsure:{c}" for c, level in marked.items() if level.confidence < rubric.review.confidence_under]
    return tuple(why)
