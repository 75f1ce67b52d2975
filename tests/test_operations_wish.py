"""Wish's console: 48 hours a ticket, fraud checks, tracking by form and file, cancellations, sold-out goods."""

from __future__ import annotations

import datetime as dt
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import operations
from scenarios.operations.nouns import Act, Handed
from scenarios.operations.nouns import Row as Columns
from scenarios.operations.rows import row
from scenarios.operations.task import Task
from scenarios.operations.wish_file import COLUMNS, check, fault
from scenarios.platforms import sheet
from tests.rooms import Step, code, days, no, played

LEFT, WAITS, LOOK_UP, HELD, STOCK, TWO, FILE, CANCEL, PARCEL, RESEND = (
    operations.task(f"wsh-{name}")
    for name in (
        "reply-left", "replied-wait", "closed-lookup", "fraud-hold", "out-of-stock", "fraud-two", "tracking-file",
        "cancel-online", "parcel-wait", "resend",
    )
)  # fmt: skip
HELD_ORDER, D1, D2, D3 = "5cf30a4b7d30e43d2c", *(f"5cf65f237d30e482d{n}" for n in (1, 2, 3))


def seen(ticket: str, *acts: Step) -> tuple[Step, ...]:
    return ("view_ticket", {"ticket": ticket}), *acts


def reply(ticket: str, what: str = "tracking") -> Step:
    return "reply_ticket", {"ticket": ticket, "what": what, "language": "en"}


def ship(order: str, number: str, carrier: str = "WishPost") -> Step:
    return "ship_order", {"order": order, "carrier": carrier, "tracking": number}


def at(task: Task, table: str, row_id: str, **changes: object) -> Task:
    """The task with columns of one written row changed."""
    new = tuple(one | changes if one["id"] == row_id else one for one in task.rows[table])
    return task.model_copy(update={"rows": {**task.rows, table: new}})


@pytest.mark.parametrize(("hours", "said"), [(47, ""), (48, ""), (49, "ticket_late")])
def test_a_ticket_is_handled_up_to_its_forty_eighth_hour(hours: int, said: str) -> None:
    shown = LEFT.now - dt.timedelta(hours=hours)
    room = played(at(LEFT, "tickets", "TK-9101", runs=shown), *seen("TK-9101", reply("TK-9101")))
    assert code(room) == said
    if said:
        assert (no(room).source, no(room).when, no(room).until) == ("WSH-29", "late", dt.date(2019, 6, 3))


@pytest.mark.parametrize(("hours", "decided"), [(24, None), (25, True)])
def test_an_unhandled_ticket_is_decided_by_wish_once_its_hours_are_over(hours: int, decided: bool | None) -> None:
    task = at(RESEND, "tickets", "TK-9702", runs=RESEND.now - dt.timedelta(hours=hours))
    room = played(task, *days(1))
    one = row(room, "tickets", "TK-9702")
    assert (one["decided"], one["status"]) == (decided, "closed" if decided else "unhandled")
    order = row(room, "orders", one["order"])
    assert (order["status"], order["refund_reason"]) == (("refunded", "wish") if decided else ("shipped", None))


@pytest.mark.parametrize("step", ["reply_ticket", "close_ticket", "ask_support", "refund_ticket", "retrack"])
@pytest.mark.parametrize(
    ("task", "ticket", "said", "source"),
    [(WAITS, "TK-9201", "ticket_waits", "WSH-30"), (LOOK_UP, "TK-9310", "ticket_closed", "WSH-31")],
)
def test_a_replied_ticket_waits_and_a_closed_one_is_only_looked_up(
    step: str, task: Task, ticket: str, said: str, source: str
) -> None:
    more: dict[str, dict[str, object]] = {
        "reply_ticket": {"what": "delay", "language": "en"},
        "refund_ticket": {"amount": 1, "reason": "late"},
        "retrack": {"carrier": "EMS", "tracking": "EA000000001CN"},
    }
    room = played(task, *seen(ticket, (step, {"ticket": ticket, **more.get(step, {})})))
    assert (code(room), no(room).source) == (said, source)


