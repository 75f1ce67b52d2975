"""Which words of a reply earned or cost marks, cut into pieces that never overlap. Offsets are code points."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

from content.words import Words
from desk.practice import TurnView

from .ink import visible

KINDS = ("violation", "fact_wrong", "alarm", "tone_bad", "slip", "fact_unsure", "tone_good", "move", "fact_right")
SIGNS = {
    "violation": "✕", "fact_wrong": "≠", "alarm": "!", "tone_bad": "!", "slip": "~", "fact_unsure": "?",
    "tone_good": "♥", "move": "✓", "fact_right": "=",
}  # fmt: skip
GOOD_SIGNS = frozenset({"names_situation", "takes_share", "softens"})
WHOLE = frozenset(
    {"empty", "off_topic", "long", "short", "later_turn", "template", "holding", "wrong_language", "to_teacher"}
)
MOST = 240  # marks drawn; a huge text full of slips would only be noise


class Mark(NamedTuple):
    """One finding: where, of which kind, its name and what it means, in the reader's language."""

    start: int
    end: int
    kind: str
    name: str
    about: str


class Piece(NamedTuple):
    """A stretch of text under the same marks (indexes into the list of marks), worst first."""

    text: str
    marks: tuple[int, ...]


def marks_of(turn: TurnView, say: Words) -> list[Mark]:
    """Every finding of a reading that stands at definite words, in the order of the text."""
    reading = turn.reading
    dropped = set(turn.override.override.dropped) if turn.override else set()
    found = [
        Mark(m.span.start, m.span.end, "move", say.name("move", m.move), say.name("move about", m.move))
        for m in reading.moves
        if str(m.move) != "OTHER"
    ]
    found += [_claim(c, say) for c in reading.claims]
    found += [
        Mark(v.span.start, v.span.end, "violation", say.name("violation", v.code), say.name("violation about", v.code))
        for v in reading.violations
        if v.code not in dropped and v.severity != "none"
    ]
    for signal in reading.signals:
        kind = "tone_good" if signal.code in GOOD_SIGNS else "tone_bad"
        name = say.name("signal", signal.code) if say.knows("signal", signal.code) else say("Tone")
        found.append(Mark(signal.span.start, signal.span.end, kind, name, say.name("tone kind", kind)))
    found += [_slip(s, say) for s in reading.slips]
    found += [
        Mark(f.span.start, f.span.end, "alarm", say.name("flag", f.flag), say.name("flag about", f.flag))
        for f in reading.flags
        if f.flag not in WHOLE
    ]
    size = len(turn.text)
    kept = [m for m in found if 0 <= m.start < m.end <= size]
    kept.sort(key=lambda m: (KINDS.index(m.kind), m.start))
    return sorted(kept[:MOST], key=lambda m: (m.start, -m.end, KINDS.index(m.kind)))


def _claim(claim: Any, say: Words) -> Mark:
    kind = {"right": "fact_right", "material": "fact_wrong", "slip": "slip"}.get(claim.verdict, "fact_unsure")
    about = say.name("verdict about", claim.verdict)
    if claim.expected and claim.verdict in ("material", "slip"):
        about += " " + say("The card says: {expected}", expected=claim.expected)
    return Mark(claim.span.start, claim.span.end, kind, say.name("verdict", claim.verdict), about)


def _slip(slip: Any, say: Words) -> Mark:
    name = say.name("slip", slip.kind) if say.knows("slip", slip.kind) else say("Language")
    about = slip.advice_zh if say.lang == "zh" else slip.advice_en
    if slip.correction is not None:
        about += " → " + slip.correction
    return Mark(slip.span.start, slip.span.end, "slip", name, about)


def pieces_of(text: str, marks: list[Mark]) -> list[Piece]:
    """``text`` cut at every border of a mark; each piece knows all marks that cover it."""
    borders = sorted({0, len(text)} | {m.start for m in marks} | {m.end for m in marks})
    pieces = []
    for start, end in pairwise(borders):
        over = [n for n, m in enumerate(marks) if m.start <= start and end <= m.end]
        over.sort(key=lambda n: KINDS.index(marks[n].kind))
        pieces.append(Piece(text[start:end], tuple(over)))
    return pieces


def as_data(turn: TurnView, say: Words) -> dict[str, Any]:
    """What the component in the browser needs: pieces, marks and the words around them, all of it plain text."""
    marks = marks_of(turn, say)
    text = turn.text
    counts: dict[str, int] = {}
    for mark in marks:
        counts[mark.kind] = counts.get(mark.kind, 0) + 1
    return {
        "pieces": [{"t": visible(p.text), "m": list(p.marks)} for p in pieces_of(text, marks)],
        "marks": [
            {"k": m.kind, "s": SIGNS[m.kind], "n": m.name, "d": m.about, "a": m.start, "b": m.end} for m in marks
        ],
        "legend": [
            {"k": k, "s": SIGNS[k], "n": say.name("mark kind", k), "c": counts[k]} for k in KINDS if k in counts
        ],
        "hint": say("Tap or hover over marked words to see why.") if marks else say("Nothing to mark in this reply."),
        "lang": turn.reading.language,
    }
