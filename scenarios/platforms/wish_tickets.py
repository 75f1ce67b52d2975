"""Tickets on Wish: which list one is in, what may be done with it there, and how much time is left."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from reading.nouns import Frozen
from scenarios.platforms.sheet import Sheet
from scenarios.platforms.verdict import Verdict, no, yes

LISTS = ("unhandled", "replied", "closed")


class Ticket(Frozen):
    """A ticket as the console shows it. ``shown``: when Wish, having screened it, put it before the seller."""

    shown: dt.datetime
    answered: dt.datetime | None = None  # by the seller or by Wish staff
    asked_again: dt.datetime | None = None  # the buyer's last word, if later than the answer
    closed: dt.datetime | None = None
    replies: int = 0


def list_of(ticket: Ticket, now: dt.datetime) -> str:
    """unhandled, replied or closed (WSH-26): closed for good, replied until the buyer writes again (WSH-30, WSH-31)."""
    if ticket.closed is not None and ticket.closed <= now:
        return "closed"
    if ticket.answered is None or ticket.answered > now:
        return "unhandled"
    again = ticket.asked_again is not None and ticket.answered < ticket.asked_again <= now
    return "unhandled" if again else "replied"


def hours_left(ticket: Ticket, sheet: Sheet, now: dt.datetime) -> float | None:
    """Hours left to handle it, negative once Wish may decide (WSH-16, WSH-29); None unless it is unhandled."""
    if list_of(ticket, now) != "unhandled":
        return None
    again = ticket.asked_again if ticket.answered is not None and ticket.answered <= now else None
    end = (again or ticket.shown) + dt.timedelta(hours=sheet.clock("ticket").hours)
    return (end - now).total_seconds() / 3600


def may(ticket: Ticket, sheet: Sheet, step: str, now: dt.datetime) -> Verdict:
    """Whether ``step`` (a row of the table ``steps``) may be taken with the ticket as it stands."""
    here = sheet.row("ticket_lists", list_of(ticket, now))
    if step not in str(here.cells["steps"]).split():
        return no(sheet, str(here.cells.get("refused", "ticket_closed")))
    left, limit = hours_left(ticket, sheet, now), sheet.setting("reply_limit")
    if left is not None and left < 0:
        return no(sheet, "ticket_decided")
    if step == "reply" and limit is not None and ticket.replies >= limit:
        return no(sheet, "replies_used")
    return yes(source=sheet.row("steps", step).source)


def totals(tickets: Iterable[Ticket], now: dt.datetime) -> dict[str, int]:
    """How many tickets each list holds, and the total, which is the sum of the three (WSH-26)."""
    counts = Counter(list_of(ticket, now) for ticket in tickets)
    return {**{name: counts[name] for name in LISTS}, "total": counts.total()}
