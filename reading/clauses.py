"""Sentences and clauses: who acts, when, and whether it is said, denied, asked or hung on a condition.

Embeddings are blind to negation, so polarity, mood, tense and actor come from rules on the clause. The
word lists are data in ``clauses.yaml``.
"""

from __future__ import annotations

import itertools
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

import yaml

from .nouns import Frozen, Span
from .sought import Sought
from .text import HAN

Polarity = Literal["affirmed", "negated"]
Mood = Literal["asserted", "question", "conditional", "request"]
Tense = Literal["past", "present", "future"]
Actor = Literal["seller", "buyer", "carrier", "platform", "other"]


class Clause(Frozen):
    """One clause: its words (``text`` is exactly the span of the text it was cut from) and how they are meant.

    ``under`` is the condition in the same sentence that the clause hangs on, "" when there is none.
    """

    span: Span
    text: str
    sentence: int = 0
    polarity: Polarity = "affirmed"
    mood: Mood = "asserted"
    tense: Tense = "present"
    actor: Actor | None = None
    quoted: bool = False
    under: str = ""

    @property
    def stands(self) -> bool:
        """The seller's own assertion: not denied, not quoted, not a mere question or condition."""
        return self.polarity == "affirmed" and not self.quoted and self.mood in ("asserted", "request")


@cache
def _words() -> dict[str, Sought]:
    lists = yaml.safe_load((Path(__file__).parent / "clauses.yaml").read_text(encoding="utf-8"))
    return {name: Sought("|".join(f"(?:{p})" for p in patterns)) for name, patterns in lists.items()}


_END = re.compile(r"[.!?]+[\"')\]]*(?=\s|$|[\u4e00-\u9fff])|[。！？!?；]+[”\"')]*|\n+|;(?=\s)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|st|no|vs|etc|e\.g|i\.e|approx|dept|inc|ltd|co|a\.m|p\.m|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
    r"|(?:^|\n)\s*\(?\d{1,2})\.$",
    re.I,
)
_CUT_EN = re.compile(
    r"[,:;]\s+(?=(?:but|however|so|and|or|because|since|as|while|if|unless|once|when|then|which|please|just|otherwise|"
    r"i|we|you|it|they|he|she|this|that|the|your|our|my|there|to|in|on|by|after|before)\b)"
    r"|[,;:](?=\s)|\s+-+\s+"
    r"|\s(?=(?:but|because|unless|although|though|whereas|otherwise)\b)"
    r"|\s(?=(?:and|or|so)\s+(?:i|we|you|it|they|the|your|our|my|this|please|then|will|can|have|has|also)\b)"
    r"|\s(?=if\s+(?:i|we|you|it|they|the|your|not|this|that|there|any|nothing|she|he)\b)"
    r"|\s(?=(?:once|when|as soon as|after|until)\s+(?:i|we|you|it|they|the|your|this)\b)",
    re.I,
)
_CUT_ZH = re.compile(
    r"[,，、:：](?=\S)|\s+(?=\S)|(?<=[的了呢吧哦啊])\s*(?=如果|但是|不过|所以|因为|请)|(?=但是|不过|因为|所以|如果)"
)
_MAIN = re.compile(
    r"\s(?=(?:then\s+)?(?:you\s+(?:can|may|are|will|could|have)|we(?:'ll|\s+(?:will|can|are|shall|would))|i(?:'ll|\s+(?:will|can|am|would))|please|just|simply|kindly)\b)",
    re.I,
)
_TRIM = re.compile(r"^[\s,，、:：;；\-]+|[\s,，、:：]+$")


