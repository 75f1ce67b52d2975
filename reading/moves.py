"""Knows which of the 31 moves a reply makes: cues on the clause first, the trained heads where no cue speaks.

Polarity and mood come from the clauses alone. The cues, and what comes near a move without being it, are data in
``moves.yaml`` (guide B5a).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from .clauses import Clause
from .cues import Cue, Gate, cues, shared
from .embed import Embedder, Matrix
from .heads import MANNERS, MOVES, NAMES, VIOLATIONS, trained
from .nouns import Brief, Made, Move, Span
from .text import HAN

SURE = 0.9  # confidence of a cue when the heads agree or are absent
LEAST = 0.35  # confidence of a cue that the heads doubt
CUED = 0.6  # of its threshold: what a move with a cue must reach
WEAK = 0.6  # confidence of what is made in form only ("Dear customer", "sorry for the inconvenience")


@dataclass(frozen=True)
class Sentence:
    """The clauses of one sentence, put together again; ``starts[i]`` is where clause i begins in ``text``."""

    clauses: tuple[Clause, ...]
    text: str
    starts: tuple[int, ...]

    def __hash__(self) -> int:  # by its words: hashing every clause costs more than what is remembered
        return hash(self.text)

    @property
    def chinese(self) -> bool:
        return len(HAN.findall(self.text)) * 4 > len(self.text)

    @property
    def span(self) -> Span:
        return Span(start=self.clauses[0].span.start, end=self.clauses[-1].span.end)

    def clause_of(self, start: int, end: int) -> Clause:
        """The clause that holds most of the characters from ``start`` to ``end``."""
        held = [min(end, a + len(c.text)) - max(start, a) for a, c in zip(self.starts, self.clauses, strict=True)]
        return self.clauses[held.index(max(held))]


def _sentences(clauses: Sequence[Clause]) -> tuple[Sentence, ...]:
    grouped: dict[int, list[Clause]] = {}
    for clause in clauses:
        grouped.setdefault(clause.sentence, []).append(clause)
    return tuple(_join(group) for group in grouped.values())


def _join(group: list[Clause]) -> Sentence:
    """Clauses lose the comma between them; the gap in their spans says whether there was one."""
    text, starts = group[0].text, [0]
    for before, clause in pairwise(group):
        gap = clause.span.start - before.span.end
        han = bool(HAN.match(clause.text[:1])) or bool(HAN.match(before.text[-1:]))
        text += ("," if gap else "") if han else (", " if gap > 1 else " ")
        starts.append(len(text))
        text += clause.text
    return Sentence(clauses=tuple(group), text=text, starts=tuple(starts))


def sentences_of(clauses: Sequence[Clause]) -> list[str]:
    """The sentences as they are embedded, in order."""
    return [s.text for s in _sentences(clauses)]


def scores(clauses: Sequence[Clause], embedder: Embedder | None, written: Sequence[str] = ()) -> Matrix:
    """(sentences, heads) chances in the order of ``heads.NAMES``; all 0 without an embedder.

    ``written`` are the sentences as they stand in the reply, by ``Clause.sentence``: others have embedded them already.
    """
    parts = _sentences(clauses)
    texts = [written[s.clauses[0].sentence] for s in parts] if written else [s.text for s in parts]
    if embedder is None or not texts:
        return np.zeros((len(texts), len(NAMES)), np.float32)
    return trained().chances(embedder.embed(texts), np.stack([cues_met(s) for s in parts]))


def cue_rows(clauses: Sequence[Clause]) -> Matrix:
    """(sentences, moves) 1 where a sentence has a cue of the move that stands, in the order of ``heads.MOVES``."""
    return np.stack([cues_met(s) for s in _sentences(clauses)])


def cues_met(sentence: Sentence) -> Matrix:
    """(moves,) of one sentence."""
    return np.array([hit is not None for hit in _cued(sentence)], np.float32)


@lru_cache(maxsize=2048)
def _cued(sentence: Sentence) -> tuple[Clause | None, ...]:
    """The clause that a cue of each move stands in, None where none does; remembered for who asks again."""
    return tuple(_by_cue(sentence, cues()[Move(name)]) for name in MOVES)


def violation_scores(
    clauses: Sequence[Clause], embedder: Embedder | None, written: Sequence[str] = ()
) -> list[dict[str, float]]:
    """A dict for each ``Clause.sentence`` number up to the last: chance by violation code and by manner.

    Empty dicts without an embedder. A head alone must never accuse: it is a second opinion beside a cue.
    """
    length = max((c.sentence for c in clauses), default=-1) + 1
    out: list[dict[str, float]] = [{} for _ in range(length)]
    if embedder is None:
        return out
    columns = [(name, NAMES.index(name)) for name in (*VIOLATIONS, *MANNERS)]
    for sentence, row in zip(_sentences(clauses), scores(clauses, embedder, written), strict=True):
        out[sentence.clauses[0].sentence] = {name: float(row[j]) for name, j in columns}
    return out


def moves_in(
    clauses: Sequence[Clause], embedder: Embedder | None, brief: Brief, written: Sequence[str] = ()
) -> tuple[Made, ...]:
    """The moves made, by place in the reply. One entry a move and sentence; confidence 0 to 1.

    Without an embedder only cues count, so unusual wordings are missed.
    """
    sentences = _sentences(clauses)
    table = scores(clauses, embedder, written)
    out: list[Made] = []
    for sentence, row in zip(sentences, table, strict=True):
        out += _read(sentence, row, embedder, alone=len(sentences) == 1)
    out += _numbered_options(sentences, out) + _signature(sentences, out)
    return tuple(sorted(out, key=lambda m: (m.span.start, MOVES.index(m.move))))


def _read(sentence: Sentence, row: Matrix, embedder: Embedder | None, alone: bool) -> list[Made]:
    if all(c.quoted for c in sentence.clauses) or shared()["stuffed"].search(sentence.text):
        return []
    if alone and shared()["only_thanks"].search(sentence.text):
        return []
    least = trained().threshold if embedder else None
    baited = bool(shared()["bait"].search(sentence.text)) and not shared()["no_bait"].search(sentence.text)
    made: list[Made] = []
    for place, (name, hit) in enumerate(zip(MOVES, _cued(sentence), strict=True)):
        move = Move(name)
        cue = cues()[move]
        if cue.forbidden and baited:
            continue
        chance = float(row[place]) if least is not None else None
        limit = 0.0 if least is None else float(least[place]) * (1.0 if hit is None else CUED)
        if chance is not None and chance < limit:
            continue
        if hit is not None:
            made.append(_made(move, hit, chance))
        elif chance is not None and (found := _by_head(sentence, move, cue, chance, embedder)):
            made.append(found)
    return _settled(sentence, made)


def _by_cue(sentence: Sentence, cue: Cue) -> Clause | None:
    pattern = cue.zh if sentence.chinese else cue.en
    for hit in pattern.finditer(sentence.text):
        clause = sentence.clause_of(hit.start(), max(hit.end(), hit.start() + 1))
        if _passes(clause, cue.gate, sentence) and not _silenced(cue, clause, sentence):
            return clause
    return None


def _made(move: Move, clause: Clause, chance: float | None) -> Made:
    """A move that its cue shows. ``chance`` is None without heads."""
    sure = SURE if chance is None else max(LEAST, min(1.0, 0.5 * SURE + 0.6 * chance))
    if (generic := shared().get(f"generic_{move.value}")) and generic.search(clause.text):
        sure = min(sure, WEAK)
    return Made(move=move, span=clause.span, confidence=round(sure, 3))


def _by_head(sentence: Sentence, move: Move, cue: Cue, chance: float, embedder: Embedder | None) -> Made | None:
    """A wording without a cue: the clauses that may carry it, the likeliest of them when there are several."""
    able = [c for c in sentence.clauses if _passes(c, cue.gate, sentence) and not _silenced(cue, c, sentence)]
    if not able or (cue.never and len(sentence.clauses) == 1 and cue.never.search(sentence.text)):
        return None
    clause = max(able, key=lambda c: len(c.text))
    if cue.forbidden and len(able) < len(sentence.clauses) and embedder is not None:
        # some clause is denied, and a benefit is at stake: which clause is it?
        rows = embedder.embed([c.text for c in sentence.clauses])
        each = trained().chances(rows, np.zeros((len(rows), len(MOVES)), np.float32))[:, NAMES.index(move.value)]
        clause = sentence.clauses[int(each.argmax())]
        if clause not in able:
            return None
    span = clause.span if len(able) < len(sentence.clauses) else sentence.span
    return Made(move=move, span=span, confidence=round(chance, 3))


def _passes(clause: Clause, gate: Gate, sentence: Sentence) -> bool:
    """Whether a clause of this polarity and mood can carry a move of this kind."""
    if clause.quoted:
        return False
    if gate == "free":
        return True
    if gate == "refuse":
        return clause.mood in ("asserted", "request") and (
            clause.polarity == "negated" or bool(shared()["refusal"].search(clause.text))
        )
    hangs = (
        clause.mood == "conditional" and len(sentence.clauses) > 1 and not shared()["offer_if"].search(sentence.text)
    )
    if gate == "fact":
        return clause.mood in ("asserted", "request")
    if gate == "ask":
        return not hangs
    if clause.polarity == "negated" or hangs or shared()["unreal"].search(sentence.text):
        return False
    return clause.mood != "question" or bool(shared()["offer"].search(sentence.text))


def _silenced(cue: Cue, clause: Clause, sentence: Sentence) -> bool:
    if cue.needs and not cue.needs.search(sentence.text):
        return True
    if cue.forbidden and clause.actor in ("platform", "carrier") and not shared()["we"].search(sentence.text):
        return True  # somebody else's remedy
    return bool(cue.never and cue.never.search(clause.text))


def _settled(sentence: Sentence, made: list[Made]) -> list[Made]:
    """What one move says of another: a choice names its remedies; a refusal is no apology."""
    kinds = {m.move for m in made}
    if Move.OPTIONS in kinds:
        span = next(m.span for m in made if m.move is Move.OPTIONS)
        for move, name in ((Move.REFUND_FULL, "choice_refund"), (Move.REPLACE, "choice_replace")):
            if move not in kinds and shared()[name].search(sentence.text):
                made.append(Made(move=move, span=span, confidence=0.8))
    if kinds & {Move.DECLINE, Move.RECOMMEND}:  # their "because" is their reason, not the cause of the trouble
        made = [m for m in made if m.move is not Move.CAUSE]
    if Move.DECLINE in kinds:  # "Sorry, we can't" regrets nothing definite
        made = [m for m in made if m.move is not Move.APOLOGIZE or not _bare(m.span, sentence)]
    return made


def _bare(span: Span, sentence: Sentence) -> bool:
    """Whether the clause at ``span`` says sorry for nothing at all, or the same breath refuses."""
    words = next((c.text for c in sentence.clauses if c.span == span), sentence.text)
    return len(HAN.findall(words)) <= 8 if sentence.chinese else len(words.split()) <= 4


def _numbered_options(sentences: tuple[Sentence, ...], made: list[Made]) -> list[Made]:
    """Two sentences that each name a remedy under a number or letter are a choice too."""
    listed = [s for s in sentences if shared()["listed"].match(s.text)]
    remedies = [s for s in listed if any(m.span.start in range(s.span.start, s.span.end) for m in made)]
    if len(remedies) < 2 or any(m.move is Move.OPTIONS for m in made):
        return []
    return [Made(move=Move.OPTIONS, span=Span(start=remedies[0].span.start, end=remedies[-1].span.end), confidence=0.8)]


def _signature(sentences: tuple[Sentence, ...], made: list[Made]) -> list[Made]:
    """A name alone at the end signs the reply."""
    if len(sentences) < 2 or any(m.move is Move.CLOSE for m in made):
        return []
    last = sentences[-1]
    return [Made(move=Move.CLOSE, span=last.span, confidence=0.7)] if shared()["signature"].match(last.text) else []
