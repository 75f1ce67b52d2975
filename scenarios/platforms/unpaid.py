"""eBay's unpaid item: contact, invoice, case; and the days between which a case may be opened and closed."""

from __future__ import annotations

import datetime as dt

from reading.nouns import Frozen
from scenarios.platforms.sheet import Sheet
from scenarios.platforms.verdict import Verdict, between, later, no

Window = tuple[dt.date, dt.date]  # first and last day, both inclusive


class Unpaid(Frozen):
    """One unpaid item, by the day of each step; days in the seller's calendar."""

    ended: dt.date  # the listing ended
    contacted: dt.date | None = None
    invoiced: dt.date | None = None
    opened: dt.date | None = None
    paid: dt.date | None = None
    closed: dt.date | None = None


def open_days(ended: dt.date, sheet: Sheet) -> Window:
    """Between which days a case may be opened (EBY-58)."""
    return later(ended, sheet, "unpaid_open_from"), later(ended, sheet, "unpaid_open_to")


def close_days(ended: dt.date, opened: dt.date, sheet: Sheet) -> Window:
    """Between which days it may be closed with fee credit (EBY-57, EBY-58)."""
    return later(opened, sheet, "unpaid_answer_days"), later(ended, sheet, "unpaid_close_to")


def may_open(item: Unpaid, today: dt.date, sheet: Sheet) -> Verdict:
    """Contact and invoice come first (EBY-57); then the window; one case an item, never reopened."""
    opens, closes = open_days(item.ended, sheet)
    if item.paid is not None:
        return no(sheet, "unpaid_paid", opens, closes)
    if item.opened is not None:
        return no(sheet, "unpaid_opened", opens, closes)
    timely = between(sheet, today, opens, closes, "unpaid_open")
    if timely.may and (item.contacted is None or item.invoiced is None):
        return no(sheet, "unpaid_contact", opens, closes)
    return timely


def may_close(item: Unpaid, today: dt.date, sheet: Sheet) -> Verdict:
    """May the seller close the case today and get the fee credited? The buyer has four days first."""
    if item.opened is None:
        return no(sheet, "unpaid_none")
    if item.closed is not None:
        return no(sheet, "unpaid_opened")
    opens, closes = close_days(item.ended, item.opened, sheet)
    if item.paid is not None and item.paid <= today:
        return no(sheet, "unpaid_paid", opens, closes)
    return between(sheet, today, opens, closes, "unpaid_close")


def stage(item: Unpaid, today: dt.date, sheet: Sheet) -> str:
    """``early``, ``open_now``, ``missed``, ``waiting``, ``closable``, ``closed``, ``expired`` or ``paid``."""
    if item.paid is not None and item.paid <= today:
        return "paid"
    if item.opened is None:
        opens, closes = open_days(item.ended, sheet)
        return "early" if today < opens else "open_now" if today <= closes else "missed"
    opens, closes = close_days(item.ended, item.opened, sheet)
    if item.closed is not None and opens <= item.closed <= min(closes, today):
        return "closed"
    return "waiting" if today < opens else "closable" if today <= closes else "expired"


def followed(item: Unpaid, today: dt.date, sheet: Sheet) -> bool:
    """True when the unpaid-item process was gone through as required, so that the fee comes back (EBY-53, EBY-59)."""
    return stage(item, today, sheet) == "closed"
