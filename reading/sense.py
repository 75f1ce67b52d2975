"""Whether a string of English words hangs together as a sentence, or is a list of cue words or struck at random."""

from __future__ import annotations

import re
from functools import lru_cache

from . import harper
from .wordclasses import Word, forms, listed, words_of

_JOINTS = "DPOICSWBMHYQn"  # classes that tie words together: articles, pronouns, prepositions, auxiliaries, numbers
_RANDOM = re.compile(r"(.)\1{3}|[bcdfghjklmnpqrstvwxz]{6}")


@lru_cache(maxsize=4096)
def read(sentence: str, names: frozenset[str], near: bool) -> tuple[harper.Checked, tuple[Word, ...]]:
    """What Harper says of a sentence, and its words with their classes; remembered, so that an edit costs little.

    Only what is ``near`` the start of a letter is shown to Harper: a page of random letters would take it minutes.
    """
    checked = harper.check(sentence) if near else harper.Checked()
    return checked, tuple(words_of(sentence, dict(checked.tags), names))


@lru_cache(maxsize=4096)
def hangs_together(sentence: str, near: bool = True) -> float:
    """0 to 1: share of known words, cut down when few words tie the others together (word strings)."""
    checked, words = read(sentence, frozenset(), near)
    plain = [w for w in words if w.text[0].isalpha()]
    if not plain:
        return 1.0
    unknown = {f.start for f in checked.findings if f.rule == "SpellCheck"}
    odd = [w for w in plain if w.start in unknown or _mashed(w.low)]
    if len(plain) < 3:
        return 0.0 if len(odd) == len(plain) and all(_mashed(w.low) for w in odd) else 1.0
    known = min(1.0, 1.4 * (1.0 - len(odd) / len(plain)))
    return round(min(known, _tied(words)), 2)


def _tied(words: tuple[Word, ...]) -> float:
    """1 when the words are tied into phrases, 0.2 for a string: under 15 % ties, or eight words without one."""
    common = [w for w in words if w.classes not in ("A", "x") and not w.text[0].isdigit()]
    letters = [w for w in common if w.text[0].isalpha()]
    if len(letters) < 6:
        return 1.0
    ties = longest = run = 0
    for word in common:
        tie = word.may(_JOINTS) or word.low in ("to", "please", "not") or not word.text[0].isalpha()
        ties += tie
        run = 0 if tie or word.may("RZ") else run + 1
        longest = max(longest, run)
    return 0.2 if ties < 0.15 * len(letters) or longest >= 8 else 1.0


def _mashed(word: str) -> bool:
    """Keys struck at random: no vowel in four letters or more, or one letter over and over."""
    if len(word) < 4 or word in forms().classes or word in listed("shop_words"):
        return False
    return not re.search(r"[aeiouy]", word) or bool(_RANDOM.search(word))
