"""DHgate's dispute: stages, the clock of each, and answers that cannot be taken back (DHG-03 to DHG-17).

Stages and moves are tables of the sheet. Days are natural days in one calendar; whether the last day of a clock still
counts is the setting ``end_day_counts``.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from reading.nouns import Frozen
from scenarios.platforms.counted import Row
from scenarios.platforms.sheet import Sheet
from scenarios.platforms.verdict import Verdict, between, later, no, yes

Request = Literal["partial_refund", "full_refund", "return_refund", "resend"]  # DHG-04
Ground = Literal["not_received", "not_as_described", "false_tracking", "no_reason"]  # DHG-05
WANTED = {"refuse": "no_proposal", "enter_tracking": "no_number", "give_address": "no_address"}
EVIDENCE = ("seller_evidence", "buyer_evidence")


class Step(Frozen):
    """One thing that happened: an action of a side, or a clock that ran out (``who`` is then ``system``)."""

    day: dt.date
    who: str
    what: str
    text: str = ""


class Dispute(Frozen):
    """A dispute as it stands; ``since`` is the first day of its stage, ``agreed`` what a proposal offers instead."""

    request: Request
    ground: Ground
    opened: dt.date
    since: dt.date
    stage: str = "asked"
    agreed: Request | None = None
    steps: tuple[Step, ...] = ()


def last_day(day: dt.date, days: int, sheet: Sheet) -> dt.date:
    """The last day of a clock of ``days`` natural days that starts on ``day``."""
    return day + dt.timedelta(days=days if sheet.setting("end_day_counts") else days - 1)


def open_days(tracked: dt.date, sheet: Sheet, carrier: str = "") -> tuple[dt.date, dt.date]:
    """First and last day to open a dispute after the tracking number was entered (DHG-03; by carrier DHG-18)."""
    days = sheet.row("carriers", carrier).number("open_from") if carrier else sheet.number("open_from")
    return tracked + dt.timedelta(days=int(days)), last_day(tracked, int(sheet.number("open_to")), sheet)


def may_open(
    tracked: dt.date, today: dt.date, ground: Ground, sheet: Sheet, promised: dt.date | None = None, carrier: str = ""
) -> Verdict:
    """May the buyer open a dispute? ``promised`` is the last day of the promised delivery time (DHG-06)."""
    opens, closes = open_days(tracked, sheet, carrier)
    if ground == "not_received" and promised is not None and today <= promised:
        return no(sheet, "open_promised", max(opens, promised + dt.timedelta(days=1)), closes)
    return between(sheet, today, opens, closes, "open")


def opened(request: Request, ground: Ground, today: dt.date) -> Dispute:
    """A dispute opened today."""
    return Dispute(request=request, ground=ground, opened=today, since=today, steps=(_step(today, "buyer", "open"),))


def due(dispute: Dispute, sheet: Sheet) -> dt.date | None:
    """The last day of the clock of the present stage; None where none runs or nobody knows it (GAP-22)."""
    cells = sheet.row("stages", dispute.stage).cells
    if "clock" not in cells:
        return None
    clock = str(cells["clock"])
    days = {one.id: one.value for one in sheet.settings} | {one.id: one.value for one in sheet.numbers}
    start = dispute.opened if cells["from"] == "opened" else dispute.since
    return None if days[clock] is None else last_day(start, int(days[clock] or 0), sheet)


def passed(dispute: Dispute, today: dt.date, sheet: Sheet) -> Dispute:
    """The dispute as its clocks have left it by ``today``: what ran out takes effect on the next day."""
    closes = due(dispute, sheet)
    while closes is not None and today > closes:
        row = sheet.row("stages", dispute.stage)
        if row.cells["then"] == dispute.stage:  # the centre is late: nothing follows by itself
            break
        dispute = _into(dispute, str(row.cells["then"]), closes + dt.timedelta(days=1), "system", "expired", "", sheet)
        closes = due(dispute, sheet)
    return dispute


def moves(dispute: Dispute, sheet: Sheet) -> tuple[Row, ...]:
    """What can be done in the present stage, as rows of the table ``moves``."""
    done = {step.what for step in dispute.steps}
    rows = (row for row in sheet.tables["moves"] if row.id.startswith(f"{dispute.stage}."))
    return tuple(row for row in rows if row.id.partition(".")[2] not in done.intersection(EVIDENCE))


def may(dispute: Dispute, action: str, today: dt.date, sheet: Sheet, text: str = "") -> Verdict:
    """May ``action`` be taken today? ``text`` is the proposal, the return address or the tracking number.

    Irreversible: an answer that was given is not given again (DHG-16).
    """
    now = passed(dispute, today, sheet)
    closes = due(now, sheet)
    if action not in {row.id.partition(".")[2] for row in moves(now, sheet)}:
        answers = {"accept", "refuse"}
        said = {step.what for step in now.steps}
        twice = said & (answers if action in answers else {action})
        return no(sheet, "move_twice" if twice else "move_elsewhere", closes=closes)
    if action in WANTED and not text.strip():
        return no(sheet, WANTED[action], closes=closes)
    if action == "mediate" and today < (opens := later(now.opened, sheet, "mediation_from")):
        return no(sheet, "mediate_early", opens, closes)
    return yes(now.since, closes, sheet.row("moves", f"{now.stage}.{action}").source)


def act(
    dispute: Dispute, action: str, today: dt.date, sheet: Sheet, text: str = "", offer: Request | None = None
) -> tuple[Dispute, Verdict]:
    """The dispute after ``action``, and what the rules say of it; a refused action changes only what clocks changed.

    ``offer`` is what a refusing seller proposes instead of the buyer's request.
    """
    verdict, now = may(dispute, action, today, sheet, text), passed(dispute, today, sheet)
    if not verdict.may:
        return now, verdict
    row = sheet.row("moves", f"{now.stage}.{action}")
    if action == "refuse":
        now = now.model_copy(update={"agreed": offer or now.request})
    after = _into(now, str(row.cells["to"]), today, str(row.cells["who"]), action, text, sheet)
    if action in EVIDENCE and set(EVIDENCE) <= {step.what for step in after.steps}:
        after = after.model_copy(update={"stage": "opinion", "since": today})
    return after, verdict


def _into(dispute: Dispute, to: str, day: dt.date, who: str, what: str, text: str, sheet: Sheet) -> Dispute:
    if to in ("as_requested", "as_agreed"):
        wanted = dispute.agreed if to == "as_agreed" and dispute.agreed else dispute.request
        to = str(sheet.row("requests", wanted).cells["to"])
    since = dispute.since if to == dispute.stage else day
    steps = (*dispute.steps, _step(day, who, what, text))
    return dispute.model_copy(update={"stage": to, "since": since, "steps": steps})


def _step(day: dt.date, who: str, what: str, text: str = "") -> Step:
    return Step(day=day, who=who, what=what, text=text)
