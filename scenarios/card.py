"""The card of a case: its buyer, order, facts and samples, as the case file gives them."""

from __future__ import annotations

import math
import re
from typing import Any

from reading.nouns import Fact, Value
from scenarios.form import Form, iso
from scenarios.nouns import Buyer, Item, Order, Sample

# contracts, section 1
KINDS = (
    "money",
    "date",
    "duration",
    "percent",
    "quantity",
    "measure",
    "size",
    "code",
    "place",
    "entitlement",
    "text",
)
HUGE = 1e12


def buyer_of(form: Form | None, odd: list[str]) -> Buyer:
    if form is None:
        return Buyer()
    buyer = Buyer(
        name=form.text("name"),
        country=form.text("country").upper(),
        gender=form.text("gender").lower()[:1],
        temperament=form.text("temperament", "calm").lower(),
        goal=form.text("goal"),
        accepts=tuple(word.upper() if word.replace("_", "").isalpha() else word for word in form.words("accepts")),
        patience=form.whole("patience", 1, 5, 3),
    )
    odd.extend(f"buyer.{name}" for name in form.rest())
    return buyer


def order_of(form: Form | None, odd: list[str]) -> tuple[Order | None, dict[str, Any]]:
    """The order and the fields of it that only the screen shows (address, notes …)."""
    if form is None:
        return None, {}

    def item(entry: Form, _n: int) -> Item:
        price = entry.number("unit_price", 0, HUGE)
        found = Item(
            title=entry.text("title"), sku=entry.text("sku"), qty=entry.whole("qty", 0, 10**9, 1), unit_price=price
        )
        odd.extend(f"order.items.{name}" for name in entry.rest())
        return found

    order = Order(
        id=form.text("id"),
        items=form.each("items", item, "title"),
        currency=form.text("currency", "USD").upper(),
        shipping=form.number("shipping", 0, HUGE) if not isinstance(form.value.get("shipping"), str) else None,
        carrier=form.text("carrier"),
        tracking=form.text("tracking"),
        placed=form.day("placed"),
        shipped=form.day("shipped"),
        status=form.text("status"),
    )
    return order, {name: form.value[name] for name in form.rest()}


def fact_of(form: Form, n: int, odd: list[str]) -> Fact:
    fact_id = form.text("id") or f"f{n + 1}"
    text = form.text("text")
    values = form.each("values", lambda entry, _n: value_of(entry, fact_id, odd), "value")
    if not text and not values:
        form.fail(("text",), "这条事实没有内容。", "This fact says nothing.")
    return Fact(id=fact_id, text=text or "; ".join(str(v.value) for v in values), values=values)


SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY", "￥": "CNY", "元": "CNY"}


def value_of(form: Form, fact_id: str, odd: list[str]) -> Value:
    kind = form.text("kind", "text").lower()
    if kind not in KINDS:
        odd.append(f"facts.{fact_id}.{kind}")
        kind = "text"
    numeric = kind in ("money", "percent", "duration", "quantity", "measure")
    form = _opened(form, numeric)
    written = form.get("value")
    if numeric and isinstance(written, str) and re.search(r"\d", written) and not _NUMBER.fullmatch(written.strip()):
        odd.append(f"facts.{fact_id}.{written}")  # "55×36×20" cannot be compared as a number: matched as words
        kind, numeric = "text", False
    value: Any = form.number("value", -HUGE, HUGE) if numeric else iso(form.get("value"))
    if isinstance(value, (dict, list)):
        form.fail(("value",), "这里应该是一个值。", "Expected a single value.")
    if isinstance(value, float) and math.isfinite(value) and value == int(value):
        value = int(value)
    made = Value(
        kind=kind,
        value=value if numeric or value is None else str(value).strip(),
        currency=form.text("currency").upper() or None,
        unit=form.text("unit") or None,
        min=form.number("min", -HUGE, HUGE),
        max=form.number("max", -HUGE, HUGE),
        from_=form.text("from") or None,
        to=form.text("to") or None,
        zone=form.text("zone") or None,
    )
    odd.extend(f"facts.{fact_id}.{name}" for name in form.rest())
    return made


