"""Taobao's console: prices before payment, cash on delivery, packing, fifteen days, seven days, and bad evaluations."""

from __future__ import annotations

import pytest

from desk import operations
from scenarios.operations.nouns import Room, Row
from tests.rooms import Step, code, days, played

PRICE, SHIP, COD, RATE, CHECK, STOCK, REFUND, BAD, MALICE = (
    operations.task(f"tao-{name}")
    for name in ("change-price", "ship", "cod", "rate", "check", "stock", "refund", "negative", "malicious")
)


def found(room: Room, table: str, name: str) -> Row:
    return next(one for one in room.tables[table] if one["id"] == name)


@pytest.mark.parametrize(
    ("order", "price", "said"),
    [
        ("3904110000102", 70, ""),
        ("3904110000102", 69.99, "price_floor"),
        ("3904110000203", 39, "price_paid"),
    ],
)
def test_a_price_changes_before_payment_and_within_authority(order: str, price: float, said: str) -> None:
    room = played(PRICE, ("change_price", {"order": order, "price": price, "freight": 0}))
    assert code(room) == said
    if said == "price_paid":
        assert "2019-04-10" in room.log[-1].refused.zh  # type: ignore[union-attr]


def ships(order: str, number: str) -> Step:
    return "ship", {"order": order, "carrier": "sf", "waybill": number}


@pytest.mark.parametrize(
    ("calls", "order", "said"),
    [
        ([], "3904109003101", "cod_untold"),
        (["address"], "3904109003101", "cod_untold"),
        (["price"], "3904109003101", ""),
        (["price"], "3904109003202", "cod_not_agreed"),
    ],
)
def test_cash_on_delivery_ships_once_the_buyer_was_told_and_agrees(calls: list[str], order: str, said: str) -> None:
    phoned: list[Step] = [("call_cod", {"order": order, "say": say}) for say in calls]
    room = played(COD, *phoned, ships(order, "SF1"))
    assert code(room) == said
    if said:
        refused = room.log[-1].refused
        assert refused is not None and refused.source == "TAO-19" and "2019-04-11" in refused.zh


def test_an_order_is_closed_for_a_true_reason_only() -> None:
    close: Step = ("close_order", {"order": "3904109003202", "reason": "declined"})
    phone: Step = ("call_cod", {"order": "3904109003202", "say": "price"})
    assert code(played(COD, close)) == "close_untrue"
    assert code(played(COD, phone, close)) == ""
    assert code(played(COD, phone, phone)) == "call_twice"


@pytest.mark.parametrize(("count", "late"), [(0, None), (1, True)])
def test_a_parcel_is_late_on_the_day_after_the_promised_one(count: int, late: bool | None) -> None:
    room = played(SHIP, *days(count), ships("3904109001301", "YT1"))
    assert found(room, "orders", "3904109001301")["late"] is late


def test_a_shipment_is_confirmed_once_with_its_own_waybill() -> None:
    first = ships("3904109001301", "YT1")
    assert code(played(SHIP, first, first)) == "ship_done"
    assert code(played(SHIP, first, ships("3904109001402", "YT1"))) == "waybill_used"
    assert code(played(SHIP, ships("3904109001301", ""))) == "ship_no_waybill"
    assert b"YT1" in operations.download(played(SHIP, first), "shipped.csv").content


@pytest.mark.parametrize(
    ("order", "error"),
    [
        ("3904109005101", None),
        ("3904109005202", "wrong"),
        ("3904109005303", "missing"),
        ("3904109005404", "extra"),
    ],
)
def test_what_is_packed_wrongly_goes_out_wrongly_unless_it_is_checked(order: str, error: str | None) -> None:
    assert found(played(CHECK, ships(order, "YT1")), "orders", order)["error"] == error
    check: Step = ("check_order", {"order": order, "finding": error or "fine"})
    assert found(played(CHECK, check, ships(order, "YT1")), "orders", order)["error"] is None


def test_goods_out_of_stock_are_settled_with_the_buyer_and_wait_for_stock() -> None:
    def plan(what: str) -> Step:
        return "out_of_stock", {"order": "3904109006202", "plan": what}

    sent = ships("3904109006202", "YT1")
    assert code(played(STOCK, sent)) == "ship_stock"
    assert code(played(STOCK, plan("wait"))) == "stock_ask"
    assert code(played(STOCK, plan("ask"), plan("swap"))) == "stock_answer"
    assert code(played(STOCK, plan("ask"), plan("wait"), *days(2), sent)) == "ship_stock"
    assert code(played(STOCK, plan("ask"), plan("wait"), *days(3), sent)) == ""


