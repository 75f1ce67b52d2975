"""The words that values are told by: currencies, units, months, carriers, places, holidays, topics (values.yaml)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from content.loader import load_yaml

_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if code != 0xFF0C}  # "，" stays: it parts numbers
_FOLD |= {0x3000: 32, 0xA0: 32, 0x202F: 32, 0x2009: 32, 0xFFE5: 0xA5, 0x2019: 39, 0x2018: 39, 0x201C: 34, 0x201D: 34}
_FOLD |= {0x2010: 45, 0x2011: 45, 0x2012: 45, 0x2013: 45, 0x2212: 45, 0x301C: 126, 0x223C: 126, 0x2236: 58}
_WORD = re.compile(r"[A-Za-z0-9À-ɏЀ-ӿ]+")


def fold(text: str) -> str:
    """``text`` with full-width signs, odd spaces, quotes and dashes made plain; the length never changes."""
    return text.translate(_FOLD)


@cache
def book() -> dict[str, Any]:
    """values.yaml, read once."""
    found: dict[str, Any] = load_yaml(Path(__file__).with_name("values.yaml"))
    return found


class Unit(NamedTuple):
    """What a unit word means: ``kind`` (duration, measure, quantity or money) and the unit's own name."""

    kind: str
    name: str


_TABLES = (("quantity", "quantities"), ("measure", "measures"), ("duration", "durations"))


@cache
def latin_units() -> tuple[dict[str, Unit], dict[str, Unit]]:
    """Unit words in Latin letters: (any case, by lower form), (this case only)."""
    loose: dict[str, Unit] = {}
    exact: dict[str, Unit] = {}
    for kind, table in _TABLES:
        for name, entry in book()[table].items():
            loose |= {word: Unit(kind, name) for word in entry.get("en", ())}
            exact |= {word: Unit(kind, name) for word in entry.get("exact", ())}
    for name, entry in book()["currencies"].items():
        loose |= {word: Unit("money", name) for word in entry["en"]}
    loose |= {"cent": Unit("money", "cent"), "cents": Unit("money", "cent")}
    return loose, exact


@cache
def chinese_units() -> tuple[re.Pattern[str], dict[str, Unit]]:
    """Unit words in Chinese signs, longest first, as one pattern to match where a number ends."""
    found: dict[str, Unit] = {}
    for kind, table in _TABLES:
        for name, entry in book()[table].items():
            found |= {word: Unit(kind, name) for word in entry.get("zh", ())}
    for name, entry in book()["currencies"].items():
        found |= {word: Unit("money", name) for word in entry["zh"]}
    words = "|".join(sorted(map(re.escape, found), key=len, reverse=True))
    return re.compile(rf"[ \-]?({words})(?!期)(?<!周(?=[一二三四五六日天末]))"), found


@cache
def symbols() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    """Currency signs: a pattern for just before a number, one for just after it, and sign or code -> currency."""
    found: dict[str, str] = {}
    for name, entry in book()["currencies"].items():
        found |= {symbol.upper(): name for symbol in entry["symbols"]}
        found |= {name: name, **({"RMB": name} if name == "CNY" else {})}
    words = "|".join(sorted([*map(re.escape, found), "人民币", "美元", "美金"], key=len, reverse=True))
    before = re.compile(rf"(?<![A-Za-z])({words})[ ]?$", re.IGNORECASE)
    signs = "|".join(sorted((re.escape(s) for s in found if not s.isalnum()), key=len, reverse=True))
    found |= {"人民币": "CNY", "美元": "USD", "美金": "USD"}
    return before, re.compile(rf"[ ]?({signs})(?!\d)", re.IGNORECASE), found


@cache
def month_names() -> dict[str, int]:
    """Month word -> 1 to 12."""
    return {word: int(number) for number, words in book()["months"].items() for word in words}


@cache
def weekday_names() -> dict[str, int]:
    """English weekday word -> 0 (Monday) to 6."""
    return {word: int(number) for number, words in book()["weekdays"].items() for word in words}


@cache
def places() -> dict[str, tuple[str, str, str]]:
    """Casefolded word -> (name, country code, "city" or "country")."""
    found: dict[str, tuple[str, str, str]] = {}
    for code, words in book()["countries"].items():
        found |= {word.casefold(): (words[0], code, "country") for word in words}
    for code, cities in book()["cities"].items():
        found |= {word.casefold(): (city[0], code, "city") for city in cities for word in city}
    return found


class Phrases(NamedTuple):
    """Names to look for: by their first word in Latin letters, or by their first Chinese sign; longest first."""

    latin: dict[str, list[str]]
    signs: dict[str, list[str]]
    first: re.Pattern[str]

    def within(self, text: str) -> Iterator[tuple[int, int]]:
        """Start and end of each name in ``text``, in order; one look-up a word, however many names there are."""
        for m in self.first.finditer(text):
            start = m.start()
            table = self.signs if chinese_sign(m[0][0]) else self.latin
            for name in table.get(m[0].lower(), ()):
                end = start + len(name)
                whole = table is self.signs or not text[end : end + 1].isalnum() or chinese_sign(text[end])
                if whole and text[start:end].lower() == name:
                    yield start, end
                    break


def phrases(names: Iterable[str]) -> Phrases:
    """The look-up for ``names``, case apart."""
    latin: dict[str, list[str]] = {}
    signs: dict[str, list[str]] = {}
    for name in sorted({n.strip().lower() for n in names if n.strip()}, key=lambda n: (-len(n), n)):
        if chinese_sign(name[0]):
            signs.setdefault(name[0], []).append(name)
        elif word := _WORD.match(name):
            latin.setdefault(word[0], []).append(name)
    first = "".join(map(re.escape, sorted(signs))) or "\0"
    return Phrases(latin, signs, re.compile(rf"{_WORD.pattern}|[{first}]"))


def chinese_sign(sign: str) -> bool:
    """True for one Chinese character."""
    return "\u4e00" <= sign <= "\u9fff"


@cache
def place_words() -> Phrases:
    """Every place word of the lexicon; short forms such as LA are checked for case by the finder."""
    return phrases(places())


@cache
def carrier_words() -> Phrases:
    """Every carrier name of the lexicon."""
    return phrases(book()["carriers"])


@cache
def holidays(year: int) -> dict[dt.date, tuple[str, ...]]:
    """US federal holidays of ``year`` (values.yaml, holidays) with the words that name them as a date."""
    found: dict[dt.date, tuple[str, ...]] = {}
    for rule in book()["holidays"]:
        found[_holiday(year, rule)] = tuple(rule.get("said", ()))
    return found


def _holiday(year: int, rule: dict[str, Any]) -> dt.date:
    month = int(rule["month"])
    if "day" in rule:
        return dt.date(year, month, int(rule["day"]))
    first = dt.date(year, month, 1)
    days = [first + dt.timedelta(days=n) for n in range(31)]
    fits = [day for day in days if day.month == month and day.weekday() == rule["weekday"]]
    nth = int(rule["nth"])
    return fits[nth - 1 if nth > 0 else nth]
