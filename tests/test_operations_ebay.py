"""eBay's console: the clocks of C6, the fee credit of C7, invoices, auctions and revisions."""

from __future__ import annotations

import datetime as dt

import pytest

from desk import operations
from tests.rooms import Step, code, days, played

STEPS, FIVE, FOUR, CHANCE, BIDS, PAID, SOLVE, WRONG = (
    operations.task(name)
    for name in (
        "eby-unpaid-steps", "eby-fee-five", "eby-revision-four", "eby-second-chance", "eby-cancel-bid",
        "eby-combine-paid", "eby-revision-solve-first", "eby-wrong-listing",
    )
)  # fmt: skip
ORDER = "24-04101-77023"
CASE = f"U-{ORDER}"
REMINDED: tuple[Step, Step] = (
    ("contact_buyer", {"order": ORDER, "topic": "unpaid"}),
    ("send_invoice", {"orders": [ORDER], "shipping": 6}),
)


@pytest.mark.parametrize(
    ("day", "said"),
    [("2019-06-02", "unpaid_open_early"), ("2019-06-03", ""), ("2019-07-03", ""), ("2019-07-04", "unpaid_open_late")],
)
def test_a_case_opens_from_the_second_to_the_thirty_second_day(day: str, said: str) -> None:
    count = (dt.date.fromisoformat(day) - dt.date(2019, 6, 2)).days
    assert code(played(STEPS, *REMINDED, *days(count), ("open_case", {"order": ORDER}))) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [("2019-06-08", "unpaid_close_early"), ("2019-06-09", ""), ("2019-07-07", ""), ("2019-07-08", "case_not_open")],
)
def test_a_case_closes_from_the_fourth_day_on_and_expires_on_day_37(day: str, said: str) -> None:
    count = (dt.date.fromisoformat(day) - dt.date(2019, 6, 5)).days
    room = played(
        STEPS, *REMINDED, *days(3), ("open_case", {"order": ORDER}), *days(count), ("close_case", {"case": CASE})
    )
    assert code(room) == said
    order = next(one for one in room.tables["orders"] if one["id"] == ORDER)
    assert order["credit"] == (None if said else "granted")
    assert order["no_feedback"] == (None if said else True)


def test_a_closed_or_expired_case_is_never_opened_again() -> None:
    opened: Step = ("open_case", {"order": ORDER})
    room = played(STEPS, *REMINDED, *days(3), opened, *days(35), opened)
    assert room.tables["cases"][0]["status"] == "expired"
    assert code(room) == "unpaid_opened"


@pytest.mark.parametrize(("count", "said"), [(29, ""), (30, "invoice_late")])
def test_an_invoice_is_possible_until_the_first_of_july(count: int, said: str) -> None:
    assert code(played(STEPS, *days(count), REMINDED[1])) == said


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("24-03951-10028", ""),
        ("24-03958-66713", ""),
        ("24-03960-40952", "credit_partial"),
        ("24-03966-71134", "credit_outside"),
        ("24-03971-29380", "credit_second_chance"),
    ],
)
def test_the_fee_comes_back_by_c7(order: str, said: str) -> None:
    assert code(played(FIVE, ("ask_credit", {"order": order}))) == said


def test_the_fee_comes_back_once() -> None:
    ask: Step = ("ask_credit", {"order": "24-03951-10028"})
    assert code(played(FIVE, ask, ask)) == "credit_twice"


@pytest.mark.parametrize(("count", "said"), [(0, ""), (56, ""), (57, "second_chance_late")])
def test_a_second_chance_is_possible_for_sixty_days(count: int, said: str) -> None:
    offer: Step = ("second_chance", {"listing": "264014420613", "bids": ["B-12"], "days": 3})
    assert code(played(CHANCE, *days(count), offer)) == said