_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:-|–|to|至|到|~)\s*(\d+(?:\.\d+)?)\s*([^\d\s][^\d]*)?", re.I)
_WITH_UNIT = re.compile(r"([A-Z]{3}|[$€£¥￥])?\s*(\d[\d,]*(?:\.\d+)?)\s*([^\d\s][^\d]*)?")


def _opened(form: Form, numeric: bool) -> Form:
    """The form with its value taken apart where a hurried hand wrote all in one: ``{min: 3, max: 5}``, ``3-5 days``."""
    value = form.get("value")
    if isinstance(value, dict):
        more: dict[str, Any] = {**{k: v for k, v in form.value.items() if k != "value"}, **value}
    elif numeric and isinstance(value, str) and (found := _RANGE.fullmatch(value.strip())):
        more = {k: v for k, v in form.value.items() if k != "value"} | {"min": found[1], "max": found[2]}
        more |= _named(found[3], form)
    elif numeric and isinstance(value, str) and (found := _WITH_UNIT.fullmatch(value.strip())):
        more = {**form.value, "value": found[2].replace(",", "")} | _named(found[3] or found[1], form)
    else:
        return form
    return Form(form.document, more, form.path)


def _named(word: str | None, form: Form) -> dict[str, str]:
    """A word behind a number: the currency of money, else the unit; what the form says itself comes first."""
    if not word or form.text("kind").lower() == "percent":
        return {}
    name = "currency" if form.text("kind").lower() == "money" else "unit"
    return {} if form.get(name) else {name: SIGNS.get(word.strip(), word.strip())}


def samples_of(form: Form | None, odd: list[str]) -> dict[str, Sample]:
    samples: dict[str, Sample] = {}
    for name in form.value if form else ():
        assert form is not None
        raw = form.get(name)
        entry = Form(form.document, {"text": raw} if isinstance(raw, str) else raw, (*form.path, name))
        levels = entry.form("levels")
        samples[name.replace("-", "_")] = Sample(
            text=str(entry.need("text")).strip(),
            levels={key.upper(): levels.whole(key, 0, 4, 0) for key in levels.value} if levels else {},
            gates=entry.words("gates"),
            violations=entry.words("violations"),
            sendable=entry.flag("sendable", False) if entry.get("sendable") is not None else None,
        )
        odd.extend(f"samples.{name}.{key}" for key in entry.rest())
    return samples


def deal_of(form: Form | None) -> dict[str, Any]:
    """How a seed varies the case: ``name``, ``ids`` (true or false), ``days`` and ``amount`` (from, to), ``keep``."""
    if form is None:
        return {}
    made: dict[str, Any] = {name: form.flag(name, False) for name in ("name", "ids")}
    for name, low, high in (("days", -365.0, 365.0), ("amount", 0.1, 10.0)):
        if form.get(name) is not None:
            made[name] = list(_span(form, name, low, high))
    made["keep"] = [Form(form.document, {"keep": one}, form.path).number("keep", 0, HUGE) for one in form.items("keep")]
    for name in form.rest():
        form.one_of(name, ("name", "ids", "days", "amount", "keep"), (name,))
    return made


def _span(form: Form, name: str, low: float, high: float) -> tuple[float, float]:
    ends = [Form(form.document, {name: one}, form.path).number(name, low, high) for one in form.items(name)]
    if len(ends) != 2 or ends[0] is None or ends[1] is None or ends[0] > ends[1]:
        form.fail((name,), "这里应该是两个数:[从, 到]。", "Expected two numbers: [from, to].")
    return ends[0], ends[1]


def expected_of(form: Form | None) -> dict[str, Any]:
    """The case's own change to its situation's moves: each obligatory entry is one move or any one of a list."""
    if form is None:
        return {}
    made: dict[str, Any] = {}
    if form.get("obligatory") is not None:
        entries = [one if isinstance(one, list) else [one] for one in form.items("obligatory")]
        made["obligatory"] = [
            [form.move(str(word), ("obligatory", n)).value for word in entry] for n, entry in enumerate(entries)
        ]
    if form.get("conventional") is not None:
        words = form.words("conventional")
        made["conventional"] = [form.move(word, ("conventional", n)).value for n, word in enumerate(words)]
    for name in form.rest():
        form.one_of(name, ("obligatory", "conventional"), (name,))
    return made