@pytest.mark.parametrize(
    ("order", "count", "said"),
    [
        ("3904103004401", 0, ""),
        ("3904103004401", 1, "evaluate_late"),
        ("3904103004402", 7, ""),
        ("3904103004402", 8, "evaluate_late"),
        ("3904103004404", 1, "evaluate_early"),
        ("3904103004404", 2, ""),
    ],
)
def test_either_side_evaluates_within_fifteen_days_of_success(order: str, count: int, said: str) -> None:
    assert code(played(RATE, *days(count), ("rate", {"order": order, "value": "praise"}))) == said


@pytest.mark.parametrize(
    ("value", "count", "word"),
    [("praise", 7, None), ("praise", 8, "praise"), ("neutral", 8, None), (None, 8, None)],
)
def test_praise_of_one_side_alone_becomes_praise_of_both(value: str | None, count: int, word: str | None) -> None:
    said: tuple[Step, ...] = (("rate", {"order": "3904103004402", "value": value}),) if value else ()
    assert found(played(RATE, *said, *days(count)), "orders", "3904103004402")["buyer_word"] == word


@pytest.mark.parametrize(
    ("refund", "answer", "count", "said"),
    [
        ("TK-2", "return", 0, ""),
        ("TK-2", "late", 0, "refund_must"),
        ("TK-2", "return", 1, "return_late"),
        ("TK-2", "late", 1, ""),
        ("TK-3", "return", 0, "return_late"),
        ("TK-4", "return", 0, "return_exempt"),
        ("TK-4", "late", 0, "refund_other"),
        ("TK-1", "unproved", 0, "refund_fault"),
        ("TK-2", "refund", 0, "refund_paid_out"),
    ],
)
def test_goods_go_back_without_a_reason_for_seven_days(refund: str, answer: str, count: int, said: str) -> None:
    room = played(REFUND, *days(count), ("answer_refund", {"refund": refund, "answer": answer}))
    assert code(room) == said
    refused = room.log[-1].refused
    if said in ("refund_must", "return_late"):
        assert refused is not None and refused.until is not None and str(refused.until) in refused.zh


def test_a_bad_evaluation_is_changed_once_its_cause_is_solved() -> None:
    ask: Step = ("contact", {"evaluation": "PJ-1", "topic": "cause"})
    solve: Step = ("solve", {"evaluation": "PJ-1", "remedy": "resend"})
    assert code(played(BAD, solve)) == "solve_first"
    assert found(played(BAD, ask, solve), "evaluations", "PJ-1")["value"] == "negative"
    assert found(played(BAD, ask, solve, *days(1)), "evaluations", "PJ-1")["value"] == "praise"
    for topic in ("money", "threat", "outside"):
        refused = played(BAD, ("contact", {"evaluation": "PJ-1", "topic": topic})).log[-1].refused
        assert refused is not None and refused.when == "forbidden"


@pytest.mark.parametrize(
    ("evaluation", "proofs", "value"),
    [("PJ-11", ["ZJ-11", "ZJ-12"], "removed"), ("PJ-11", ["ZJ-11"], "negative"), ("PJ-12", ["ZJ-14"], "negative")],
)
def test_a_complaint_holds_for_malice_with_all_its_evidence(evaluation: str, proofs: list[str], value: str) -> None:
    room = played(
        MALICE,
        ("contact", {"evaluation": evaluation, "topic": "cause"}),
        ("collect", {"evaluation": evaluation, "proofs": proofs}),
        ("complain", {"evaluation": evaluation}),
        *days(1),
    )
    assert found(room, "evaluations", evaluation)["value"] == value


@pytest.mark.parametrize(
    ("proof", "said"), [("ZJ-13", "proof_none"), ("ZJ-15", "proof_none"), ("ZJ-14", "proof_other"), ("ZJ-12", "")]
)
def test_only_what_the_platform_keeps_is_evidence(proof: str, said: str) -> None:
    ask: Step = ("contact", {"evaluation": "PJ-11", "topic": "cause"})
    assert code(played(MALICE, ask, ("collect", {"evaluation": "PJ-11", "proofs": [proof]}))) == said
