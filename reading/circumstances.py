"""Which of a buyer's own circumstances a reply names: her people, her occasion, her day, what she feels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from .lexicon import lexicon, pattern
from .nouns import Brief, Span
from .sought import Sought

_GREETING = re.compile(r"^\s*(?:dear|hi|hello|hey)\s+[^,.!:\n]{1,30}[,.!:\n]", re.I)
_DAYS = str.maketrans({"星": "", "期": "", "礼": "", "拜": "", "周": ""})


@cache
def _classes() -> dict[str, dict[str, Sought]]:
    listed: dict[str, dict[str, str]] = lexicon("circumstances")["classes"]
    return {name: {lang: pattern(cue) for lang, cue in cues.items()} for name, cues in listed.items()}


@cache
def _felt() -> Sought:
    return pattern("|".join(f"(?:{p})" for p in lexicon("circumstances")["felt"]))


@cache
def _weekdays(language: str) -> Sought:
    return pattern(lexicon("circumstances")["weekdays"][language])


@cache
def _others(side: str) -> Sought:
    return pattern(lexicon("circumstances")["others"][side])


@lru_cache(maxsize=256)
def _of_buyer(said: str, things: str, language: str) -> frozenset[str]:
    """The classes her message is about, less those that only the name of the goods brings in."""
    return frozenset(
        name
        for name, cues in _classes().items()
        if (hit := cues[language].search(said)) and not (cues[language].search(things) and hit.group() in things)
    )


def _message(brief: Brief) -> str:
    said = " ".join(line.text for line in brief.thread if line.sender == "buyer").casefold()
    return _others("buyer").sub(" ", said)


def told(brief: Brief) -> bool:
    """Whether she wrote of anything but the goods and the order."""
    return bool(_classes_of(brief) or _weekdays(brief.language).search(_message(brief)))


def _classes_of(brief: Brief) -> frozenset[str]:
    things = " ".join(f.text for f in brief.order if f.id.startswith("item")).casefold()
    return _of_buyer(_message(brief), things, brief.language)


def named(text: str, sentences: Sequence[Span], brief: Brief) -> tuple[Span, ...]:
    """The sentences of ``text`` that name a circumstance the buyer herself wrote of: one of its class, or her day."""
    classes = _classes_of(brief)
    days = {_day(m.group()) for m in _weekdays(brief.language).finditer(_message(brief))}
    found = []
    for sentence in sentences:
        words = _others("reply").sub(" ", _GREETING.sub("", sentence.of(text)).casefold())
        shared = any(_classes()[name][brief.language].search(words) for name in classes)
        if shared or days & {_day(m.group()) for m in _weekdays(brief.language).finditer(words)}:
            found.append(sentence)
    return tuple(found)


def _day(word: str) -> str:
    return word.translate(_DAYS) or word


def felt(text: str, sentences: Sequence[Span]) -> tuple[Span, ...]:
    """The sentences that say what the matter is to her: "no wonder", "that must be", "I see why", "难怪"."""
    return tuple(s for s in sentences if _felt().search(s.of(text)))
