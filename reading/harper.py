"""Harper, the offline English checker: misspelt words, a few precise rules, and word classes. It may be missing.

Traps met in version 0.2.0: a linter shared by threads raises an error (so a lock), some rules print to the
standard output (they stay off), and codes, names and addresses look misspelt (so only plain lower-case words count).
"""

from __future__ import annotations

import io
import json
import re
import threading
import zipfile
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from .wordclasses import forms, listed

TAGS = ("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "SCONJ", "VERB")
_RULE = 'expr main {tag}\n\nlet message "{tag}"\nlet description "{tag}"\nlet kind "Miscellaneous"\nlet becomes ""\n'
_RULES = {"Spelling": "SpellCheck", "Repetition": "RepeatedWords", "Punctuation": "ItsContraction"}
_PLAIN_WORD = re.compile(r"[a-z]{4,30}")
_CODE = re.compile(r"\b[A-Za-z]{0,30}\d[\w-]*|\b[^\W_]{31,}|\b(?=[a-z]{4})[bcdfghjklmnpqrstvwxz]+\b|\b\w*(\w)\1{3}\w*")
_NAME = re.compile(
    r"(?<=[a-z,;:.\d] )[A-ZÀ-Þ][\w-]{1,13}\b(?!')|^[A-ZÀ-Þ][\w-]+(?=,)"
    r"|\b\w{0,20}[À-ɏ][\w-]{0,20}|\b[A-Z][a-z]+[A-Z]\w{1,12}\b"
)
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_SHORTENED = re.compile(r"(?:n't|'(?:ll|ve|re|d|m|s))$")
_WORTH = re.compile(r"\bits\b|\bit's\b|\b(\w+)\s+\1\b", re.I)  # what its few precise rules look at
_NAMES = {len(name): name for name in (
    "Jo", "Tom", "Anna", "Maria", "London", "Germany", "Thompson", "Elizabeth", "Manchester", "Switzerland",
    "Philadelphia", "Massachusetts",
)}  # fmt: skip
_LOCK = threading.Lock()


@dataclass(frozen=True)
class Finding:
    """What Harper says of one place: ``rule`` is its name, ``better`` its first suggestion or None."""

    start: int
    end: int
    rule: str
    better: str | None


@dataclass(frozen=True)
class Checked:
    """Findings and word classes (``tags``: place of a word to its tag) of one sentence."""

    findings: tuple[Finding, ...] = ()
    tags: tuple[tuple[int, str], ...] = ()


def _pack() -> bytes:
    """A bundle of one rule per word class: it turns the checker into a tagger."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as bundle:
        manifest = {"author": "Haike", "version": "1.0.0", "description": "word classes", "license": "MIT"}
        bundle.writestr("manifest.json", json.dumps(manifest))
        for tag in TAGS:
            bundle.writestr(f"Tag{tag}.weir", _RULE.format(tag=tag))
    return data.getvalue()


@cache
def _linter() -> Any | None:
    try:
        from harper import Dialect, Linter
    except ImportError:  # no wheel for this machine: our own rules still work
        return None
    linter = Linter(Dialect.BRITISH)
    linter.import_words(sorted(listed("shop_words") | {w for w in forms().classes if w.isalpha()}))
    linter.load_weirpack(_pack())
    wanted = {*_RULES.values(), *(f"Tag{tag}" for tag in TAGS)}
    config: dict[str, bool | None] = dict.fromkeys(linter.get_lint_config(), False)
    linter.set_lint_config(config | dict.fromkeys(wanted, True))
    return linter


def available() -> bool:
    """True when Harper can be imported here. Loads it (about half a second the first time)."""
    with _LOCK:
        return _linter() is not None


@lru_cache(maxsize=4096)
def check(sentence: str) -> Checked:
    """Findings and tags of one sentence (at most 600 characters are read); empty without Harper. Thread-safe."""
    calm = _calm(sentence[:600])
    if _known(calm):
        return Checked()
    with _LOCK:
        linter = _linter()
        if linter is None:
            return Checked()
        # ``organized_lints`` would name the rules, but is forty times slower
        found = linter.lint(calm, language="plaintext", dedup=False)
    findings: list[Finding] = []
    tags: list[tuple[int, str]] = []
    for lint in found:
        start, end = lint.span.start, lint.span.end
        if lint.message in TAGS:
            tags.append((start, lint.message))
        elif (rule := _RULES.get(lint.lint_kind)) and (rule != "SpellCheck" or _counts(sentence, start, end)):
            better = next((s.replacement_text for s in lint.suggestions if s.replacement_text), None)
            findings.append(Finding(start, end, rule, better))
    return Checked(tuple(sorted(findings, key=lambda f: f.start)), tuple(sorted(tags)))


def _known(sentence: str) -> bool:
    """True when our own lists know every word: then there is nothing to spell and no word class to guess."""
    if _WORTH.search(sentence):
        return False
    known, shop, names = forms().classes, listed("shop_words"), set(_NAMES.values())
    return all(
        low in known or _SHORTENED.sub("", low) in known or word in shop or word in names
        for word in _WORD.findall(sentence)
        for low in (word.lower(),)
    )


def _calm(sentence: str) -> str:
    """The sentence, equally long, with codes and unknown names made plain: guessing at one costs 5 ms."""
    sentence = _CODE.sub(lambda m: "1" * len(m.group()), sentence.replace("’", "'"))
    return _NAME.sub(lambda m: m.group() if m.group().lower() in forms().classes else _like(m.group()), sentence)


def _like(name: str) -> str:
    return _NAMES.get(len(name), name)


def _counts(sentence: str, start: int, end: int) -> bool:
    """Only a plain lower-case word can be misspelt: not a code, a name, a part of an address or of a compound."""
    joined = sentence[max(0, start - 1) : start] in tuple("@/_-.#&") or re.match(r"[@/_\-#&\d]|\.\w", sentence[end:])
    word = sentence[start:end]
    if joined or not _PLAIN_WORD.fullmatch(word):
        return False
    return not (word.startswith(("re", "un")) and word[2:] in forms().classes)
