"""What to look for in a reply to a case: the Brief that reading gets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from reading.compare import as_value
from reading.nouns import Brief, Fact, Reading, Value
from reading.values import values_in
from scenarios.nouns import Case, Order
from scenarios.platforms.sheet import Sheet, forbidden
from scenarios.situations import expected_moves

IN_WORDS = frozenset({"text", "entitlement", "place"})
FIGURES = frozenset({"money", "percent", "date", "deadline", "duration", "measure", "size", "code"})


def brief(case: Case, sheet: Sheet, earlier: Sequence[Reading] = (), letters: Iterable[str] = ()) -> Brief:
    """The Brief of ``case`` for the reply after ``earlier`` ones.

    ``sheet`` is the platform's rule sheet, ``letters`` the model letters to notice a pasted one. Tasks that an
    earlier reply has done are closed (guide B6 row 20); forbidden content follows stage and state (A4, B5b).
    """
    solved = bool(case.extra.get("solved", False))
    obligatory, conventional = expected_moves(case)
    said = tuple(line.text for line in case.thread if line.sender == "seller")
    return Brief(
        case_id=case.id,
        language=case.language,
        situation=case.situation,
        stage=case.stage,
        now=case.now,
        buyer_name=case.buyer.name,
        thread=case.thread,
        facts=told_facts(case),
        order=order_facts(case.order),
        authority=case.authority,
        tasks=case.tasks,
        closed=frozenset(task.id for reading in earlier for task in reading.tasks if task.state == "done"),
        must_not=case.must_not,
        obligatory=obligatory,
        conventional=conventional,
        holding_allowed=case.holding_allowed,
        attachments=bool(case.extra.get("attachments", False)),
        forbidden=forbidden(sheet, case.stage, solved),
        solved=solved,
        letters=tuple(letters),
        earlier=(*said, *(reading.text for reading in earlier)),
    )


def told_facts(case: Case) -> tuple[Fact, ...]:
    """The card's facts; one written in words only gets the figures that its words state, so that they can be checked.

    A case without facts is checked against the figures in its tasks.
    """
    currency = case.order.currency if case.order else None
    facts = case.facts or tuple(Fact(id=f"{task.id} text", text=task.text) for task in case.tasks)
    typed = []
    for fact in facts:
        plain = all(value.kind in IN_WORDS for value in fact.values)
        found = values_in(fact.text, case.now, case.language, currency) if plain else ()
        figures = tuple(as_value(said) for said in found if said.kind in FIGURES and any(map(str.isdigit, said.raw)))
        typed.append(fact.model_copy(update={"values": (*fact.values, *figures)}) if figures else fact)
    return tuple(fact for fact in typed if case.facts or fact.values)


def order_facts(order: Order | None) -> tuple[Fact, ...]:
    """The order's own ids, dates, amounts and items as typed facts; missing fields give none."""
    if order is None:
        return ()
    facts = [
        _fact("order_id", "order", "code", order.id),
        _fact("tracking", "tracking number", "code", order.tracking),
        _fact("carrier", "carrier", "text", order.carrier),
        _fact("placed", "ordered on", "date", order.placed.isoformat() if order.placed else None),
        _fact("shipped", "shipped on", "date", order.shipped.isoformat() if order.shipped else None),
        _fact("status", "status", "text", order.status),
        _fact("shipping", "shipping fee", "money", order.shipping, order.currency),
        _fact("total", "order total", "money", total_of(order), order.currency),
    ]
    return (*(fact for fact in facts if fact), *_items(order))


def total_of(order: Order) -> float | None:
    """Items and shipping in the order's currency; None when a price is missing."""
    prices = [item.unit_price for item in order.items]
    if not prices or any(price is None for price in prices):
        return None
    goods = sum(item.qty * (item.unit_price or 0.0) for item in order.items)
    return round(goods + (order.shipping or 0.0), 2)


def _fact(fact_id: str, label: str, kind: str, value: Any, currency: str | None = None) -> Fact | None:
    if value in (None, ""):
        return None
    shown = f"{label} {value:.2f} {currency}" if kind == "money" else f"{label} {value}"
    return Fact(id=fact_id, text=shown, values=(Value(kind=kind, value=value, currency=currency),))


def _items(order: Order) -> list[Fact]:
    facts = []
    for n, item in enumerate(order.items, start=1):
        values = [Value(kind="quantity", value=item.qty, unit="piece")]
        if item.unit_price is not None:
            values.append(Value(kind="money", value=item.unit_price, currency=order.currency))
        if item.sku:
            values.append(Value(kind="code", value=item.sku))
        facts.append(Fact(id=f"item{n}", text=f"{item.qty} x {item.title}", values=tuple(values)))
    return facts
