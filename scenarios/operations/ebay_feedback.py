"""eBay: feedback revisions, replies, remedies, and the questions buyers ask most (EBY-04 to 13, 62)."""

from __future__ import annotations

import datetime as dt

from scenarios.operations.nouns import Outcome, Room
from scenarios.operations.rows import Args, Does, add, after, day, days, put, put_all, refuse, row, rows, within
from scenarios.platforms.sheet import Sheet


def quota(received: int, per_thousand: float) -> int:
    """How many revisions a seller may ask for: so many for each whole 1000 feedbacks, at least one lot (EBY-09, 13)."""
    return int(per_thousand * max(1, received // 1000))


def ask_revision(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Once a feedback, within 30 days, after the problem is solved, and within the quota (EBY-04, 08, 09)."""
    one = row(room, "feedback", args["feedback"])
    if one["rating"] == "positive":
        return refuse(room, "revision_positive", feedback=one["id"])
    if one["asked"]:
        return refuse(room, "revision_twice", feedback=one["id"])
    if not one["solved"]:
        return refuse(room, "revision_unsolved")
    no = within(room, sheet, "revision", until=after(day(one["left"], sheet), days(sheet, "revision")))
    if no:
        return no
    account = rows(room, "account")[0]
    allowed = quota(account["received"], sheet.setting("revision_quota") or 0)
    used = account["revisions"] or 0
    if used >= allowed:
        return refuse(room, "revision_quota", received=account["received"], quota=allowed)
    room = put(room, "account", account["id"], revisions=used + 1)
    return put(room, "feedback", one["id"], asked=room.now, answer="pending")


def reply_feedback(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """A reply below the feedback; the rating stays what it is (EBY-11)."""
    return put(room, "feedback", args["feedback"], reply=args["text"])


def resend(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Sends the goods once more, as a remedy."""
    order = row(room, "orders", args["order"])
    if order["status"] != "shipped":
        return refuse(room, "resend_not_sent", order=order["id"])
    return put(room, "orders", order["id"], resent=True)


def add_question(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """One more question and its answer for buyers (EBY-62; the form is ours)."""
    return add(room, "faq", **args)


def passes(room: Room, sheet: Sheet) -> Room:
    """A revision that the buyer does not answer in 10 days lapses (EBY-10)."""
    span = dt.timedelta(days=days(sheet, "revision_answer"))
    late = [one["id"] for one in rows(room, "feedback", {"answer": "pending"}) if room.now - one["asked"] > span]
    return put_all(room, "feedback", late, answer="lapsed")


ACTS: dict[str, Does] = {
    "ask_revision": ask_revision,
    "reply_feedback": reply_feedback,
    "resend": resend,
    "add_question": add_question,
}
