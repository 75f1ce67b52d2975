"""Levels from marks: guide B2, one pure function a criterion. Nothing here reads the text."""

from __future__ import annotations

import math
from collections.abc import Callable

from reading.nouns import Flag, Move, Reading, Severity, Span

from .nouns import Criterion, Level, Reason
from .rubric import Rubric

COURTESY = frozenset({Move.GREET, Move.THANK, Move.CLOSE, Move.FEEDBACK_NEUTRAL, Move.OTHER})
INSULTING = ("insult", "mockery", "threat", "discrimination")
BLAMING = ("blame", "lecture", "push", "guilt")
COLD = (
    "hurry", "dismissive", "servile", "chatty", "flat", "wrong_title", "official", "denial", "pleading", "excuse",
    "sounds_lecturing", "sounds_pitiful", "sounds_defensive",
)  # fmt: skip
SMALL = ("generic_address", "caps", "ill_timed_feedback", "template", "casual", "boilerplate", "plain")
FAVOURS = frozenset({"V01", "V02", "V03", "V11"})
UNKNOWN_WORDS = 8
TWICE = frozenset({"denial", "dismissive"})  # to deny and to play down together is to blame the buyer


def resolution(reading: Reading, rubric: Rubric) -> Level:
    """RES: how many tasks are done. 4 all and a next step, 3 no core missing, 2 some core, 1 on topic, 0 nothing."""
    core = [t for t in reading.tasks if t.core]
    done = sum(t.state == "done" for t in core)
    partial = sum(t.state == "partial" for t in core)
    missing = len(core) - done - partial
    short = tuple(
        Reason(code=f"task_{t.state}", span=t.spans[0] if t.spans else None, item=t.id)
        for t in reading.tasks
        if t.state != "done"
    )
    if not short and reading.next_step:
        value = 4
    elif not missing and partial <= (1 if len(core) > 1 else 0):
        value = 3
        short = short or (Reason(code="no_next_step"),)
    elif done or partial > 1 or (len(core) == 1 and partial):
        value = 2
    elif reading.on_topic or partial:
        value = 1
    else:
        value = 0
        short = (Reason(code="nothing_to_use"),)
    if reading.has(Flag.HOLDING):
        value, note = _held(reading, value)
        short += (Reason(code=note),)
    sure = reading.confidence.get("RES", 1.0)
    unsure = value == 3 and sure < rubric.sure_task  # a core task that may be missing makes it 2
    return Level(value=value, reasons=short, confidence=sure, surely=2 if unsure else None)


def _held(reading: Reading, value: int) -> tuple[int, str]:
    """Guide B6 row 13: a holding reply is worth 3 where the card allows it, else 2 at most."""
    flagged = next(f for f in reading.flags if f.flag is Flag.HOLDING)
    return (max(value, 3), "holding_allowed") if flagged.note == "allowed" else (max(value, 2), "holding")


def accuracy(reading: Reading, rubric: Rubric) -> Level:
    """ACC: the claims checked against the card. Material errors, slips, unsupported claims, missing facts."""
    by = {v: [c for c in reading.claims if c.verdict == v] for v in ("material", "slip", "unsupported", "right")}
    wrong = by["material"]
    small = by["slip"] + by["unsupported"]
    reasons = [Reason(code=f"claim_{c.verdict}", span=c.span, item=c.fact or "") for c in wrong + small]
    if reading.breaks("V12") or len(wrong) > 1:
        value = 0
        reasons += [Reason(code="fabricated", span=v.span) for v in reading.violations if v.code == "V12"]
    elif wrong or reading.has(Flag.CONTRADICTION):
        value = 1
        reasons += [Reason(code="contradiction", span=f.span) for f in reading.flags if f.flag is Flag.CONTRADICTION]
    elif reading.breaks("V14"):
        value = 2
        reasons += [Reason(code="policy_stretched", span=v.span) for v in reading.violations if v.code == "V14"]
    elif len(small) > 1:
        value = 2
    elif not _states_facts(reading, rubric):
        value = 2
        reasons.append(Reason(code=short_of_facts(reading)))
    elif small:
        value = 3
    else:
        value = 4
    return Level(value=value, reasons=tuple(reasons), confidence=reading.confidence.get("ACC", 1.0))


