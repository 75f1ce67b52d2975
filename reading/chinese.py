"""Faults of form in Chinese replies: wrong characters, faulty wording, half-width marks, 你 and 您 mixed, slang."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from .nouns import Span
from .sought import Sought
from .wordclasses import HERE

_YOU = re.compile(r"你(?!们|好呀)")
_MASH = re.compile(r"(.)\1{5}|(..)\2{4}|(...)\3{3}")
MIXED = "english_word"  # two of them in one sentence and a buyer without English must guess
_WIDE = str.maketrans(",!?;", "，！？；")  # ``text.plain`` made the marks narrow; the rules write them wide
_CUT = re.compile(r"[\s、,，;；/|]+")


@dataclass(frozen=True)
class Confusion:
    """One pattern with its advice; ``better`` is a template of the match, or empty."""

    rule: str
    kind: str
    zh: str
    en: str
    pattern: Sought
    better: str


@dataclass(frozen=True)
class Wrong:
    """One fault: characters ``start`` to ``end``."""

    start: int
    end: int
    kind: str
    rule: str
    zh: str
    en: str
    better: str | None
    obscures: bool = False


@cache
def confusions() -> tuple[Confusion, ...]:
    """The patterns of ``chinese.yaml``, compiled once."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: list[dict[str, Any]] = yaml.load((HERE / "chinese.yaml").read_text(encoding="utf-8"), Loader=loader)
    out = []
    for group in data:
        for number, text in enumerate(group["rules"], 1):
            pattern, _, better = text.rpartition(" =>")
            name = f"{group['id']}.{number}"
            out.append(
                Confusion(name, group["kind"], group["zh"], group["en"], Sought(_spread(pattern), 0), better.strip())
            )
    return tuple(out)


def _spread(pattern: str) -> str:
    """``(?<=ab|c)`` as ``(?:(?<=ab)|(?<=c))``: a look-behind must have one width."""
    return re.sub(
        r"\(\?<=([^()\[\]]*\|[^()\[\]]*)\)",
        lambda m: "(?:" + "|".join(f"(?<={choice})" for choice in m.group(1).split("|")) + ")",
        pattern,
    )


def wrong_in(sentence: str) -> tuple[Wrong, ...]:
    """The faults of one sentence, at most one on the same characters. Spans count characters of ``sentence``."""
    found: list[Wrong] = []
    sentence = sentence.translate(_WIDE)
    for c in confusions():
        for match in c.pattern.finditer(sentence):
            if all(match.end() <= w.start or w.end <= match.start() for w in found):
                better = match.expand(c.better) if c.better else None
                mixed = c.rule.startswith(MIXED) and len(c.pattern.findall(sentence)) > 1
                found.append(Wrong(match.start(), match.end(), c.kind, c.rule, c.zh, c.en, better, mixed))
            break
    return tuple(sorted(found, key=lambda w: w.start))


def across(text: str, sentences: tuple[Span, ...]) -> tuple[Wrong, ...]:
    """Faults that only the whole reply shows: 你 beside 您. Spans count characters of ``text``."""
    if not sentences or "您" not in text:
        return ()
    end = min(sentences[-1].end, 20_000)
    match = _YOU.search(text, sentences[0].start, end)
    if match is None or "您" in text[max(0, match.start() - 1) : match.end() + 1]:
        return ()
    return (
        Wrong(
            match.start(), match.end(), "register", "you", "“你”和“您”混用；对买家统一用“您”。",
            "你 and 您 are mixed; keep to 您 for the buyer.", "您",
        ),
    )  # fmt: skip


def intelligible(sentence: str) -> float:
    """0 to 1: low for strings of cue words without grammar and for characters struck at random."""
    if _MASH.search(sentence):
        return 0.1
    pieces = [p for p in _CUT.split(sentence.strip("。！？!?. ")) if p]
    if len(pieces) >= 5 and sum(len(p) <= 4 for p in pieces) / len(pieces) > 0.8:
        return 0.2
    return 1.0