def test_looking_up_a_closed_ticket_is_always_possible() -> None:
    assert code(played(LOOK_UP, *seen("TK-9310"))) == ""


@pytest.mark.parametrize("what", ["praise", "outside", "account", "untrue"])
def test_what_tickets_must_not_say_is_a_breach_and_is_not_sent(what: str) -> None:
    room = played(LEFT, *seen("TK-9101", reply("TK-9101", what)))
    assert no(room).when == "forbidden"
    assert row(room, "tickets", "TK-9101")["status"] == "unhandled"


def test_replies_are_limited_once_a_class_says_to_how_many() -> None:
    rules = sheet("wish")
    one = tuple(each.model_copy(update={"value": 1}) if each.id == "reply_limit" else each for each in rules.settings)
    acts = [Act(name="wait", args={"days": 2}), Act(name="view_ticket", args={"ticket": "TK-9201"})]
    acts.append(Act(name="reply_ticket", args=reply("TK-9201", "delay")[1]))
    assert code(operations.play(WAITS, acts, rules.model_copy(update={"settings": one}))) == "replies_used"
    assert code(operations.play(WAITS, acts)) == ""


@pytest.mark.parametrize(
    "act",
    [
        ship(HELD_ORDER, "LX000000001CN"),
        ("accept_cancel", {"order": HELD_ORDER}),
        ("refund_order", {"order": HELD_ORDER, "amount": 1, "reason": "late"}),
    ],
)
def test_an_order_under_a_fraud_check_is_left_alone(act: Step) -> None:
    room = played(HELD, act)
    assert (code(room), no(room).when, no(room).source) == ("fraud_wait", "early", "WSH-19")


def test_fraud_is_cancelled_by_the_system_without_a_late_mark() -> None:
    one = row(played(TWO, *days(4)), "orders", "5cf32c8f7d30e45f5a")
    assert (one["status"], one["cancelled_by"], one["late"]) == ("cancelled", "system", None)


@pytest.mark.parametrize(("hours", "late"), [(47, False), (48, False), (49, True)])
def test_a_number_is_late_after_two_days(hours: int, late: bool) -> None:
    task = at(PARCEL, "orders", D1, runs=PARCEL.now - dt.timedelta(hours=hours))
    assert row(played(task, ship(D1, "YT1915422201771", "YunExpress")), "orders", D1)["late"] is late


def test_the_two_days_of_a_cleared_order_begin_when_it_is_cleared() -> None:
    sent = ship(HELD_ORDER, "LX204500118CN")
    assert row(played(HELD, *days(3), sent), "orders", HELD_ORDER)["late"] is False
    assert row(played(HELD, *days(4), sent), "orders", HELD_ORDER)["late"] is True


def test_only_a_parcel_that_was_handed_over_comes_online() -> None:
    room = played(PARCEL, ship(D1, "YT1915422201771", "YunExpress"), ship(D2, "LX000000000CN"), *days(3))
    assert row(room, "orders", D1)["online"] is not None
    assert row(room, "orders", D2)["online"] is None


@given(st.text(alphabet="ABZabz0189 -_é", max_size=33))
def test_a_number_is_eight_to_thirty_plain_letters_and_digits(number: str) -> None:
    text = "\n".join(("\t".join(COLUMNS), f"O-1\tEMS\t{number}"))
    given_number = number.strip()
    plain = given_number.isascii() and given_number.isalnum() and 8 <= len(given_number) <= 30
    assert bool(check(Handed(name="t.txt", text=text), [order("O-1")]).lines) == plain


def order(name: str, **columns: object) -> Columns:
    return {"id": name, "status": "to_ship", "fraud": None, "tracking": None, **columns}