def _states_facts(reading: Reading, rubric: Rubric) -> bool:
    """True when the reply tells this buyer something that can be checked (guide B2: none at all is worth 2).

    Few figures are enough where a task (or two halves) is done with them, and where two are done none is needed: what
    they tell may be in words. What is left out is charged to RES alone (guide B0, rule 2).
    """
    if not reading.needs_facts or reading.facts_said >= rubric.needed_share:
        return True
    done, half = (sum(t.state == state for t in reading.tasks) for state in ("done", "partial"))
    told = any(c.verdict == "right" and c.fact for c in reading.claims)
    return done > 1 or (told and 2 * done + half > 1)


def short_of_facts(reading: Reading) -> str:
    """What is wrong where facts are missing: a reply with one that is right has too few, not none."""
    some = reading.facts_said or any(c.verdict == "right" for c in reading.claims)
    return "few_case_facts" if some else "no_case_fact"


def tone(reading: Reading, rubric: Rubric) -> Level:
    """TON: register, empathy, responsibility. The worst sign decides; 4 needs this buyer's own situation named."""
    signs = reading.signals

    def seen(codes: tuple[str, ...]) -> list[Reason]:
        return [Reason(code=s.code, span=s.span) for s in signs if s.code in codes]

    grave = [Reason(code="threat", span=v.span) for v in reading.violations if v.code in ("V09", "V10")]
    small = seen(SMALL) + _slips_of_tone(reading, rubric) + _favours(reading)
    evasive = _evasive(reading)
    if found := grave + seen(INSULTING):
        value = 0
    elif (found := seen(BLAMING)) or {s.code for s in signs} >= TWICE:
        found, value = found or seen(COLD), 1
    elif found := _strings(reading):
        value = 1
    elif found := seen(COLD) + _slots(reading):
        value = 2
    elif small or evasive or not reading.shows("names_situation"):
        found = small + evasive or [Reason(code="generic")]
        worse = len({r.code for r in small}) > 2 or (evasive and not reading.shows("names_situation"))
        value = 2 if worse else 3
    else:
        value = 4
    return Level(value=value, reasons=tuple(found), confidence=reading.confidence.get("TON", 1.0))


def _strings(reading: Reading) -> list[Reason]:
    """Guide B7, A12: a string of cue words is thrown at the buyer, not said to her."""
    return [Reason(code="word_strings", span=f.span) for f in reading.flags if f.flag is Flag.STUFFING][:1]


def _favours(reading: Reading) -> list[Reason]:
    """A favour asked of a buyer whose matter is open spoils the kindest letter (guide B2, TON 2 and 3)."""
    return [Reason(code="asks_favour", span=v.span) for v in reading.violations if v.code in FAVOURS]


def _evasive(reading: Reading) -> list[Reason]:
    """Kind words that leave all she asked open sound like a machine's (guide B2, "robotic")."""
    answered = any(t.state == "done" for t in reading.tasks) or any(c.verdict == "right" for c in reading.claims)
    return [] if answered or not reading.tasks else [Reason(code="evasive")]


def _slots(reading: Reading) -> list[Reason]:
    """Guide B7, A13: a letter with its blanks open speaks to nobody."""
    return [Reason(code="slots", span=f.span) for f in reading.flags if f.flag is Flag.SLOTS][:1]


def _slips_of_tone(reading: Reading, rubric: Rubric) -> list[Reason]:
    """Guide B7, A9: where more than one sentence must be read twice, the kind words do not arrive whole either."""
    hard = reading.obscured
    return [Reason(code="halting", span=hard[0])] if len(hard) > rubric.language.rereads[3] else []


def compliance(reading: Reading, rubric: Rubric) -> Level:
    """COM follows mechanically from the violations marked (guide B2); V14 is not among them."""
    counted = [v for v in reading.violations if v.severity not in (Severity.NONE, Severity.BUSINESS)]
    major = len({v.code for v in counted if v.severity is Severity.MAJOR})
    minor = len({v.code for v in counted if v.severity is Severity.MINOR})
    if any(v.severity in (Severity.CRITICAL, Severity.GRAVE) for v in counted):
        value = 0
    elif major > 1:
        value = 1
    elif major or minor > 1:
        value = 2
    else:
        value = 3 if minor else 4
    reasons = tuple(Reason(code="violation", span=v.span, item=v.code) for v in counted)
    return Level(value=value, reasons=reasons, confidence=reading.confidence.get("COM", 1.0))


