"""eBay's feedback revision: solved first, asked within 30 days, five times in a thousand, and ten days to decide."""

from __future__ import annotations

import datetime as dt

from scenarios.platforms.sheet import Sheet
from scenarios.platforms.verdict import Verdict, between, later, no, yes


def quota(received: int, sheet: Sheet) -> int:
    """Revision requests of a seller with ``received`` feedbacks (EBY-09); under a full batch a setting (EBY-13)."""
    batches = received // int(sheet.number("revision_batch"))
    if not batches:
        return int(sheet.setting("revision_quota_small") or 0)
    return int(sheet.number("revision_quota")) * batches


def may_ask(left: dt.date, today: dt.date, solved: bool, received: int, asked: int, sheet: Sheet) -> Verdict:
    """May the seller ask today for a revision of feedback left on ``left``?

    ``asked`` counts the requests already made of ``received`` feedbacks. Solved first (EBY-04), then the 30 days of
    EBY-08, the last one included, then the quota of EBY-09.
    """
    closes = later(left, sheet, "revision_days")
    if not solved:
        return no(sheet, "revision_unsolved", left, closes)
    if asked >= quota(received, sheet):
        return no(sheet, "revision_quota", left, closes)
    return between(sheet, today, left, closes, "revision")


def state(asked: dt.date, today: dt.date, sheet: Sheet, answered: dt.date | None = None, agreed: bool = False) -> str:
    """``waiting``, ``revised``, ``declined`` or ``lapsed``: the buyer has ten days, the last included (EBY-10)."""
    closes = later(asked, sheet, "revision_answer_days")
    if answered is not None and answered <= min(closes, today):
        return "revised" if agreed else "declined"
    return "waiting" if today <= closes else "lapsed"


def rating_after(rating: int, revision: str, revised: int) -> int:
    """The rating once a request stands at ``revision``; replies and follow-up comments never change it (EBY-11)."""
    return revised if revision == "revised" else rating


def may_rate(unpaid_case: bool, sheet: Sheet) -> Verdict:
    """May the buyer leave feedback? Not once the seller has opened an unpaid-item case against her (EBY-12)."""
    return no(sheet, "feedback_lost") if unpaid_case else yes(source="EBY-12")
