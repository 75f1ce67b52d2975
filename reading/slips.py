"""Faults of form in one reply: what is wrong, where, what would be right, and whether the buyer must read again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from . import chinese, harper
from .grammar import faults
from .learner import groups, habits
from .nouns import Slip, Span
from .text import HAN
from .wordclasses import Word, forms, listed, lists, words_of

MAX_SENTENCES = 200
MAX_CHARACTERS = 600  # of one sentence; what follows is not read for form
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
    contractions and product codes are not slips. Reads the first 200 sentences, 600 characters of each. Never raises.
    """
    seen: set[tuple[str, str]] = set()
    out: list[Slip] = []
    for sentence in sentences[:MAX_SENTENCES]:
        words = sentence.of(text)[:MAX_CHARACTERS]
        before = text[: sentence.start].rstrip(" \t")[-2:]
        opens = not before.strip() or before[-1] in ".!?。！？" or before == "\n\n"
        for mark in chinese_marks(words) if language == "zh" else _english(words, opens, names):
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
def chinese_marks(sentence: str) -> tuple[_Mark, ...]:
    """The slips of one Chinese sentence, remembered."""
    found = chinese.wrong_in(sentence)
    return tuple(_Mark(w.start, w.end, w.kind, w.rule, w.zh, w.en, w.better, w.obscures) for w in found)


@lru_cache(maxsize=4096)
def _read(sentence: str, names: frozenset[str]) -> tuple[harper.Checked, tuple[Word, ...]]:
    checked = harper.check(sentence)
    return checked, tuple(words_of(sentence, dict(checked.tags), names))


@lru_cache(maxsize=4096)
def _english(sentence: str, opens: bool, names: frozenset[str]) -> tuple[_Mark, ...]:
    """The slips of one English sentence, without two on the same words; remembered, so an edit costs little."""
    if len(HAN.findall(sentence)) * 4 > len(sentence):
        return ()
    checked, read = _read(sentence, names)
    words = list(read)
    marks = [
        _Mark(
            words[h.start].start, words[h.end - 1].end, h.rule.kind, h.rule.id, h.rule.zh, h.rule.en,
            _cased(h.better, words[h.start].text), h.rule.obscures,
        )
        for h in habits(words)
    ]  # fmt: skip
    advice = lists()["advice"]
    for fault in faults(sentence, words, opens, names):
        entry = advice[fault.advice]
        marks.append(
            _Mark(
                fault.start,
                fault.end,
                entry["kind"],
                fault.advice,
                entry["zh"],
                entry["en"],
                fault.better,
                fault.obscures,
            )
        )
    for finding in checked.findings:
        entry = advice["spelling" if finding.rule == "SpellCheck" else finding.rule]
        said = sentence[finding.start : finding.end]
        if said in names or said in listed("shop_words"):
            continue
        marks.append(
            _Mark(
                finding.start,
                finding.end,
                entry.get("kind", "spelling"),
                said.lower(),
                entry["zh"],
                entry["en"],
                finding.better,
                False,
            )
        )
    return tuple(sorted(_apart(marks), key=lambda m: m.start))


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

    True when one of its slips obscures, when slips stand closer than one in five words (three or more), or when
    the sentence is hardly a sentence (``intelligible`` under one half).
    """
    mine = [s for s in slips_in_it if sentence.start <= s.span.start < sentence.end]
    if any(s.obscures for s in mine):
        return True
    words = sentence.of(text)[:MAX_CHARACTERS]
    count = max(1, len(_TOKEN.findall(words)) + round(len(HAN.findall(words)) / 1.6))
    return (len(mine) >= 3 and len(mine) * 5 > count) or intelligible(text, sentence) < 0.5


def intelligible(text: str, sentence: Span) -> float:
    """How far the words hang together, 0 to 1: 1 an ordinary sentence, low for word strings and keyboard mash."""
    words = sentence.of(text)[:MAX_CHARACTERS]
    if len(HAN.findall(words)) * 2 > len(words.replace(" ", "")):
        return chinese.intelligible(words)
    return _hangs_together(words)


@lru_cache(maxsize=4096)
def _hangs_together(sentence: str) -> float:
    checked, read = _read(sentence, frozenset())
    plain = [w for w in read if w.text[0].isalpha()]
    if not plain:
        return 1.0
    unknown = {f.start for f in checked.findings if f.rule == "SpellCheck"}
    mash = [w for w in plain if w.start in unknown or _mashed(w.low)]
    known = 1.0 - len(mash) / len(plain)
    if len(plain) < 3:
        return 0.0 if known == 0 and all(_mashed(w.low) for w in mash) else 1.0
    known = min(1.0, 1.4 * known)
    common = [w for w in plain if w.text[0].islower() or w is plain[0] or w.classes not in ("A", "x")]
    if len(common) < 5:
        return known
    joints = sum(1 for w in common if w.may("DPOICSWBMHYQ") or w.low in ("to", "please", "not"))
    longest = run = 0
    for word in common:
        run = 0 if word.may("DPOICSWBMHYRQ") or word.low == "to" else run + 1
        longest = max(longest, run)
    share = joints / len(common)
    joined = 0.2 if share < 0.15 or longest >= 8 else 0.45 if share < 0.2 and longest >= 5 else 1.0
    return round(min(known, joined), 2)


def _mashed(word: str) -> bool:
    """Keys struck at random: no vowel in four letters or more, or one letter over and over."""
    if len(word) < 4 or word in forms().classes or word in listed("shop_words"):
        return False
    return not re.search(r"[aeiouy]", word) or bool(re.search(r"(.)\1{3}|[bcdfghjklmnpqrstvwxz]{6}", word))


def words_in(text: str, language: Literal["en", "zh"]) -> int:
    """How many words ``text`` has: runs of letters or digits; in Chinese also characters divided by 1.6, rounded
    (a Chinese word has about 1.6 characters, so that densities per 100 words can be compared).
    """
    latin = len(_TOKEN.findall(text))
    return latin + round(len(HAN.findall(text)) / 1.6) if language == "zh" or HAN.search(text) else latin
