"""Amounts of money as people write them, scaled so that sums, multiples and percentages stay true."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations_with_replacement
from math import gcd

_CODES = "USD|EUR|GBP|AUD|CAD|NZD|CHF|SEK|NOK|DKK|PLN|JPY|BRL|MXN|CNY|RMB|INR|ZAR|SGD|AED|RUB|KRW|CLP|ILS|TRY|HKD"
_WORDS = r"dollars?|euros?|pounds?|bucks|quid|yuan|francs?|kronor|元|块钱?|圆"
_UNIT = re.compile(
    r"\s?(?:kg|g|mg|lbs?|oz|cm|mm|m|km|l|ml|inch(?:es)?|in|v|w|a|mah|hz|gb|公斤|克|厘米|毫米|米|升)\b", re.I
)
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_AMOUNT = re.compile(
    rf"(?P<before>(?:[A-Z]{{1,2}})?[$€£¥￥]\s?|\b(?:{_CODES})\s?)?(?<![A-Za-z0-9_.,-])(?P<number>{_NUMBER})(?![\d%]|[.,]\d|\s?%)(?P<after>\s?(?:{_CODES}|{_WORDS}|[€£$])(?![A-Za-z]))?"
)


def cents(number: str) -> int:
    """A written number as hundredths: 1,250.00 and 27,40 are understood."""
    plain = number.replace(",", ".") if re.fullmatch(r"\d+,\d{2}", number) else number.replace(",", "")
    return round(float(plain) * 100)


def amounts_in(text: str) -> set[int]:
    """The amounts with a currency in ``text``, in hundredths."""
    return {cents(m["number"]) for m in _AMOUNT.finditer(text) if m["before"] or m["after"]}


def reprice_text(text: str, new: Mapping[int, int]) -> str:
    """``text`` with every amount in ``new`` (hundredths) replaced; a number needs a currency or cents to count."""

    def one(m: re.Match[str]) -> str:
        number = m["number"]
        cents_shown = re.search(r"[.,]\d\d$", number) and not _UNIT.match(m.string[m.end() :])
        marked = m["before"] or m["after"] or cents_shown
        if not marked or cents(number) not in new:
            return m[0]
        return f"{m['before'] or ''}{_written(new[cents(number)], number)}{m['after'] or ''}"

    return _AMOUNT.sub(one, text)


def _written(amount: int, like: str) -> str:
    whole = amount % 100 == 0 and not re.search(r"[.,]\d\d?$", like)
    grouped = "," if re.search(r",\d{3}", like) else ""
    text = f"{amount // 100:{grouped}}" if whole else f"{amount / 100:{grouped}.2f}"
    return text.replace(".", ",") if re.fullmatch(r"\d+,\d{2}", like) else text


def related(known: set[int], written: Iterable[int]) -> set[int]:
    """The written amounts that are a sum, difference or multiple of known ones: they must move together."""
    sums = {a + b for a, b in combinations_with_replacement(known, 2)}
    differences = {abs(a - b) for a in known for b in known}
    multiples = {a * n for a in known for n in range(2, 25)}
    return {amount for amount in written if amount in sums | differences | multiples}


def scale(known: set[int], span: tuple[float, float], percents: Sequence[float], seed: int) -> dict[int, int]:
    """New amounts for ``known``, all by one factor within ``span``; empty when none keeps all relations true.

    Relations are those that hold among the old amounts: sums of two, multiples, and the given percentages.
    """
    old = sorted(amount for amount in known if amount > 0)
    if not old:
        return {}
    step = gcd(*old)
    factors = [n / step for n in range(int(span[0] * step), int(span[1] * step) + 1) if n] if step < 10_000 else []
    factors = [*(low / 100 for low in range(round(span[0] * 100), round(span[1] * 100) + 1)), *factors[:400]]
    random.Random(f"amount:{seed}").shuffle(factors)
    rules = _relations(old, percents)
    for keep_form in (True, False):  # 159 yuan become 172 yuan rather than 171.72, where the relations allow it
        for factor in factors:
            new = {
                amount: _step(amount, keep_form) * round(amount * factor / _step(amount, keep_form)) for amount in old
            }
            fresh = not set(new.values()) & set(old) and len(set(new.values())) == len(old)
            if fresh and min(new.values()) > 0 and all(_holds(rule, new) for rule in rules):
                return new
    return {}


def _step(amount: int, keep_form: bool) -> int:
    """Whole amounts stay whole, full tenths stay full tenths."""
    return 1 if not keep_form else 100 if amount % 100 == 0 and amount >= 500 else 10 if amount % 10 == 0 else 1


Relation = tuple[int, int, int, float]  # a + b = c, or a * share = c when b is 0


def _relations(old: Sequence[int], percents: Sequence[float]) -> list[Relation]:
    known = set(old)
    sums = [(a, b, a + b, 1.0) for a, b in combinations_with_replacement(old, 2) if a + b in known]
    shares = [*range(2, 25), *(share / 100 for share in percents), *(1 - share / 100 for share in percents)]
    return sums + [(a, 0, round(a * share), share) for a in old for share in shares if round(a * share) in known]


def _holds(rule: Relation, new: Mapping[int, int]) -> bool:
    a, b, c, share = rule
    return new[a] + new[b] == new[c] if b else round(new[a] * share) == new[c]
