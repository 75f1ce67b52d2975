"""The days of an AliExpress dispute: opened, answered, escalated; all but the five days to answer are public pages'."""

from __future__ import annotations

import datetime as dt

from scenarios.platforms.sheet import Sheet
from scenarios.platforms.verdict import Verdict, between, later, no, yes


def may_open(shipped: dt.date, today: dt.date, promised_days: int | None, sheet: Sheet) -> Verdict:
    """May the buyer open a dispute? Ten days after full shipment, at once with a promise under five days (ALI-55)."""
    fast = promised_days is not None and promised_days < sheet.number("dispute_fast_promise")
    opens = shipped if fast else later(shipped, sheet, "dispute_open_from")
    return no(sheet, "open_early", opens) if today < opens else yes(opens, source="ALI-55")


def may_answer(changed: dt.date, today: dt.date, sheet: Sheet) -> Verdict:
    """May the seller still answer a dispute opened or changed on ``changed``? Five days, the last included (ALI-24)."""
    return between(sheet, today, changed, later(changed, sheet, "dispute_answer_days"), "answer")


def state(changed: dt.date, answered: dt.date | None, today: dt.date, sheet: Sheet) -> str:
    """``waiting``, ``answered``, or ``executed``: five silent days end it as the buyer asked (ALI-24)."""
    closes = later(changed, sheet, "dispute_answer_days")
    if answered is not None and answered <= min(closes, today):
        return "answered"
    return "waiting" if today <= closes else "executed"


def may_escalate(opened: dt.date, today: dt.date, sheet: Sheet) -> Verdict:
    """May the buyer take it to the platform? From day 4 to 15; on day 16 it goes by itself (ALI-55)."""
    return between(sheet, today, later(opened, sheet, "escalate_from"), later(opened, sheet, "escalate_to"), "escalate")


def escalates(opened: dt.date, sheet: Sheet) -> tuple[dt.date, dt.date]:
    """The day on which an open dispute escalates by itself, and the last for the staff to step in (ALI-55)."""
    itself = later(opened, sheet, "escalate_itself")
    return itself, later(itself, sheet, "staff_days")
