"""Every typed value that a text states, in English and Chinese, with the characters that state it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import cast

from reading.bounds import bounded, merged
from reading.codes import codes, named, sizes
from reading.dates import dates
from reading.nouns import Lang, Span
from reading.numbers import Number, numbers
from reading.said import Kind, Said
from reading.terms import Unit, book, chinese_units, fold, latin_units, symbols

__all__ = ["Said", "values_in"]

_UNIT_WORD = re.compile(
    r"[ \-]{0,2}(?:(business|working|work|calendar|natural|full|whole|single|extra|more|new|other)[ \-])?"
    r"([A-Za-z]+|[°℃℉″][CF]?)",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"[ ]?(?:%|percent\b|per cent\b|pct\b|个百分点)", re.IGNORECASE)
_DISCOUNT = re.compile(r"[ ]?折")
_CROSS = re.compile(r"[ ]?[x×*][ ]?(?=\d)", re.IGNORECASE)
_DAILY = re.compile(r"[ ](?:a|per|each|every)[ ](?:day|week)|/7\b|[ ]?[/x][ ]?7\b", re.IGNORECASE)
_SALES = frozenset({"11.11", "12.12", "10.10"})
_MINOR = re.compile(r"(?:[ ]and)?[ ](\d{1,2})[ ]cents?\b", re.IGNORECASE)


@lru_cache(maxsize=4096)  # card and clauses are asked by several rules, and an edit leaves most sentences as they were
def values_in(
    text: str, now: dt.datetime, language: Lang = "en", currency: str | None = None, known: tuple[str, ...] = ()
) -> tuple[Said, ...]:
    """Every typed value in ``text``, in order; spans count characters of ``text``.

    ``now`` (with zone) resolves relative dates; ``currency`` (ISO code) is what a bare "$" or "¥" and "pounds" mean;
    ``known`` are place names beyond the lexicon. ``language`` matters little: both languages are always looked
    for, since learners mix them. Linear in the length of the text. Raises nothing.
    """
    plain = fold(text)
    taken = bytearray(len(plain))
    found = [*codes(plain, taken), *dates(plain, now, taken), *sizes(plain, taken), *named(plain, taken, known)]
    found += _counted(plain, taken, currency)
    ordered = sorted(found, key=lambda s: s.span.start)
    return tuple(bounded(merged(ordered, plain), plain, text, now))


def _counted(text: str, taken: bytearray, currency: str | None) -> Iterator[Said]:
    pending: list[Number] = []  # "30 x 20 x 10 cm": the unit stands after the last
    edge = 0
    for number in numbers(text, taken):
        if taken[number.start] or number.start < edge:
            continue
        said = _money(text, number, currency) or _percent(text, number) or _unit(text, number, currency)
        cross = said is None and _CROSS.match(text, number.end)
        if cross:
            pending.append(number)
            continue
        if said is not None and said.kind == "measure":
            yield from (_said("measure", text, n, n.end, said.unit) for n in pending[-2:])
        pending = []
        if said is None and (bare := _bare(text, number)):
            said = bare
        if said is not None:
            edge = said.span.end
            yield said


def _said(
    kind: Kind, text: str, number: Number, end: int, unit: str | None = None, start: int | None = None,
    currency: str | None = None,
) -> Said:  # fmt: skip
    begin = number.start if start is None else start
    return Said(
        kind=kind, span=Span(start=begin, end=end), raw=text[begin:end], low=number.low, high=number.high, unit=unit,
        currency=currency,
    )  # fmt: skip


def _money(text: str, number: Number, currency: str | None) -> Said | None:
    before, behind, names = symbols()
    start, end = number.start, number.end
    if start and (left := before.search(text[max(0, start - 5) : start])):
        sign = left[1]
        suffix = _code_after(text, end)
        name = suffix[0] if suffix else _currency(sign, names[sign.upper()], currency)
        return _said("money", text, number, suffix[1] if suffix else end, None, start - len(left[0]), name)
    if right := behind.match(text, end):
        return _said(
            "money", text, number, right.end(), None, None, _currency(right[1], names[right[1].upper()], currency)
        )
    return None


def _code_after(text: str, end: int) -> tuple[str, int] | None:
    word = _UNIT_WORD.match(text, end)
    unit = latin_units()[0].get(word[2].lower()) if word and not word[1] and len(word[2]) == 3 else None
    return (unit.name, word.end()) if word and unit and unit.kind == "money" else None


def _currency(sign: str, name: str, own: str | None) -> str:
    """What a sign means here: "$" and "¥" are the case's own dollar or yen if it has one."""
    family = {"$": "dollars", "¥": "yens"}.get(sign)
    return own if family and own in book()[family] and own is not None else name


