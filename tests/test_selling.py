"""Invoices, second chances, cancelled bids and shared freight: each refusal says by which rule and until when."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.platforms import sheet
from scenarios.platforms.selling import (
    CANCEL_BID,
    INVOICE,
    SECOND_CHANCE,
    Bought,
    combined,
    may_cancel_bid,
    may_combine,
    may_invoice,
    may_offer_second_chance,
)

EBAY = sheet("ebay")
ENDED = dt.date(2019, 6, 1)


def test_the_windows_are_those_of_specification_c6() -> None:
    assert may_invoice(ENDED, ENDED, False, "not_paid", EBAY).closes == dt.date(2019, 7, 1)
    assert may_offer_second_chance(ENDED, ENDED, "not_paid", EBAY, True).closes == dt.date(2019, 7, 31)


@given(st.dates(dt.date(2016, 1, 1), dt.date(2030, 1, 1)))
def test_day_30_is_the_last_for_an_invoice_and_day_60_for_a_second_chance(day: dt.date) -> None:
    def after(n: int) -> dt.date:
        return day + dt.timedelta(days=n)

    found = [may_invoice(day, after(n), False, "change_detail", EBAY).reason for n in (-1, 0, 30, 31)]
    assert found == ["invoice_early", "", "", "invoice_late"]
    found = [may_offer_second_chance(day, after(n), "identical_left", EBAY).reason for n in (-1, 0, 60, 61)]
    assert found == ["second_chance_early", "", "", "second_chance_late"]


@pytest.mark.parametrize("reason", INVOICE)
def test_an_invoice_goes_out_before_payment_for_three_reasons(reason: str) -> None:
    assert may_invoice(ENDED, ENDED, False, reason, EBAY).may
    assert may_invoice(ENDED, ENDED, True, reason, EBAY).source == "EBY-51"
    assert may_invoice(ENDED, ENDED, False, "praise", EBAY).reason == "invoice_reason"


def test_a_second_chance_has_three_grounds_and_no_more_offers_than_items() -> None:
    assert all(may_offer_second_chance(ENDED, ENDED, reason, EBAY, cancelled=True).may for reason in SECOND_CHANCE)
    assert may_offer_second_chance(ENDED, ENDED, "not_paid", EBAY).reason == "second_chance_cancel_first"
    assert (
        may_offer_second_chance(ENDED, ENDED, "identical_left", EBAY, offers=3, items=2).reason
        == "second_chance_too_many"
    )
    assert may_offer_second_chance(ENDED, ENDED, "dear", EBAY).reason == "second_chance_reason"


def test_bids_are_not_cancelled_at_will() -> None:
    assert all(may_cancel_bid("123", "bidder", reason, EBAY).may for reason in CANCEL_BID)
    assert may_cancel_bid("123", "bidder", "price_too_low", EBAY).source == "EBY-61"
    assert may_cancel_bid("123", "bidder", "bidder_asked", EBAY, agreed=False).reason == "cancel_bid_at_will"
    assert may_cancel_bid(" ", "bidder", "product_gone", EBAY).reason == "cancel_bid_fields"


def test_freight_is_shared_by_invoice_before_payment_and_by_refund_after_it() -> None:
    open_ones = [Bought(buyer="ann", paid=False, freight=4.5), Bought(buyer="ann", paid=False, freight=3.2)]
    paid = [one.model_copy(update={"paid": True}) for one in open_ones]
    assert may_combine(open_ones, EBAY).may and combined(open_ones, 5).way == "invoice"
    assert combined(paid, 5.1).model_dump() == {"way": "partial_refund", "amount": 2.6}
    assert combined(paid, 9).amount == 0
    assert may_combine([open_ones[0], paid[1]], EBAY).reason == "combine_mixed"
    assert may_combine(open_ones[:1], EBAY).reason == "combine_buyer"
    assert may_combine([paid[0], paid[1].model_copy(update={"buyer": "bo"})], EBAY).reason == "combine_buyer"
