"""eBay: feedback revisions, replies, remedies, and the questions buyers ask most (EBY-04 to 13, 62)."""

from __future__ import annotations

from scenarios.operations.nouns import Outcome, Room
from scenarios.operations.rows import Args, Does, add, day, put, put_all, refuse, row, rows, ruled, today
from scenarios.platforms.revision import may_ask, state
from scenarios.platforms.sheet import Sheet


def ask_revision(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Once a feedback, within 30 days, after the problem is solved, and within the quota (EBY-04, 08, 09)."""
    one = row(room, "feedback", args["feedback"])
    if one["rating"] == "positive":
        return refuse(room, "revision_positive", feedback=one["id"])
    if one["asked"]:
        return refuse(room, "revision_twice", feedback=one["id"])
    account = rows(room, "account")[0]
    used = account["revisions"] or 0
    left, now = day(one["left"], sheet), today(room, sheet)
    no = ruled(room, may_ask(left, now, bool(one["solved"]), account["received"], used, sheet))
    if no:
        return no
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
    now = today(room, sheet)
    waiting = rows(room, "feedback", {"answer": "pending"})
    late = [one["id"] for one in waiting if state(day(one["asked"], sheet), now, sheet) == "lapsed"]
    return put_all(room, "feedback", late, answer="lapsed")


ACTS: dict[str, Does] = {
    "ask_revision": ask_revision,
    "reply_feedback": reply_feedback,
    "resend": resend,
    "add_question": add_question,
}
