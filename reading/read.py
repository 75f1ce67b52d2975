"""Reads one reply once: everything that grade, buyer and shop will ever know of it (guide B1 steps 0 to 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np

from . import edges, matter
from .aside import charged
from .claims import claims_in
from .clauses import clauses, sentences
from .courtesies import courtesies_in
from .disguise import undisguised
from .embed import Embedder, load, stock
from .evidence import Note
from .manners import heard
from .moves import moves_in, violation_scores
from .nouns import Brief, Claim, Delivered, Flag, Flagged, Made, Reading, Slip, Span
from .offers import settled_refunds, with_choices
from .promises import fabricated, overcommitted
from .settled import denied, holding, unsaid
from .slips import intelligible, marks_in, obscured, slips_in, warm, words_in
from .tasks import Evidence, tasks_in
from .text import Plain, plain, rare_share
from .tone import signals_in
from .topic import facts_said, next_step, on_topic, strayed
from .values import values_in
from .violations import violations_in
from .witness import witnessed
from .wording import overall, roughness, strains, strange

VERSION = "2.0"
LONGEST = 20_000  # characters read; the rest of an endless text is left unread and flagged
STRING = 0.35  # intelligibility under which a sentence is a string of words
LONG = 300  # words, guide B6 row 15
SHORT = 10  # words, guide B9
RARE = 0.4  # share of rare characters from which they were struck at random


@dataclass(frozen=True)
class Reader:
    """The parts that reading stands on. ``embedder`` None means cues only, and ``name`` says so."""

    embedder: Embedder | None

    @property
    def name(self) -> str:
        """What is written into each grade: reader version and model."""
        model = self.embedder.name if self.embedder else "cues-only"
        return f"offline {VERSION} ({model})"


def load_reader(kind: Literal["auto", "onnx", "none"] = "auto") -> Reader:
    """A warm reader. Raises ReaderUnavailable when ``kind`` is "onnx" and the model cannot be loaded."""
    warm()
    return Reader(embedder=load(kind))


@dataclass(frozen=True)
class _Draft:
    """The text on its way: ``text`` is plain, with what is not the student's own blanked out.

    ``matter`` is ``text`` less what must earn nothing: ``aside``, and what was said before.
    """

    given: Plain
    text: str
    matter: str
    aside: tuple[Span, ...]
    flags: tuple[Flagged, ...]
    foreign: float


def read(text: str, brief: Brief, reader: Reader, note: Note | None = None) -> Reading:
    """The reading of ``text`` for ``brief``. Total: any string gives a reading. Spans are of ``text`` itself.

    ``note`` is told what speaks for each task; only who trains the scale asks for it.
    """
    draft = _prepare(text, brief)
    if any(f.flag in (Flag.EMPTY, Flag.COPIED_BUYER, Flag.WRONG_LANGUAGE, Flag.TO_TEACHER) for f in draft.flags):
        return _returned(draft, Reading(text=text, language=brief.language, flags=draft.flags, reader=reader.name))
    return _returned(draft, _read(draft, brief, reader, note).model_copy(update={"text": text}))


def _prepare(text: str, brief: Brief) -> _Draft:
    given = undisguised(plain(text[:LONGEST]))
    words = given.text
    whole = Span(start=0, end=len(words))
    flags: list[Flagged] = []
    injected = edges.injections(words)
    flags += [edges.flag(Flag.INJECTION, span) for span in injected]
    words = edges.blanked(words, injected)
    share, own, runs = edges.copied(words, [line.text for line in brief.thread if line.sender == "buyer"])
    foreign = edges.foreign_share(words, brief.language)
    if (edges.empty(words, brief.language) or rare_share(words) > RARE) and not injected:
        flags.append(edges.flag(Flag.EMPTY, whole))
    elif share >= edges.COPIED and own < edges.OWN_WORDS:
        flags.append(edges.flag(Flag.COPIED_BUYER, whole))
    elif foreign > edges.FOREIGN_WHOLE:
        flags.append(edges.flag(Flag.WRONG_LANGUAGE, whole))
    elif teacher := edges.find("to_teacher", words):
        flags.append(edges.flag(Flag.TO_TEACHER, teacher[0]))
    words = edges.blanked(words, runs)
    strays = edges.foreign_runs(words, brief.language)
    if strays and foreign > edges.FOREIGN_PART:
        flags.append(edges.flag(Flag.MIXED_LANGUAGE, strays[0]))
        words = edges.blanked(words, strays)
    flags += [edges.flag(Flag.SLOTS, span) for span in edges.find("slots", words)[:5]]
    if edges.pasted(words, brief.letters):
        flags.append(edges.flag(Flag.TEMPLATE, whole))
    if span := edges.personal_data(words):
        flags.append(edges.flag(Flag.PERSONAL_DATA, span))
    words = edges.blanked(words, matter.repeated(words, sentences(words)))
    aside = matter.beside(words, sentences(words), brief)
    if len(aside) == len(sentences(words)):  # nothing else is said: that is for the flags to judge
        aside = ()
    return _Draft(given, words, edges.blanked(words, aside), aside, tuple(flags), foreign)


def _read(draft: _Draft, brief: Brief, reader: Reader, note: Note | None) -> Reading:
    text = draft.matter
    parts = sentences(text)
    cut = clauses(text, parts)
    aside = charged(draft.text, draft.aside, brief, reader.embedder)
    vectors = _embed([stock(p.of(text)) for p in parts], reader)
    clear = [intelligible(text, p) for p in parts]
    strings = [p for p, c in zip(parts, clear, strict=True) if c < STRING]
    words = max(1, words_in(text, brief.language))
    stringed = sum(words_in(p.of(text), brief.language) for p in strings) / words
    flags = list(draft.flags)
    stuffed = bool(strings) and stringed > 0.5 and edges.topical(" ".join(p.of(text) for p in strings))
    if stuffed:
        flags.append(edges.flag(Flag.STUFFING, strings[0]))
    if stuffed:  # guide B6 row 9: a string of cue words makes no move and states no fact
        text = edges.blanked(text, strings)
    written = [stock(p.of(text)) for p in parts]
    solid = tuple(c for c in cut if c.text.strip() and text[c.span.start : c.span.end] == c.text) if stuffed else cut
    moves = with_choices(text, solid, moves_in(solid, reader.embedder, brief, written))
    moves = settled_refunds(text, solid, moves, brief)
    said = values_in(text, brief.now, brief.language)
    claims = claims_in(solid, brief)
    scores = violation_scores(cut, reader.embedder, [] if stuffed else written)
    found = violations_in(text, parts, cut, brief, scores)
    found += fabricated(text, cut, claims, brief) + overcommitted(text, parts, solid, moves, brief)
    violations, suspected = witnessed(found, text, parts, scores)
    claims += aside.claims
    violations += aside.violations
    if span := edges.contradiction(cut):
        flags.append(edges.flag(Flag.CONTRADICTION, span))
    if span := edges.attachment_missing(text, brief):
        flags.append(edges.flag(Flag.NO_ATTACHMENT, span))
        claims += (Claim(span=span, kind="attachment", said=span.of(text), verdict="slip"),)
    similar = _similarity(vectors, reader)
    tasks = tasks_in(Evidence(text, parts, solid, moves, claims, said, brief, similar, reader.embedder, note))
    tasks = denied(unsaid(tasks, flags, brief), moves, solid, brief)
    flags += _length(text, words_in(draft.text, brief.language), brief)
    held = holding(tasks, moves, brief)
    flags += [held] if held else []
    if strayed(text, parts, moves, tasks, claims, violations, brief, similar):
        flags.append(edges.flag(Flag.OFF_TOPIC, Span(start=0, end=len(text))))
    whole = sentences(draft.text)
    slips = _slips(draft, whole, brief)
    hard = tuple(
        p for p in whole if obscured(draft.text, p, tuple(s for s in slips if p.start <= s.span.start < p.end))
    )
    kinds, sounds = courtesies_in(text, parts, moves, brief), heard(parts, vectors)
    strain = strains(text, tuple(parts), brief.language)
    sizes = [words_in(p.of(text), brief.language) for p in parts]
    return Reading(
        text=text,
        language=brief.language,
        moves=moves,
        tasks=tasks,
        claims=claims,
        violations=violations,
        suspected=suspected + aside.suspected,
        signals=(*signals_in(text, parts, cut, moves, brief, kinds, sounds), *aside.signals),
        courtesies=kinds,
        manners=sounds,
        slips=slips,
        flags=tuple(flags),
        on_topic=on_topic(text, moves, tasks, claims, brief),
        next_step=next_step(moves, solid, brief),
        **_facts(facts_said(text, said, claims, brief, similar), tasks),
        word_strings=stringed,
        words=words,
        sentences=parts,
        obscured=hard,
        strain=strain,
        strained=overall(strain, sizes),
        rough=overall(roughness(text, tuple(parts), brief.language), sizes),
        strange=overall(strange(text, tuple(parts), brief.language), sizes),
        buried=matter.out_of_order(text, parts, brief) is not None,
        foreign_share=draft.foreign,
        expected_missing=tuple(e[0] for e in brief.obligatory if not any(m.move in e for m in moves)),
        confidence=_confidence(tasks, moves, claims, reader),
        reader=reader.name,
    )


def _embed(parts: Sequence[str], reader: Reader) -> np.ndarray | None:
    return reader.embedder.embed(parts) if reader.embedder and parts else None


def _similarity(vectors: np.ndarray | None, reader: Reader):  # type: ignore[no-untyped-def]
    @cache  # the same fact is asked for by several tasks
    def similar(text: str) -> Sequence[float]:
        if vectors is None or reader.embedder is None:
            return ()
        found: list[float] = (vectors @ reader.embedder.embed([text])[0]).tolist()
        return found

    return similar


def _length(text: str, words: int, brief: Brief) -> list[Flagged]:
    whole = Span(start=0, end=len(text))
    found = [edges.flag(Flag.LONG, whole)] if words > LONG else []
    return found + ([edges.flag(Flag.SHORT, whole)] if words < SHORT else [])


def _facts(found: dict[str, Any], tasks: Sequence[Delivered]) -> dict[str, Any]:
    """Where the card holds no figure, the facts a reply needs are what its tasks ask for (guide B2, ACC 2)."""
    if found["needs_facts"] or not tasks:
        return found
    worth = {"done": 1.0, "partial": 0.5, "missing": 0.0}
    return {"needs_facts": True, "facts_said": sum(worth[t.state] for t in tasks) / len(tasks)}


def _slips(draft: _Draft, parts: Sequence[Span], brief: Brief) -> tuple[Slip, ...]:
    names = frozenset(w for line in brief.thread for w in line.text.split() if w[:1].isupper())
    return slips_in(draft.text, tuple(parts), brief.language, names | frozenset(brief.buyer_name.split()))


def _confidence(
    tasks: Sequence[Delivered], moves: Sequence[Made], claims: Sequence[Claim], reader: Reader
) -> dict[str, float]:
    """How sure the reading is, by criterion, 0 to 1: the least sure core task, and less without the model."""
    base = 1.0 if reader.embedder else 0.8
    res = min((t.confidence for t in tasks if t.core), default=0.7)
    shaky = sum(c.verdict == "unsupported" for c in claims)
    return {
        "RES": round(base * res, 2),
        "ACC": round(base * max(0.5, 0.9 - 0.1 * shaky), 2),
        "TON": round(base * 0.8, 2),
        "COM": round(base * 0.95, 2),
        "LAN": round(base * 0.85, 2),
    }


def _returned(draft: _Draft, reading: Reading) -> Reading:
    """The same reading with every span counted in the original text."""
    back = draft.given.back

    def moved(values: Sequence) -> tuple:  # type: ignore[type-arg]
        return tuple(v.model_copy(update={"span": back(v.span)}) for v in values)

    return reading.model_copy(
        update={
            "moves": moved(reading.moves),
            "claims": moved(reading.claims),
            "violations": tuple(sorted(moved(reading.violations), key=lambda v: v.span.start)),
            "suspected": moved(reading.suspected),
            "signals": moved(reading.signals),
            "courtesies": moved(reading.courtesies),
            "manners": moved(reading.manners),
            "slips": (*moved(reading.slips), *marks_in(draft.given.original, reading.language)),
            "flags": moved(reading.flags),
            "tasks": tuple(t.model_copy(update={"spans": tuple(map(back, t.spans))}) for t in reading.tasks),
            "sentences": tuple(map(back, reading.sentences)),
            "obscured": tuple(map(back, reading.obscured)),
        }
    )
