"""AliExpress: evaluate a buyer within 30 days, reply below an evaluation, report an improper one (ALI-30 to ALI-47)."""

from __future__ import annotations

from scenarios.operations.console import console
from scenarios.operations.nouns import Outcome, Refused, Room, Row
from scenarios.operations.rows import Args, Does, day, put, refuse, row, ruled, today
from scenarios.platforms.evaluation import may_evaluate
from scenarios.platforms.sheet import Sheet

BREACHES = ("trade", "insult", "delete")


def words(table: str, one: Row) -> dict[str, str]:
    """The words for a row's status."""
    said: dict[str, str] = console("aliexpress").tables[table].columns["status"].values[one["status"]]
    return said


def evaluate_buyer(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """One evaluation an order, in 30 days after its end, when it was fully shipped (ALI-32)."""
    one = row(room, "orders", args["order"])
    if one["ended"] is None:
        return _not_ended(room, one)
    done = one["given"] is not None
    verdict = may_evaluate(day(one["ended"], sheet), today(room, sheet), sheet, one["shipped"] is not None, done)
    no = ruled(room, verdict)
    if no:
        return no
    if args["what"] in BREACHES:
        return refuse(room, f"text_{args['what']}")
    return put(room, "orders", one["id"], given=int(args["stars"]), given_what=args["what"])


def _not_ended(room: Room, one: Row) -> Refused:
    if one["receipt"] is not None:
        return refuse(room, "evaluate_running", when="early", starts=one["receipt"], order=one["id"])
    return refuse(room, "evaluate_open", when="early", order=one["id"], status=words("orders", one))


def reply_evaluation(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """An explanation that every buyer can read (ALI-47)."""
    one = row(room, "evaluations", args["evaluation"])
    if one["status"] == "deleted":
        return refuse(room, "evaluation_gone", evaluation=one["id"])
    if one["reply"]:
        return refuse(room, "reply_twice", evaluation=one["id"])
    if args["what"] in BREACHES:
        return refuse(room, f"text_{args['what']}")
    return put(room, "evaluations", one["id"], reply=args["what"])


def report_evaluation(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """The platform deletes attacks together with their detailed ratings, and nothing else (ALI-46)."""
    one = row(room, "evaluations", args["evaluation"])
    if one["status"] == "deleted":
        return refuse(room, "evaluation_gone", evaluation=one["id"])
    if not one["improper"]:
        return refuse(room, "report_groundless", evaluation=one["id"])
    return put(room, "evaluations", one["id"], status="deleted", described=None, communication=None, speed=None)


ACTS: dict[str, Does] = {
    "evaluate_buyer": evaluate_buyer,
    "reply_evaluation": reply_evaluation,
    "report_evaluation": report_evaluation,
}
