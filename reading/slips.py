"""Faults of form in one reply: what is wrong, where, what would be right, and whether the buyer must read again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import Literal

from . import chinese, harper
from .grammar import faults
from .learner import groups, habits
from .nouns import Slip, Span
from .order import jumbled
from .sense import hangs_together, read
from .text import HAN, han_share
from .wordclasses import Word, forms, listed, lists
from .wording import strain

MAX_SENTENCES = 200
NEAR = 0.78  # how alike a misspelt word and its right form are (difflib); "sunnyware" and "spyware" are not
HARPER_REACH = 3_000  # characters from the start that Harper reads; replies are rarely over 2,000
MAX_CHARACTERS = 600  # of one sentence; what follows is not read for form
STRAINED = 0.93  # wording so far from good English that it must be read twice (ours, set on rated replies)
_GRAMMAR = frozenset({"verb_form", "fragment", "article", "plural", "agreement", "tense", "word_order"})
_FULL = re.compile(r"[，。！？；：、（）【】《》]")
_HALF = re.compile(r"(?<=[\u4e00-\u9fff])[,.?!;](?=[\u4e00-\u9fff]|\s|$)")
_BLANK = re.compile(
    r"\[[^\]\n]{1,30}\]|×{2,}|_{3,}|【[^】\n]{0,12}】|\((?:your|buyer|customer|item)[^)\n]{0,20}\)", re.I
)
_TOKEN = re.compile(r"[A-Za-z0-9$€£]+(?:['’.,:/-][A-Za-z0-9]+)*")


@dataclass(frozen=True)
class _Mark:
    """A slip before its place in the letter is known: ``start`` and ``end`` count characters of the sentence."""

    start: int
    end: int
    kind: str
    name: str  # the rule, so that the same fault counts once
    zh: str
    en: str
    better: str | None
    obscures: bool


def warm() -> str:
    """Loads word lists, rules and Harper (under a second together); returns ``engine()``."""
    forms()
    groups()
    chinese.confusions()
    intelligible("Thank you.", Span(start=0, end=10))
    obscured("We thank you for your order.", Span(start=0, end=28), ())
    return engine()


@cache
def engine() -> str:
    """Which checker reads English: Harper with our rules, or our rules alone where Harper cannot be imported."""
    return "harper 0.2.0 + learner rules" if harper.available() else "learner rules only (harper is not installed)"


def slips_in(
    text: str, sentences: tuple[Span, ...], language: Literal["en", "zh"], names: frozenset[str] = frozenset()
) -> tuple[Slip, ...]:
    """The slips of ``text`` in order, each type once (guide B2, LAN). Spans count characters of ``text``.

    ``names`` are words that are names in this case (buyer, seller, brand) and never misspelt. US and UK spelling,
    contractions and product codes are not slips, nor are marks of the wrong width (``marks_in`` finds those in the
    original). Reads the first 200 sentences, 600 characters of each. Never raises.
    """
    seen: set[tuple[str, str]] = set()
    out: list[Slip] = []
    for sentence in sentences[:MAX_SENTENCES]:
        words = sentence.of(text)[:MAX_CHARACTERS]
        before = text[max(0, sentence.start - 40) : sentence.start].rstrip(" \t")
        opens = not before.strip() or bool(re.search(r"(?:[a-z)\"'][.!?]|\n\s*\n)$", before))
        for mark in (
            _chinese(words) if language == "zh" else _english(words, opens, names, sentence.start < HARPER_REACH)
        ):
            key = (mark.kind, (mark.better or mark.name).lower())
            if key in seen:
                continue
            seen.add(key)
            span = Span(start=sentence.start + mark.start, end=sentence.start + mark.end)
            out.append(
                Slip(
                    span=span,
                    kind=mark.kind,
                    advice_zh=mark.zh,
                    advice_en=mark.en,
                    correction=mark.better,
                    obscures=mark.obscures,
                )
            )
    if language == "zh":
        out += [_of_chinese(w) for w in chinese.across(text, sentences) if (w.kind, w.rule) not in seen]
    return tuple(sorted(out, key=lambda s: (s.span.start, s.span.end)))


def marks_in(original: str, language: Literal["en", "zh"]) -> tuple[Slip, ...]:
    """Marks of the wrong width, at most one slip: the first Chinese mark in an English letter, or the first
    half-width mark between Chinese characters of a letter that also has full-width ones.

    ``original`` must be the text as it was sent: ``text.plain`` makes all marks half-width. Spans count its characters.
    """
    text = original[: MAX_SENTENCES * 100]
    if language == "en":
        name, found = "fullwidth", _FULL.search(text) if han_share(text) < 0.5 else None
    else:
        name, found = "half_width", _HALF.search(text) if _FULL.search(text) else None
    if found is None:
        return ()
    advice = lists()["advice"][name]
    span = Span(start=found.start(), end=found.end())
    return (Slip(span=span, kind=advice["kind"], advice_zh=advice["zh"], advice_en=advice["en"]),)


def _of_chinese(wrong: chinese.Wrong) -> Slip:
    return Slip(
        span=Span(start=wrong.start, end=wrong.end),
        kind=wrong.kind,
        advice_zh=wrong.zh,
        advice_en=wrong.en,
        correction=wrong.better,
        obscures=wrong.obscures,
    )


@lru_cache(maxsize=4096)
def _chinese(sentence: str) -> tuple[_Mark, ...]:
    """The slips of one Chinese sentence, remembered."""
    found = chinese.wrong_in(sentence)
    return tuple(_Mark(w.start, w.end, w.kind, w.rule, w.zh, w.en, w.better, w.obscures) for w in found)


@lru_cache(maxsize=4096)
def _english(sentence: str, opens: bool, names: frozenset[str], near: bool) -> tuple[_Mark, ...]:
    """The slips of one English sentence, without two on the same words; remembered, so an edit costs little."""
    if len(HAN.findall(sentence)) * 4 > len(sentence):
        return ()
    checked, words = read(sentence, names, near)
    marks = [*_of_habits(words), *_of_faults(sentence, words, opens, names), *_of_harper(sentence, checked, names)]
    kept = _apart([m for m in marks if m.better is None or m.better != sentence[m.start : m.end]])
    return tuple(sorted(kept, key=lambda m: m.start))


def _of_habits(words: tuple[Word, ...]) -> Iterator[_Mark]:
    for habit in habits(words):
        start, end, rule = words[habit.start].start, words[habit.end - 1].end, habit.rule
        better = _cased(habit.better, words[habit.start].text)
        yield _Mark(start, end, rule.kind, rule.id, rule.zh, rule.en, better, rule.obscures)


def _of_faults(sentence: str, words: tuple[Word, ...], opens: bool, names: frozenset[str]) -> Iterator[_Mark]:
    for fault in faults(sentence, words, opens, names):
        advice = lists()["advice"][fault.advice]
        zh, en = advice["zh"], advice["en"]
        yield _Mark(fault.start, fault.end, advice["kind"], fault.advice, zh, en, fault.better, fault.obscures)


def _of_harper(sentence: str, checked: harper.Checked, names: frozenset[str]) -> Iterator[_Mark]:
    for found in checked.findings:
        advice = lists()["advice"]["spelling" if found.rule == "SpellCheck" else found.rule]
        said = sentence[found.start : found.end]
        twice = said.lower().split()
        if found.rule == "RepeatedWords" and (twice[0] in listed("repeatable") or twice[0] != twice[-1]):
            continue  # Harper saw two unknown names as one (``harper._calm``)
        if found.rule == "SpellCheck" and not _misspelt(said, found.better, checked):
            continue
        if said not in names and said not in listed("shop_words"):
            kind = advice.get("kind", "spelling")
            yield _Mark(found.start, found.end, kind, said.lower(), advice["zh"], advice["en"], found.better, False)


def _misspelt(said: str, better: str | None, checked: harper.Checked) -> bool:
    """A slip of the pen, not a brand or a rare word: its right form is near, or the sentence is full of such words."""
    unknown = sum(f.rule == "SpellCheck" for f in checked.findings)
    return unknown > 2 or (better is not None and SequenceMatcher(None, said, better).ratio() >= NEAR)


def _apart(marks: list[_Mark]) -> list[_Mark]:
    """Keeps one slip per place: one that obscures first, then one with a correction, then the earlier rule."""
    kept: list[_Mark] = []
    for mark in sorted(marks, key=lambda m: (not m.obscures, m.better is None)):
        if all(mark.end <= k.start or k.end <= mark.start for k in kept):
            kept.append(mark)
    return kept


def _cased(better: str | None, said: str) -> str | None:
    if not better:
        return None
    text = re.sub(r"\bi\b(?!\.)", "I", better)
    return text[0].upper() + text[1:] if said[:1].isupper() else text


def obscured(text: str, sentence: Span, slips_in_it: tuple[Slip, ...]) -> bool:
    """Must a buyer read this sentence again? (guide B2, LAN: the "obscures" test.)

    True when one of its slips obscures, when slips stand closer than one in five words (three or more), when the
    sentence is hardly a sentence (``intelligible`` under one half), when its words stand in a strange order, or when
    it is worded as only a learner would (``STRAINED``).
    """
    mine = [s for s in slips_in_it if sentence.start <= s.span.start < sentence.end]
    if any(s.obscures for s in mine):
        return True
    words = _filled(sentence.of(text)[:MAX_CHARACTERS])
    han = len(HAN.findall(words))
    count = max(1, len(_TOKEN.findall(words)) + round(han / 1.6))
    if (len(mine) >= 3 and len(mine) * 5 > count) or intelligible(text, sentence) < 0.5:
        return True
    if han == 0 and count > 3 and strain(text, sentence, "en") >= STRAINED:
        return True
    return han == 0 and _jumbled(words, sentence.start < HARPER_REACH, sum(s.kind in _GRAMMAR for s in mine))


@lru_cache(maxsize=4096)
def _jumbled(sentence: str, near: bool, faults: int) -> bool:
    return jumbled(read(sentence, frozenset(), near)[1], faults)


@lru_cache(maxsize=4096)
def _filled(text: str) -> str:
    """``text`` with a name in each open blank of a template: open it is a slip, but it hides no meaning."""
    return _BLANK.sub(_a_name, text)


def _a_name(blank: re.Match[str]) -> str:
    size = len(blank.group())
    return "某" * size if HAN.search(blank.string) else ("Maria" if size > 4 else "Ann")[:size].ljust(size)


def intelligible(text: str, sentence: Span) -> float:
    """How far the words hang together, 0 to 1: 1 an ordinary sentence, low for word strings and keyboard mash."""
    words = _filled(sentence.of(text)[:MAX_CHARACTERS])
    if han_share(words) > 0.4:
        return chinese.intelligible(words)
    return hangs_together(words, sentence.start < HARPER_REACH)


def words_in(text: str, language: Literal["en", "zh"]) -> int:
    """How many words ``text`` has: runs of letters or digits; in Chinese also characters divided by 1.6, rounded
    (a Chinese word has about 1.6 characters, so that densities per 100 words can be compared).
    """
    latin = len(_TOKEN.findall(text))
    return latin + round(len(HAN.findall(text)) / 1.6) if language == "zh" or HAN.search(text) else latin
