"""An unpaid item: contact, invoice, then a case, between the days that the course and the public page give."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from scenarios.platforms import sheet
from scenarios.platforms.packs import with_pack
from scenarios.platforms.unpaid import Unpaid, close_days, followed, may_close, may_open, open_days, stage

EBAY = sheet("ebay")
ENDED = dt.date(2019, 6, 1)
ASKED = Unpaid(ended=ENDED, contacted=ENDED, invoiced=dt.date(2019, 6, 2))
DAYS = st.dates(dt.date(2016, 1, 1), dt.date(2030, 1, 1))


def day(month: int, n: int) -> dt.date:
    return dt.date(2019, month, n)


def test_the_windows_are_those_of_specification_c6() -> None:
    assert open_days(ENDED, EBAY) == (day(6, 3), day(7, 3))
    assert close_days(ENDED, day(6, 5), EBAY) == (day(6, 9), day(7, 7))


def test_too_early_waits_and_too_late_is_too_late() -> None:
    found = [may_open(ASKED, today, EBAY).reason for today in (day(6, 2), day(6, 3), day(7, 3), day(7, 4))]
    assert found == ["unpaid_open_early", "", "", "unpaid_open_late"]
    opened = ASKED.model_copy(update={"opened": day(6, 5)})
    found = [may_close(opened, today, EBAY).reason for today in (day(6, 8), day(6, 9), day(7, 7), day(7, 8))]
    assert found == ["unpaid_close_early", "", "", "unpaid_close_late"]


def test_contact_and_invoice_come_first() -> None:
    assert may_open(Unpaid(ended=ENDED), day(6, 3), EBAY).source == "EBY-57"
    assert may_open(Unpaid(ended=ENDED, contacted=ENDED), day(6, 3), EBAY).reason == "unpaid_contact"


def test_a_case_is_opened_once_and_not_after_payment() -> None:
    assert may_open(ASKED.model_copy(update={"paid": day(6, 3)}), day(6, 4), EBAY).reason == "unpaid_paid"
    closed = ASKED.model_copy(update={"opened": day(6, 5), "closed": day(6, 9)})
    assert may_open(closed, day(6, 20), EBAY).reason == may_close(closed, day(6, 20), EBAY).reason == "unpaid_opened"
    assert may_close(ASKED, day(6, 9), EBAY).reason == "unpaid_none"
    paid = ASKED.model_copy(update={"opened": day(6, 5), "paid": day(6, 7)})
    assert may_close(paid, day(6, 9), EBAY).reason == "unpaid_paid"


def test_the_stages_of_an_item() -> None:
    opened = ASKED.model_copy(update={"opened": day(6, 5)})
    closed = opened.model_copy(update={"closed": day(6, 10)})
    assert [stage(ASKED, one, EBAY) for one in (day(6, 2), day(6, 3), day(7, 4))] == ["early", "open_now", "missed"]
    found = [stage(opened, one, EBAY) for one in (day(6, 8), day(6, 9), day(7, 7), day(7, 8))]
    assert found == ["waiting", "closable", "closable", "expired"]
    assert stage(closed, day(6, 9), EBAY) == "closable" and stage(closed, day(6, 10), EBAY) == "closed"
    assert stage(opened.model_copy(update={"paid": day(6, 8)}), day(6, 8), EBAY) == "paid"
    assert followed(closed, day(8, 1), EBAY) and not followed(opened, day(8, 1), EBAY)


@given(DAYS, st.integers(2, 32))
def test_day_37_gives_no_credit_whatever_the_calendar(ended: dt.date, n: int) -> None:
    item = Unpaid(ended=ended, contacted=ended, invoiced=ended, opened=ended + dt.timedelta(days=n))
    assert may_close(item, ended + dt.timedelta(days=36), EBAY).may
    assert stage(item, ended + dt.timedelta(days=37), EBAY) == "expired"
    assert may_close(item, item.opened + dt.timedelta(days=3), EBAY).reason == "unpaid_close_early"


def test_other_sites_open_later() -> None:
    assert open_days(ENDED, with_pack(EBAY, "ebay-other-sites"))[0] == day(6, 5)