def test_offers_already_made_count_against_the_stock() -> None:
    def offer(bid: str) -> Step:
        return "second_chance", {"listing": "264014420613", "bids": [bid], "days": 3}

    assert code(played(CHANCE, offer("B-12"), offer("B-14"))) == ""
    assert code(played(CHANCE, offer("B-12"), offer("B-14"), offer("B-15"))) == "second_chance_too_many"
    assert code(played(CHANCE, offer("B-13"))) == "chance_no_bid"


@pytest.mark.parametrize(
    ("item", "bidder", "reason", "said"),
    [
        ("264013377105", "quill_dane", "bidder_asked", ""),
        ("264013377105", "quill_dane", "low", "cancel_bid_at_will"),
        ("264013377105", "nobody", "bidder_asked", "bid_none"),
        ("999", "quill_dane", "bidder_asked", "bid_no_item"),
    ],
)
def test_a_bid_is_cancelled_for_three_reasons_only(item: str, bidder: str, reason: str, said: str) -> None:
    assert code(played(BIDS, ("cancel_bid", {"item": item, "bidder": bidder, "reason": reason}))) == said


def test_bids_of_an_ended_auction_stay() -> None:
    cancel: Step = ("cancel_bid", {"item": "264013377105", "bidder": "quill_dane", "reason": "bidder_asked"})
    assert code(played(BIDS, *days(3), cancel)) == "bid_ended"


def test_refunds_add_up_to_what_was_paid_and_one_outside_taints_the_order() -> None:
    def back(amount: float, via: str = "ebay") -> Step:
        return "refund", {"order": "24-04090-61178", "amount": amount, "via": via}

    assert code(played(PAID, back(10), back(7.81))) == "refund_too_much"
    room = played(PAID, back(10, "outside"), back(7.8))
    row = next(one for one in room.tables["orders"] if one["id"] == "24-04090-61178")
    assert (row["status"], row["refund_via"]) == ("refunded", "outside")
    assert code(played(PAID, back(10, "outside"), back(7.8), ("ask_credit", {"order": row["id"]}))) == "credit_outside"
    assert code(played(PAID, back(17.8), ("ask_credit", {"order": row["id"]}))) == ""


def test_the_last_request_of_the_quota_is_the_last() -> None:
    ask: Step = ("ask_revision", {"feedback": "F-2"})
    assert code(played(FOUR, ask)) == ""
    assert code(played(FOUR, ask, ask)) == "revision_twice"
    full = FOUR.model_copy(
        update={"rows": {**FOUR.rows, "account": ({"id": "A-1", "received": 1860, "revisions": 5},)}}
    )
    assert code(played(full, ask)) == "revision_quota"


def test_a_revision_can_be_asked_on_the_thirtieth_day_and_lapses_after_ten() -> None:
    ask: Step = ("ask_revision", {"feedback": "F-2"})
    assert code(played(FOUR, *days(10), ask)) == ""
    assert code(played(FOUR, *days(11), ask)) == "revision_late"
    answers = [
        next(one for one in played(FOUR, ask, *days(n)).tables["feedback"] if one["id"] == "F-2")["answer"]
        for n in (10, 11)
    ]
    assert answers == ["pending", "lapsed"]


def test_a_problem_listing_left_alone_is_removed_and_costs_quota() -> None:
    room = played(WRONG, *days(3))
    assert next(one for one in room.tables["listings"] if one["id"] == "264015008913")["status"] == "removed"
    assert room.tables["account"][0]["quota_cut"] is True


def test_a_cancellation_that_nobody_answers_lapses() -> None:
    cancel: Step = ("cancel_order", {"order": "24-04090-61178", "reason": "address"})

    def status(count: int) -> str:
        room = played(PAID, cancel, *days(count))
        return next(one for one in room.tables["orders"] if one["id"] == "24-04090-61178")["status"]

    assert [status(7), status(8)] == ["cancel_asked", "paid"]


def test_pressure_praise_for_money_and_outside_deals_are_refused() -> None:
    for topic in ("threat", "praise", "outside"):
        room = played(SOLVE, ("contact_buyer", {"order": "24-03811-62043", "topic": topic}))
        assert room.log[-1].refused is not None and room.log[-1].refused.when == "forbidden"