SHOP = [
    order("O-1"),
    order("O-2", status="shipped", tracking="LX000000002CN"),
    order("O-3", fraud="held"),
    order("O-4", status="cancelled"),
]
GOOD = "LX000000001CN"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (["O-1", "WishPost", GOOD], []),
        (["", "WishPost", GOOD], [("file_missing", 1)]),
        (["O-9", "WishPost", GOOD], [("file_order", 1)]),
        (["O-2", "WishPost", GOOD], [("file_status", 1)]),
        (["O-3", "WishPost", GOOD], [("file_fraud", 1)]),
        (["O-4", "WishPost", GOOD], [("file_status", 1)]),
        (["O-1", "", GOOD], [("file_missing", 2)]),
        (["O-1", "Pigeon", GOOD], [("file_carrier", 2)]),
        (["O-1", "WishPost", ""], [("file_missing", 3)]),
        (["O-1", "WishPost", "1.9154E+15"], [("file_scientific", 3)]),
        (["O-1", "WishPost", "LX 1"], [("file_tracking", 3)]),
        (["O-1", "WishPost", "LX000000002CN"], [("file_used", 3)]),
        (["O-9", "Pigeon", ""], [("file_order", 1), ("file_carrier", 2), ("file_missing", 3)]),
    ],
)
@pytest.mark.parametrize("sign", ["\t", ",", ";"])
def test_every_wrong_cell_of_a_file_is_found_with_line_and_column(
    line: list[str], found: list[tuple[str, int]], sign: str
) -> None:
    text = "\ufeff" + sign.join(COLUMNS) + "\r\n\r\n" + sign.join(line) + "\r\n"
    checked = check(Handed(name="t.csv", text=text), SHOP)
    assert [(one.code, one.column) for one in checked.faults] == found
    assert {one.line for one in checked.faults} <= {3}
    assert len(checked.lines) == (0 if found else 1)


def test_an_order_or_a_number_that_stands_twice_is_taken_once() -> None:
    shop = [order("O-1"), order("O-5")]
    table = [COLUMNS, ("O-1", "EMS", GOOD), ("O-1", "EMS", "EA000000009CN"), ("O-5", "EMS", GOOD)]
    checked = check(Handed(name="t.txt", text="\n".join("\t".join(one) for one in table)), shop)
    assert [(one.code, one.line) for one in checked.faults] == [("file_twice", 3), ("file_used", 4)]
    assert len(checked.lines) == 1


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (Handed(name="t.xlsx", text="x"), "file_workbook"),
        (Handed(name="t.csv", base64=b64encode(b"PK\x03\x04rest").decode()), "file_workbook"),
        (Handed(name="t.csv", base64="%%%"), "file_unreadable"),
        (Handed(name="t.csv", base64=b64encode(b"\xff\xff\xff").decode()), "file_unreadable"),
        (Handed(name="t.csv", text="x" * 100_001), "file_long"),
        (Handed(name="t.csv", text=""), "file_empty"),
        (Handed(name="t.csv", text=",".join(COLUMNS) + "\n"), "file_empty"),
        (Handed(name="t.csv", text="order,carrier,tracking-number\nO-1,EMS,x"), "file_header"),
    ],
)
def test_a_file_that_is_none_is_refused_whole(file: Handed, said: str) -> None:
    checked = check(file, SHOP)
    assert checked.whole and [one.code for one in checked.faults] == [said]


def test_the_file_of_tickets_tells_the_hours_that_unhandled_ones_have_left() -> None:
    text = operations.download(played(LEFT), "tickets.csv").content.decode("utf-8-sig")
    head, *table = [one.split(",") for one in text.splitlines()]
    left = {one[0]: one[-1] for one in table}
    assert head[-1] == "hours_left"
    assert [left[name] for name in ("TK-9101", "TK-9102", "TK-9103")] == ["2.0", "20.0", "40.0"]
    assert {hours for name, hours in left.items() if not name.startswith("TK-9")} == {""}