@lru_cache(maxsize=256)  # one reply is cut at several steps of the way
def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of ``text`` in order, as spans without surrounding blanks. Blank lines end a sentence."""
    out: list[Span] = []
    start = 0
    for end in _END.finditer(text):
        if end.group().startswith(".") and _ABBREVIATION.search(text[max(start, end.start() - 12) : end.start() + 1]):
            continue
        _add(out, text, start, end.end())
        start = end.end()
    _add(out, text, start, len(text))
    return tuple(out)


def _add(out: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if any(c.isalnum() for c in piece):
        out.append(Span(start=start + left, end=start + right))


def quotes(text: str) -> tuple[Span, ...]:
    """Spans between quotation marks (three words or more) and mail lines that begin with ``>``."""
    found = [Span(start=m.start(), end=m.end()) for m in re.finditer(r'"[^"\n]{1,600}"|「[^」\n]{1,300}」', text)]
    found += [Span(start=m.start(), end=m.end()) for m in re.finditer(r"(?m)^\s*>.*$", text)]
    return tuple(s for s in found if len(s.of(text).split()) >= 3 or len(HAN.findall(s.of(text))) >= 4)


def clauses(text: str, sentence_spans: tuple[Span, ...] | None = None) -> tuple[Clause, ...]:
    """The clauses of ``text`` with polarity, mood, tense and actor. Spans count characters of ``text``."""
    quoted = quotes(text)
    out: list[Clause] = []
    for number, sentence in enumerate(sentences(text) if sentence_spans is None else sentence_spans):
        out += _clauses_of(text, number, sentence, quoted)
    return tuple(out)


def _clauses_of(text: str, number: int, sentence: Span, quoted: tuple[Span, ...]) -> list[Clause]:
    whole = sentence.of(text)
    asks = whole.rstrip("\"')] ").endswith(("?", "？"))
    pieces = _pieces(text, sentence)
    conditions = [p for p in pieces if _is_condition(p.of(text))]
    out: list[Clause] = []
    actor: Actor | None = None
    for place, piece in enumerate(pieces):
        words = piece.of(text)
        actor = _actor(words) or (actor if _goes_on(words) else None)
        under = _governs(pieces, conditions, place)
        out.append(
            Clause(
                span=piece,
                text=words,
                sentence=number,
                polarity=_polarity(words),
                mood=_mood(words, asks and piece is pieces[-1], piece in conditions),
                tense=_tense(words),
                actor=actor,
                quoted=_mostly(piece, quoted),
                under=under.of(text) if under else "",
            )
        )
    return out


def _governs(pieces: list[Span], conditions: list[Span], place: int) -> Span | None:
    """The condition that the clause at ``place`` hangs on: one before it in the sentence, or one right after it."""
    if pieces[place] in conditions:
        return None
    before = next((p for p in reversed(pieces[:place]) if p in conditions), None)
    after = pieces[place + 1] if place + 1 < len(pieces) else None
    closes = after in conditions and place + 2 == len(pieces)  # a condition in mid-sentence belongs to what follows
    return before or (after if closes else None)


def _pieces(text: str, sentence: Span) -> list[Span]:
    """Cuts a sentence at its clause borders; bits without a verb stay with what precedes them."""
    whole = sentence.of(text)
    cut = _CUT_ZH if len(HAN.findall(whole)) > len(whole) / 4 else _CUT_EN
    borders = [0, *(m.start() for m in cut.finditer(whole) if m.start() > 0), len(whole)]
    if _is_condition(whole) and (main := _MAIN.search(whole, 8)) and main.start() < borders[1]:
        borders.insert(1, main.start())  # "If it is late you can choose …": no comma, two clauses
    raw = [(a, b) for a, b in itertools.pairwise(borders) if whole[a:b].strip()]
    merged: list[tuple[int, int]] = []
    for a, b in raw:
        if merged and not _words()["verb"].search(whole[a:b]):
            merged[-1] = (merged[-1][0], b)
        else:
            merged.append((a, b))
    if len(merged) > 1 and not _words()["verb"].search(whole[slice(*merged[0])]):
        merged[:2] = [(merged[0][0], merged[1][1])]
    spans = []
    for a, b in merged:
        words = whole[a:b]
        left = len(words) - len(_TRIM.sub("", words + "x")) + 1 if _TRIM.match(words) else 0
        right = len(words.rstrip(" ,，、:：\n"))
        spans.append(Span(start=sentence.start + a + min(left, right), end=sentence.start + a + right))
    return [s for s in spans if s.end > s.start]


def _mostly(piece: Span, quoted: tuple[Span, ...]) -> bool:
    """True when over half of the piece stands in quotation marks."""
    inside = sum(max(0, min(q.end, piece.end) - max(q.start, piece.start)) for q in quoted)
    return 2 * inside > piece.end - piece.start


def _is_condition(words: str) -> bool:
    return bool(_words()["condition"].match(words))


def _goes_on(words: str) -> bool:
    return bool(_words()["goes_on"].match(words))


def bare(words: str) -> str:
    """``words`` without what only sounds like a denial: "don't hesitate", "no problem", 对不起."""
    return _words()["not_negation"].sub(" ", words)


def _polarity(words: str) -> Polarity:
    return "negated" if _words()["negation"].search(bare(words)) else "affirmed"


def _mood(words: str, asks: bool, condition: bool) -> Mood:
    lists = _words()
    if condition or lists["hypothetical"].search(words):
        return "conditional"
    if lists["request"].match(words):
        return "request"
    return "question" if asks or lists["question"].match(words) else "asserted"


def _tense(words: str) -> Tense:
    lists = _words()
    if lists["future"].search(words):
        return "future"
    return "past" if lists["past"].search(words) else "present"


def _actor(words: str) -> Actor | None:
    first: tuple[int, Actor] | None = None
    for name in ("seller", "buyer", "carrier", "platform", "other"):
        if (found := _words()[name].search(words)) and (first is None or found.start() < first[0]):
            first = (found.start(), name)
    return first[1] if first else None
