"""An order on Wish: who may do what with it, its three shipping clocks, and who bears a refund."""

from __future__ import annotations

import datetime as dt

from reading.nouns import Frozen
from scenarios.platforms.sheet import Sheet
from scenarios.platforms.verdict import Verdict, no, yes

SHIPPING = ("upload", "visible", "delivered")


class Parcel(Frozen):
    """The moments of one order, all in one zone; what has not happened is None. ``fraud``: held, confirmed, cleared."""

    ordered: dt.datetime
    uploaded: dt.datetime | None = None
    online: dt.datetime | None = None
    delivered: dt.datetime | None = None
    fraud: str = ""
    cleared: dt.datetime | None = None  # when the fraud check let it go


def may_act(parcel: Parcel, sheet: Sheet) -> Verdict:
    """Whether the seller may ship or cancel: with a flagged order nothing is right but to wait (WSH-19, C8)."""
    if parcel.fraud in ("held", "confirmed"):
        return no(sheet, f"fraud_{parcel.fraud}")
    return yes(source="WSH-19")


def may_cancel(parcel: Parcel, sheet: Sheet, now: dt.datetime) -> Verdict:
    """Whether the buyer may cancel: until the tracking number is online (WSH-20), not merely uploaded."""
    if parcel.online is not None and parcel.online <= now:
        return no(sheet, "tracking_online")
    return yes(source="WSH-20")


def scores(parcel: Parcel) -> bool:
    """True when the order may touch the seller's score: one that was fraud never does (WSH-19)."""
    return parcel.fraud != "confirmed"


def due(parcel: Parcel, sheet: Sheet, clock: str) -> dt.datetime | None:
    """When a shipping clock runs out (WSH-14); None while it does not run.

    A held order has no clock; a cleared one has its whole time again from that moment (C8). By the setting
    ``from_upload`` the last two run from the upload, and not before it.
    """
    if parcel.fraud in ("held", "confirmed"):
        return None
    start: dt.datetime | None = parcel.cleared or parcel.ordered
    if clock != "upload" and sheet.setting("from_upload"):
        start = parcel.uploaded
    return None if start is None else start + dt.timedelta(hours=sheet.clock(clock).hours)


def in_time(parcel: Parcel, sheet: Sheet, clock: str, now: dt.datetime) -> bool | None:
    """Whether a shipping clock was kept; None while it still runs or does not run at all."""
    end = due(parcel, sheet, clock)
    done = {"upload": parcel.uploaded, "visible": parcel.online, "delivered": parcel.delivered}[clock]
    if end is None:
        return None
    if done is not None and done <= now:
        return done <= end
    return False if now > end else None


def still_ordered(listed: bool, stock: int) -> bool:
    """True when buyers can still order: stock 0 does not end it, only taking the product down does (WSH-15)."""
    return listed


def bears(reason: str, sheet: Sheet) -> str | None:
    """Who bears a refund for ``reason``: seller (WSH-33), None where nobody says."""
    found = {row.id: str(row.cells["bears"]) for row in sheet.tables["liability"]}
    return found.get(reason)
