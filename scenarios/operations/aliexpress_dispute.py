"""AliExpress: a dispute is answered in five days, or it ends as the buyer asked (ALI-24, ALI-55)."""

from __future__ import annotations

from scenarios.operations.aliexpress_evaluation import words
from scenarios.operations.nouns import Outcome, Refused, Room, Row
from scenarios.operations.rows import Args, Does, day, happened, put, refuse, row, rows, ruled, today
from scenarios.platforms import arbitration
from scenarios.platforms.sheet import Sheet


def stopped(room: Room, one: Row, sheet: Sheet) -> Refused | None:
    """Why this dispute cannot be answered now; the late one names the last day."""
    changed = day(one["changed"], sheet)
    if one["status"] in ("waiting", "executed"):
        no = ruled(room, arbitration.may_answer(changed, today(room, sheet), sheet))
        if no:
            return no
    if one["status"] != "waiting":
        return refuse(room, "dispute_not_waiting", dispute=one["id"], status=words("disputes", one))
    return None


def accept_dispute(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """The buyer gets what she asks, and the order ends."""
    one = row(room, "disputes", args["dispute"])
    return stopped(room, one, sheet) or _closed(room, one, "accepted", answered=room.now)


def _closed(room: Room, one: Row, status: str, **changes: object) -> Room:
    room = put(room, "disputes", one["id"], status=status, **changes)
    paid = {"repaid": one["asked"], "status": "finished", "ended": room.now}
    return put(room, "orders", one["order"], **paid)


def refuse_dispute(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """A proposal under what the buyer asks, with evidence; then it is her turn."""
    one = row(room, "disputes", args["dispute"])
    no = stopped(room, one, sheet)
    if no:
        return no
    if args["amount"] >= one["asked"]:
        return refuse(room, "proposal_not_less", dispute=one["id"], asked=one["asked"])
    said = {"proposal": args["amount"], "evidence": args["evidence"]}
    return put(room, "disputes", one["id"], status="refused", answered=room.now, **said)


def passes(room: Room, sheet: Sheet) -> Room:
    """Five silent days execute what the buyer asked; a refused dispute escalates by itself on day 16."""
    now = today(room, sheet)
    for one in rows(room, "disputes", {"status": "waiting"}):
        if arbitration.state(day(one["changed"], sheet), None, now, sheet) == "executed":
            room = put(_closed(room, one, "executed"), "orders", one["order"], bad="unanswered")
            zh = f"{one['id']} 5 天内没有回应，按买家的要求退款，并算一次不良体验。"
            en = f"{one['id']} had no answer in 5 days: paid back as asked, and a bad experience."
            room = happened(room, zh, en, "ALI-24")
    for one in rows(room, "disputes", {"status": ["settled", "withdrawn"]}):
        room = _agreed(room, one)
    for one in rows(room, "disputes", {"status": "refused"}):
        itself, _ = arbitration.escalates(day(one["opened"], sheet), sheet)
        if now >= itself:
            room = put(room, "disputes", one["id"], status="arbitration")
            room = put(room, "orders", one["order"], bad="arbitration")
    return room


def _agreed(room: Room, one: Row) -> Room:
    """Settled: the proposal is paid back and the order ends; withdrawn: the buyer's receipt is awaited as before."""
    if row(room, "orders", one["order"])["status"] != "disputed":
        return room
    if one["status"] == "withdrawn":
        return put(room, "orders", one["order"], status="shipped")
    return put(room, "orders", one["order"], status="finished", ended=room.now, repaid=one["proposal"])


ACTS: dict[str, Does] = {"accept_dispute": accept_dispute, "refuse_dispute": refuse_dispute}
