"""What a reading speaks with when a level is weighed: named numbers, each with the way it may move the level.

The guide's tables (``levels``) give a level from marks as if every mark were sure. Raters weigh several unsure marks
together; ``scale`` has learned from rated replies how. Length is no sign (guide B0, 4), nor is any name or country.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from reading.nouns import Flag, Move, Reading
from reading.wording import overall

from .nouns import Criterion

Way = Literal["up", "down", "either"]
MOST = 6.0  # of one kind: the seventh slip says nothing that six did not
VERDICTS = ("right", "slip", "unsupported", "material")
BAD = (
    "blame", "lecture", "push", "guilt", "hurry", "dismissive", "servile", "chatty", "flat", "wrong_title", "official",
    "denial", "pleading", "excuse", "generic_address", "caps", "ill_timed_feedback", "template", "casual",
    "boilerplate", "plain", "insult", "mockery", "threat", "discrimination",
)  # fmt: skip
GOOD = ("names_situation", "takes_share", "softens")
KIND = (
    "own_voice", "natural", "circumstance", "felt", "her_word", "her_words", "many_her_words", "by_name", "takes_share",
    "softens", "restates", "reason", "thanks", "closing", "greets",
)  # fmt: skip
SOUNDS = ("guilt", "defend", "lecture", "rude", "push", "blame", "cold", "hollow", "advert", "servile")
CODES = tuple(f"V{n:02d}" for n in range(1, 16))
TOLD = (
    Move.GREET, Move.THANK, Move.RESTATE, Move.EMPATHIZE, Move.APOLOGIZE, Move.OWN, Move.OPTIONS, Move.DECLINE,
    Move.COUNTER, Move.PREVENT, Move.CLOSE,
)  # fmt: skip
FLAGS = tuple((flag, f"flag_{flag.value}") for flag in Flag if flag not in (Flag.LONG, Flag.SHORT))
MOVES = tuple((move, f"move_{move.value}") for move in TOLD)
FORM = (
    "slips", "kinds", "obscured", "strings", "foreign", "chinese", "flag_mixed_language", "rough", "strange",
    "slipping",
)  # fmt: skip
FALLING = frozenset(
    {"material", "slip", "unsupported", "slips", "obscured", "strings", "foreign", "kinds"}
    | {"rough", "strange", "slipping"}
)


def signs(reading: Reading, tables: Mapping[Criterion, int]) -> dict[str, float]:
    """The signs of ``reading`` by name; ``tables`` are the levels that the guide's tables give (0 to 4)."""
    verdicts: list[str] = [c.verdict for c in reading.claims]
    codes, flags, moves = _kinds(reading)
    states = [t.state for t in reading.tasks]
    kinds = [s.kind for s in reading.slips]
    signals = [s.code for s in reading.signals]
    kind, sounds = {s.code for s in reading.courtesies}, {h.manner: h.chance for h in reading.manners}
    tasks = max(1, len(states))
    return {
        **{f"table_{c}": float(tables[c]) for c in (Criterion.ACC, Criterion.TON, Criterion.LAN)},
        **{v: min(MOST, verdicts.count(v)) for v in VERDICTS},
        "sure_material": float(any(c.verdict == "material" and c.expected for c in reading.claims)),
        "facts_said": reading.facts_said,
        "done": states.count("done") / tasks,
        "missing": states.count("missing") / tasks,
        **{code: float(code in codes) for code in CODES},
        **{name: float(flag in flags) for flag, name in FLAGS},
        **{f"sign_{code}": float(min(3, signals.count(code))) for code in (*BAD, *GOOD)},
        **{f"kind_{code}": float(code in kind) for code in KIND},
        **{f"sounds_{manner}": sounds.get(manner, 0.0) for manner in SOUNDS},
        **{name: float(move in moves) for move, name in MOVES},
        "slips": min(MOST, len(kinds)),
        "kinds": min(MOST, len(set(kinds))),
        "obscured": min(MOST, len(reading.obscured)),
        "strings": reading.word_strings,
        "foreign": reading.foreign_share,
        "rough": reading.rough,
        "strange": reading.strange,
        "slipping": slipping(reading),
        "chinese": float(reading.language == "zh"),
        "next_step": float(reading.next_step),
    }


def _kinds(reading: Reading) -> tuple[set[str], set[Flag], set[Move]]:
    """The codes broken, the flags raised and the moves made."""
    broken, raised, made = reading.violations, reading.flags, reading.moves
    return {v.code for v in broken}, {f.flag for f in raised}, {m.move for m in made}


def slipping(reading: Reading) -> float:
    """The share of sentences with a slip of language, 0 to 1: each weighs the same, so that length says nothing.

    The highest that it is from some sentence on, as in ``reading.wording.overall``: good words added behind hide none.
    """
    slips = [s.span.start for s in reading.slips if s.kind != "register"]
    wrong = [float(any(p.start <= n < p.end for n in slips)) for p in reading.sentences]
    return overall(wrong, [1] * len(wrong))


def speaks_for(name: str) -> tuple[Criterion, ...]:
    """The criteria that a sign says something of: one fault is charged once (guide B0, 2)."""
    if name.startswith("table_"):
        return (Criterion(name.removeprefix("table_")),)
    if name in FORM:
        return (Criterion.LAN,)
    if name in (*VERDICTS, "sure_material", "facts_said"):
        return (Criterion.ACC,)
    manner = name.startswith(("sign_", "kind_", "sounds_", "move_")) or name in ("V09", "V10")
    if manner:
        return (Criterion.TON,)
    return (Criterion.ACC, Criterion.TON)


def way(name: str) -> Way:
    """The way a sign may move a level: more faults never raise it, a better table never lowers it."""
    if name.startswith(("table_", "kind_")) or name.removeprefix("sign_") in GOOD:
        return "up"
    bad = name in FALLING or name in CODES or name.startswith(("flag_", "sounds_")) or name.removeprefix("sign_") in BAD
    return "down" if bad else "either"
