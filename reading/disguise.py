"""Undoes what people do to words so that a filter will not see them: spaced letters, odd spellings, homophones."""

from __future__ import annotations

import re
from functools import cache

from .lexicon import lexicon
from .text import Plain

_SPACED = re.compile(r"(?<![A-Za-z])(?:[A-Za-z][ .\-_*/|·]{1,2}){3,30}[A-Za-z](?![A-Za-z])")
_INITIALS = re.compile(r"^(?:[A-Z]\.\s?)+[A-Z]?$|^[a-z](?:\.[a-z])+$")


@cache
def _spellings() -> tuple[tuple[str, re.Pattern[str]], ...]:
    known: dict[str, str] = lexicon("violations")["disguises"]
    return tuple((word, re.compile(pattern, re.I)) for word, pattern in known.items())


def undisguised(given: Plain) -> Plain:
    """The same text with "w h a t s a p p" and 威信 spelled out, and the way back to the original kept."""
    text, at = given.text, list(given.at)
    for found in reversed(list(_SPACED.finditer(text))):
        if not _INITIALS.match(found.group()):
            joined = [i for i in range(found.start(), found.end()) if text[i].isalpha()]
            at[found.start() : found.end()] = [at[i] for i in joined]
            text = text[: found.start()] + "".join(text[i] for i in joined) + text[found.end() :]
    for word, pattern in _spellings():
        for found in reversed(list(pattern.finditer(text))):
            if found.group().casefold() == word or not found.group():
                continue
            # Every letter of the plain word points at the first character it stands for, the last at the last.
            places = at[found.start() : found.end()]
            at[found.start() : found.end()] = [places[0]] * (len(word) - 1) + [places[-1]]
            text = text[: found.start()] + word + text[found.end() :]
    return Plain(original=given.original, text=text, at=tuple(at))