def language(reading: Reading, rubric: Rubric) -> Level:
    """LAN: can it be understood at first reading? The "obscures" test beats the density of errors (guide B2)."""
    rule = rubric.language
    slips = [s for s in reading.slips if s.kind != "register"]  # manner is charged to TON (guide B0, rule 2)
    reasons = [Reason(code="slip", span=s.span, item=s.kind) for s in slips]
    reasons += [Reason(code="reread", span=s) for s in reading.obscured]
    sentences = max(1, len(reading.sentences))
    rereads = len(reading.obscured)
    worded = _by_wording(reading, rubric)
    reasons += [Reason(code="wording", span=s) for s in _most_strained(reading)] if worded < 4 else []
    if _foreign(reading) or reading.word_strings > rule.word_strings["at_least"] or reading.has(Flag.WRONG_LANGUAGE):
        value = 0
    elif _mixed(reading, rubric):
        value = 1
    elif worded < 2 or (rereads > 1 and rereads / sentences >= rule.mostly["at_least"]):
        value = 1 if not recoverable(reading) else 2
    elif rereads > rule.rereads[3] or reading.buried or worded < 3:
        value = 2
    else:
        value = min(_by_errors(len(slips), reading.words, rubric), 3 if rereads else 4, worded)
    return Level(value=value, reasons=tuple(reasons), confidence=reading.confidence.get("LAN", 1.0))


def _foreign(reading: Reading) -> bool:
    """Latin letters, but not the thread's language: where a quarter of many words is in no list, it is another one."""
    unknown = sum(s.kind == "spelling" for s in reading.slips)
    return reading.language == "en" and unknown >= UNKNOWN_WORDS and 4 * unknown >= reading.words


def recoverable(reading: Reading) -> bool:
    """Clumsy but complete: when every core task was understood, the reply is not "mostly hard to understand"."""
    core = [t for t in reading.tasks if t.core]
    return bool(core) and all(t.state == "done" for t in core)


def _mixed(reading: Reading, rubric: Rubric) -> bool:
    """Guide B6 row 4: much of it is in another language. Brands and codes are Latin letters in Chinese as well."""
    mostly = rubric.language.mixed_chinese["at_least"]
    return reading.has(Flag.MIXED_LANGUAGE) or (reading.language == "zh" and reading.foreign_share >= mostly)


def _by_wording(reading: Reading, rubric: Rubric) -> int:
    """The best level that the wording as a whole allows: many faults have no rule that names them."""
    limits = rubric.language.strained[reading.language]
    return next((level for level in (4, 3, 2) if reading.strained <= limits[level]), 1)


def _most_strained(reading: Reading) -> list[Span]:
    """The sentence that sounds most like a learner's among those that nothing else marks."""
    free = [
        (strain, span.start, span)
        for strain, span in zip(reading.strain, reading.sentences, strict=False)
        if span not in reading.obscured and not any(span.start <= s.span.start < span.end for s in reading.slips)
    ]
    return [max(free, key=lambda found: found[:2])[2]] if free else []


def _by_errors(errors: int, words: int, rubric: Rubric) -> int:
    rule = rubric.language
    short = words < rule.short_words
    amount = errors if short else math.ceil(1000 * errors / max(1, words)) / 10
    limits: dict[int, float] = dict(rule.count) if short else rule.per_100
    return next((level for level in (4, 3, 2) if amount <= limits[level]), 1)


LEVELS: dict[Criterion, Callable[[Reading, Rubric], Level]] = {
    Criterion.RES: resolution,
    Criterion.ACC: accuracy,
    Criterion.TON: tone,
    Criterion.COM: compliance,
    Criterion.LAN: language,
}


def levels(reading: Reading, rubric: Rubric) -> dict[Criterion, Level]:
    """All five levels of a reading, 0 to 4."""
    return {criterion: rule(reading, rubric) for criterion, rule in LEVELS.items()}
