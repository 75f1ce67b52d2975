"""Plain text for reading: one form of every character, with the way back to the words as they were sent."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from .nouns import Span

INVISIBLE = frozenset("\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u2800\u3164\ufeff\uffa0\ufffc") | {
    chr(c)
    for lo, hi in ((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFE00, 0xFE0F))
    for c in range(lo, hi + 1)
}
SAME = {
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "•": "-", "…": "...", "\u00a0": " ", "\u3000": " ",
    "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\t": " ", "【": "[", "】": "]",
}  # fmt: skip
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")


@dataclass(frozen=True)
class Plain:
    """``text`` with one form per character; ``at[i]`` is the place of its i-th character in ``original``."""

    original: str
    text: str
    at: tuple[int, ...]

    def back(self, span: Span) -> Span:
        """The span of the original text that ``span`` of the plain text stands for."""
        if not self.at or span.start >= len(self.at):
            return Span(start=len(self.original), end=len(self.original))
        start = self.at[span.start]
        end = self.at[span.end - 1] + 1 if span.end > span.start else start
        return Span(start=start, end=max(start, end))

    @property
    def hidden(self) -> int:
        """How many invisible characters the original holds (zero width, direction marks, NUL)."""
        return sum(1 for c in self.original if c in INVISIBLE or (c < " " and c not in "\n\r\t"))


@cache
def _simplifier() -> object | None:
    try:
        import opencc
    except ImportError:  # the app works without it: traditional script is then read less well
        return None
    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """``text`` in simplified script, same length; unchanged when the converter is missing or would change length."""
    if not HAN.search(text):
        return text
    converter = _simplifier()
    if converter is None:
        return text
    out: str = converter.convert(text)  # type: ignore[attr-defined]
    return out if len(out) == len(text) else text


@cache
def _plain_char(char: str) -> str:
    if char in INVISIBLE or (char < " " and char not in "\n\r\t") or char == "\x7f":
        return ""
    return SAME.get(char) or SAME.get(folded := unicodedata.normalize("NFKC", char)) or folded


def plain(text: str) -> Plain:
    """One form per character: NFKC, straight quotes, no invisible characters, simplified script.

    Total: any string will do. Linear in the length of ``text``.
    """
    out: list[str] = []
    at: list[int] = []
    for index, char in enumerate(text):
        if char == "\r" and text[index + 1 : index + 2] == "\n":
            continue
        folded = _plain_char(char) if char > "\x7f" or char < " " else char
        out.append(folded)
        at.extend([index] * len(folded))
    return Plain(original=text, text=simplified("".join(out)), at=tuple(at))


def rare_share(text: str) -> float:
    """Share of the Chinese characters that are none of the 3755 common ones (GB 2312, first level), 0 to 1."""
    han = HAN.findall(text)
    codes = [c.encode("gb2312", "ignore") for c in han]
    return sum(not code or code[0] > 0xD7 for code in codes) / len(han) if han else 0.0


def han_share(text: str) -> float:
    """Share of Chinese characters among all letters, 0 to 1; one Chinese character counts as two letters."""
    han, latin = 2 * len(HAN.findall(text)), len(LATIN.findall(text))
    return han / (han + latin) if han + latin else 0.0