def _percent(text: str, number: Number) -> Said | None:
    if match := _PERCENT.match(text, number.end):
        return _said("percent", text, number, match.end())
    if number.start >= 3 and text[number.start - 3 : number.start] == "百分之":
        return _said("percent", text, number, number.end, None, number.start - 3)
    if (match := _DISCOUNT.match(text, number.end)) and number.low == number.high and 1 <= number.low < 100:
        off = 100 - (number.low * 10 if number.low < 10 else number.low)  # "8折" takes 20 percent off
        return _said("percent", text, Number(off, off, number.start, number.end), match.end())
    return None


def _unit(text: str, number: Number, currency: str | None) -> Said | None:
    pattern, chinese = chinese_units()
    if (signs := pattern.match(text, number.end)) is not None:
        unit, end, qualifier = chinese[signs[1]], signs.end(), ""
        if unit.name == "year" and number.low > 100:
            return None
    else:
        word = _UNIT_WORD.match(text, number.end)
        latin = _latin(word[2]) if word else None
        if word is None or latin is None:
            return None
        unit, end, qualifier = latin, word.end(), (word[1] or "").lower()
    if number.end - number.start < 3 and text[number.start].lower() == "a" and unit.kind != "duration":
        return None
    if unit.name == "day" and qualifier in {"business", "working", "work"}:
        unit = Unit("duration", "business day")
    return _counted_in(unit, text, number, end, currency)


def _latin(word: str) -> Unit | None:
    loose, exact = latin_units()
    return exact.get(word) or loose.get(word.lower())


def _counted_in(unit: Unit, text: str, number: Number, end: int, currency: str | None) -> Said | None:
    if unit.kind == "duration" and _DAILY.match(text, end):
        return None  # "24 hours a day" promises nothing
    if unit.name == "lb" and currency == "GBP" and text[end - 3 : end].lower() in {"und", "nds"}:
        unit = Unit("money", "GBP")
    if unit.kind == "money":
        return _coined(unit.name, text, number, end, currency)
    return _said(cast(Kind, unit.kind), text, number, end, unit.name)


def _coined(name: str, text: str, number: Number, end: int, currency: str | None) -> Said:
    if name == "cent":
        number, name = Number(number.low / 100, number.high / 100, number.start, number.end), currency or "USD"
    elif name == "USD" and currency in book()["dollars"] and text[end - 4 : end].lower() in {"llar", "lars"}:
        name = currency or name
    if (minor := _MINOR.match(text, end)) and number.low == number.low.to_integral_value():
        whole = number.low + Decimal(minor[1]) / 100
        number, end = Number(whole, whole, number.start, number.end), minor.end()
    return _said("money", text, number, end, None, None, name)


def _bare(text: str, number: Number) -> Said | None:
    """ "24.99" without a sign: a price by its two decimals, its currency unknown."""
    digits = text[number.start : number.end]
    if digits in _SALES:
        return None  # the day of a great sale
    if re.fullmatch(r"\d{1,6}\.\d\d", digits) and not text[number.end : number.end + 1].isalnum():
        return _said("money", text, number, number.end)
    return None
