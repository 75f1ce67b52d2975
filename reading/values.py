"""Every typed value that a text states, in English and Chinese, with the characters that state it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import cast

from reading.codes import codes, named, sizes
from reading.dates import dates
from reading.nouns import Lang, Span
from reading.numbers import Number, numbers
from reading.said import Days, Kind, Said, Scope, after
from reading.terms import Unit, book, chinese_units, fold, latin_units, symbols

__all__ = ["Said", "values_in"]

_UNIT_WORD = re.compile(
    r"[ \-]{0,2}(?:(business|working|work|calendar|natural|full|whole|single|extra|more|new|other)[ \-])?"
    r"([A-Za-z]+|[°℃℉″][CF]?)",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"[ ]?(?:%|percent\b|per cent\b|pct\b|个百分点)", re.IGNORECASE)
_DISCOUNT = re.compile(r"[ ]?折")
_AGO = re.compile(r"[ ](ago|earlier|back)\b|(?:之)?前(?!往)", re.IGNORECASE)
_CROSS = re.compile(r"[ ]?[x×*][ ]?(?=\d)", re.IGNORECASE)
_DAILY = re.compile(r"[ ](?:a|per|each|every)[ ](?:day|week)|/7\b|[ ]?[/x][ ]?7\b", re.IGNORECASE)
_MINOR = re.compile(r"(?:[ ]and)?[ ](\d{1,2})[ ]cents?\b", re.IGNORECASE)

_BEFORE = re.compile(
    r"(?:(?P<at_least>\bat least|\bno(?:t)? less than|\bminimum(?: of)?|\bmore than|\bover|\bmin\."
    r"|至少|最少|不少于|起码|超过)"
    r"|(?P<up_to>\bwithin(?: the next)?|\bup to|\bat most|\bno(?:t)? (?:more|later) than|\bless than|\bunder"
    r"|\bmax(?:imum)?(?: of)?|\bby(?: the end of)?|\buntil|\btill|\bthrough|\bin the next"
    r"|最多|不超过|至多|最迟|最晚|截至|截止到?)"
    r"|(?P<before>\bbefore|\bprior to)"
    r"|(?P<from>\bfrom|\bstarting(?: from| at| on)?|\bas of|\bafter|\bsince|自从?|(?<!直)从)"
    r"|(?P<about>\babout|\baround|\bapprox\w{0,8}\.?|\broughly|\bnearly|\balmost|\bestimated"
    r"|大约|大概|约|差不多|将近|预计))"
    r"(?:[ ]?(?:the |another |an? (?:total|max\w{0,4}|min\w{0,4}) of |only )?|(?<=[多少过])[\u4e00-\u9fff]{0,4})$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?P<up_to>[ ]?(?:之内|以内|内)|[ ]or (?:less|earlier|sooner)\b)|(?P<before>[ ]?(?:之前|以前|前))"
    r"|(?P<from>[ ]?(?:之后|以后|后|起|开始)|[ ](?:onwards?|or later)\b)"
    r"|(?P<at_least>[ ]?以上|\+|[ ]or more\b|[ ]minimum\b)|(?P<about>[ ]?(?:左右|上下)|[ ]or so\b)",
    re.IGNORECASE,
)
_CUE_END = re.compile(r"[A-Za-z~.\u4e00-\u9fff][ ]?$")
_IN_CLOCK = re.compile(r"\b(by|before|until)\b", re.IGNORECASE)


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
    return tuple(_bounded(_merged(ordered, plain), plain, text, now))


def _counted(text: str, taken: bytearray, currency: str | None) -> Iterator[Said]:
    pending: list[Number] = []  # "30 x 20 x 10 cm": the unit stands after the last
    for number in numbers(text, taken):
        if taken[number.start]:
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
    if re.fullmatch(r"\d{1,6}\.\d\d", digits) and not text[number.end : number.end + 1].isalnum():
        return _said("money", text, number, number.end)
    return None


def _merged(found: list[Said], text: str) -> Iterator[Said]:
    """Joins the two ends of a range that both have their unit: "$5 to $10", "12 June to 15 June"."""
    held: Said | None = None
    for said in found:
        if held is not None and (joined := _range(held, said, text)):
            held = joined
            continue
        if held is not None:
            yield held
        held = said
    if held is not None:
        yield held


_JOIN = re.compile(r"\s?(?:-|to|—|~|到|至)\s?(?:the )?", re.IGNORECASE)


def _range(a: Said, b: Said, text: str) -> Said | None:
    if a.kind != b.kind or not _JOIN.fullmatch(text, a.span.end, b.span.start):
        return None
    span = Span(start=a.span.start, end=b.span.end)
    raw = text[span.start : span.end]
    if a.days and b.days and a.days[0].first < b.days[0].last and a.kind == "date":
        days = (Days(first=a.days[0].first, last=b.days[0].last),)
        return a.model_copy(update={"span": span, "raw": raw, "days": days})
    if a.low is not None and b.high is not None and a.low < b.high and (a.unit, a.currency) == (b.unit, b.currency):
        return a.model_copy(update={"span": span, "raw": raw, "high": b.high})
    return None


def _bounded(found: Iterator[Said], plain: str, text: str, now: dt.datetime) -> Iterator[Said]:
    """Adds what stands around each value: its bound, the date a duration comes to; makes raw the original words."""
    for said in found:
        start, end, kind, days = said.span.start, said.span.end, said.kind, said.days
        scope = _scope(said, plain)
        if kind == "date" and scope in {"up_to", "before"}:
            kind = "deadline"
        if kind == "duration" and (ahead := _reach(said, scope, plain, now.date())) is not None:
            days = (Days(first=ahead, last=ahead),)
            kind = "date" if ahead <= now.date() and _AGO.match(plain, end) else kind
        raw = text[start:end]
        same = (scope, kind, days, raw) == (said.scope, said.kind, said.days, said.raw)
        yield said if same else said.model_copy(update={"scope": scope, "kind": kind, "days": days, "raw": raw})


def _scope(said: Said, text: str) -> Scope:
    start, end = said.span.start, said.span.end
    before = text[max(0, start - 26) : start]
    match = (_BEFORE.search(before) if _CUE_END.search(before, max(0, len(before) - 2)) else None) or _AFTER.match(
        text, end
    )
    name = match.lastgroup if match else None
    if name is None and said.clock and (inner := _IN_CLOCK.search(said.raw)):
        name = "before" if inner[1].lower() == "before" else "up_to"
    return cast(Scope, name or "exact")


_IN = re.compile(
    r"\b(?:in|in about|wait|another|give (?:me|us))[ ](?:the next |about |another )?$|再(?:等|过)?$", re.IGNORECASE
)


def _reach(said: Said, scope: Scope, text: str, today: dt.date) -> dt.date | None:
    """The date a duration comes to, counted from today; None where the words count from something else."""
    if said.high is None or said.unit is None or said.high > 5000:
        return None
    number = int(said.high.to_integral_value(rounding="ROUND_CEILING"))
    start, end = said.span.start, said.span.end
    if (ago := _AGO.match(text, end)) and scope != "from" and (ago[1] or not text[end:].startswith(("前往",))):
        return after(today, -number, said.unit)
    if scope in {"up_to", "from"} or _IN.search(text, max(0, start - 26), start):
        return after(today, number, said.unit)
    return None