def test_what_was_downloaded_and_filled_in_by_excel_can_be_uploaded() -> None:
    template = operations.download(played(FILE, ("download_template", {})), "tracking.csv").content
    filled = template + b"5cf43d017d30e460a1,WishPost,LX204600101CN\r\n"
    room = played(FILE, ("upload_tracking", {"file": {"name": "t.csv", "base64": b64encode(filled).decode()}}))
    assert row(room, "orders", "5cf43d017d30e460a1")["tracking"] == "LX204600101CN"
    assert fault("fraud", 2, 1, "O-3").source == "WSH-19"


@pytest.mark.parametrize(
    ("name", "wait", "said"), [("c1", 0, ""), ("c2", 0, ""), ("c2", 1, "cancel_online"), ("c3", 0, "cancel_online")]
)
def test_a_buyer_may_cancel_until_the_number_is_online(name: str, wait: int, said: str) -> None:
    accept: Step = ("accept_cancel", {"order": f"5cf54e127d30e471{name}"})
    room = played(CANCEL, *days(wait), accept)
    assert code(room) == said
    if said:
        assert no(room).until in (dt.date(2019, 6, 2), dt.date(2019, 6, 4)) and no(room).source == "WSH-20"


def test_nobody_cancels_what_no_buyer_asked_to_cancel_or_what_is_cancelled() -> None:
    accept: Step = ("accept_cancel", {"order": "5cf54e127d30e471c1"})
    assert code(played(PARCEL, ("accept_cancel", {"order": D1}))) == "cancel_not_asked"
    assert code(played(CANCEL, accept, accept)) == "cancel_not_open"


def test_stock_nought_lets_buyers_order_on_and_taking_down_ends_it() -> None:
    def orders(*acts: Step) -> int:
        return len([one for one in played(STOCK, *acts, *days(3)).tables["orders"] if one["product"] == "RING-88"])

    assert orders(("set_stock", {"product": "RING-88", "stock": 0})) == 5
    assert orders(("take_down", {"product": "RING-88"})) == 2


def test_goods_come_back_on_sale_once_there_is_stock() -> None:
    down: Step = ("take_down", {"product": "RING-88"})
    none: Step = ("set_stock", {"product": "RING-88", "stock": 0})
    back: Step = ("list_again", {"product": "RING-88"})
    assert code(played(STOCK, down, down)) == "product_off"
    assert code(played(STOCK, back)) == "product_on"
    assert code(played(STOCK, down, none, back)) == "stock_none"
    assert code(played(STOCK, down, back)) == ""


def test_refunds_add_up_to_what_was_paid_and_never_more() -> None:
    def back(amount: float, reason: str = "late") -> Step:
        return "refund_order", {"order": D1, "amount": amount, "reason": reason}

    room = played(PARCEL, back(4), back(5))
    one = row(room, "orders", D1)
    assert (one["status"], one["refunded"], one["bears"]) == ("refunded", 9, "seller")
    assert code(played(PARCEL, back(4), back(5.01))) == "refund_too_much"
    assert code(played(PARCEL, back(9), back(1))) == "refund_twice"
    sent = ship(D1, "YT1915422201771", "YunExpress")
    assert code(played(PARCEL, sent, back(9, "out_of_stock"))) == "refund_sent_stock"


def test_a_new_number_needs_an_agreed_resend_and_keeps_the_old_upload() -> None:
    new: Step = ("retrack", {"ticket": "TK-9701", "carrier": "YunExpress", "tracking": "YT1915544410903"})
    offered = seen("TK-9701", reply("TK-9701", "resend"))
    early = played(RESEND, *seen("TK-9701", new))
    assert (code(early), no(early).when) == ("retrack_not_agreed", "early")
    one = row(played(RESEND, *offered, *days(2), *seen("TK-9701", new)), "orders", "5cd9813a7d30e4a4f1")
    assert (one["tracking"], one["late"], one["online"]) == ("YT1915544410903", False, None)
