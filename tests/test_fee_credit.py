"""The final value fee comes back on three grounds and never after four steps, as specification C7 says."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from scenarios.platforms import sheet
from scenarios.platforms.fee_credit import Sale, answer_until, arrives_until, credit, may_cancel
from scenarios.platforms.packs import with_pack

EBAY = sheet("ebay")
SALES = st.builds(
    Sale,
    bought=st.booleans(),
    cancelled_by_both=st.booleans(),
    unpaid_process=st.booleans(),
    refunded_after_solving=st.booleans(),
    partly_refunded=st.sampled_from([0, 0.25]),
    refunded_outside=st.booleans(),
    second_chance=st.booleans(),
    decided_for_buyer=st.booleans(),
)


@given(SALES)
def test_the_credit_is_the_formula_of_c7(sale: Sale) -> None:
    ground = sale.cancelled_by_both or sale.unpaid_process or sale.refunded_after_solving
    lost = sale.partly_refunded or sale.refunded_outside or sale.second_chance or sale.decided_for_buyer
    found = credit(sale, EBAY)
    assert found.share == (1 if sale.bought and ground and not lost else 0)
    assert found.verdict.may == bool(found.share) and found.verdict.source
    assert found.verdict.may or (found.verdict.why["zh"] and found.verdict.why["en"])


def test_a_second_chance_forfeits_the_fee_of_an_unpaid_item() -> None:
    assert credit(Sale(unpaid_process=True), EBAY).share == 1
    lost = credit(Sale(unpaid_process=True, second_chance=True), EBAY)
    assert (lost.share, lost.verdict.source) == (0, "EBY-54")


def test_a_partial_refund_gives_its_share_only_by_the_newer_pack() -> None:
    sale = Sale(refunded_after_solving=True, partly_refunded=0.25)
    assert credit(sale, EBAY).verdict.reason == "credit_partial"
    assert credit(sale, with_pack(EBAY, "ebay-pro-rata-2022")).share == 0.25
    assert credit(Sale(partly_refunded=0.25, refunded_outside=True), with_pack(EBAY, "ebay-pro-rata-2022")).share == 0


@given(st.dates(dt.date(2016, 1, 1), dt.date(2030, 1, 1)))
def test_both_may_cancel_for_45_days_and_the_buyer_has_seven_to_answer(sold: dt.date) -> None:
    days = [sold + dt.timedelta(days=n) for n in (-1, 0, 45, 46)]
    assert [may_cancel(sold, one, EBAY).reason for one in days] == ["cancel_early", "", "", "cancel_late"]
    assert answer_until(sold, EBAY) - sold == dt.timedelta(days=7)
    assert arrives_until(sold, EBAY) - sold == dt.timedelta(days=10)
