"""DHgate: answers to a dispute, each given once, and what follows when a clock runs out (DHG-03 to DHG-17)."""

from __future__ import annotations

import datetime as dt
from typing import cast

from scenarios.operations.console import console
from scenarios.operations.nouns import Outcome, Refused, Room, Row
from scenarios.operations.rows import Args, Does, happened, put, refuse, row, rows, ruled, today
from scenarios.platforms.dispute import Dispute, Request, Step, act, due, may, passed
from scenarios.platforms.sheet import Sheet
from scenarios.platforms.verdict import Verdict

CENT = 0.005


def known(one: Row) -> Dispute:
    """A row of the disputes as the rules know it; a step is kept as "day who what"."""
    steps = [text.split(" ") for text in one["steps"] or ()]
    return Dispute(
        request=one["request"],
        ground=one["ground"],
        opened=one["opened"],
        since=one["since"] or one["opened"],
        stage=one["stage"],
        agreed=one["offer"],
        steps=tuple(Step(day=dt.date.fromisoformat(day), who=who, what=what) for day, who, what in steps),
    )


def kept(room: Room, one: Row, now: Dispute, sheet: Sheet) -> Room:
    """The room with a dispute as the rules left it; a closed one settles its order."""
    steps = [f"{step.day} {step.who} {step.what}" for step in now.steps]
    left = due(now, sheet)
    room = put(room, "disputes", one["id"], stage=now.stage, since=now.since, due=left, steps=steps)
    return settled(room, one, now) if now.stage == "closed" and one["stage"] != "closed" else room


def settled(room: Room, one: Row, now: Dispute) -> Room:
    """Where the money goes when a dispute closes: to the buyer, or to the seller (DHG-11, 12, 16)."""
    agreed = "agree" in {step.what for step in now.steps}
    results = {"return_tracking": "gave_up", "resending": "resent", "executing": "refunded"}
    result = results.get(one["stage"], "refunded" if one["liable"] == "seller" else "released")
    room = put(room, "disputes", one["id"], result=result)
    if result == "refunded":
        back = one["offered"] if agreed else one["amount"]
        return put(room, "orders", one["order"], status="refunded", refunded=back)
    return put(room, "orders", one["order"], status="done")


def said(room: Room, verdict: Verdict, stage: str = "") -> Refused | None:
    """The refusal of a rule, with the stage and the day that ends it, or from which it may be done."""
    no = ruled(room, verdict)
    if no is None or no.when != "not_allowed":
        return no
    zh, en = no.zh, no.en
    if stage:
        words = console("dhgate").tables["disputes"].columns["stage"].values[stage]
        zh, en = f"{zh}现在是“{words['zh']}”。", f"{en} It is now: {words['en']}."
    if verdict.opens:
        zh, en = f"{zh}{verdict.opens} 起可以。", f"{en} Possible from {verdict.opens}."
    if verdict.closes:
        zh, en = f"{zh}期限到 {verdict.closes} 为止。", f"{en} The time ends on {verdict.closes}."
    return no.model_copy(update={"zh": zh, "en": en})


def not_now(room: Room, one: Row, action: str, sheet: Sheet, text: str = "-") -> Refused | None:
    """Why this action is not possible in the dispute today; None when it is."""
    if one["stage"] == "closed":
        reason = sheet.row("reasons", "move_elsewhere")
        return said(room, Verdict(may=False, reason=reason.id, why=reason.name, source=reason.source), "closed")
    return said(room, may(known(one), action, today(room, sheet), sheet, text), one["stage"])


def moved(room: Room, one: Row, action: str, sheet: Sheet, text: str = "-", offer: str | None = None) -> Room:
    """The room after an action that is possible."""
    now, _ = act(known(one), action, today(room, sheet), sheet, text, cast("Request | None", offer))
    return kept(room, one, now, sheet)


def accept(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """The buyer's request becomes the agreement and is carried out (DHG-09)."""
    one = row(room, "disputes", args["dispute"])
    return not_now(room, one, "accept", sheet) or moved(room, one, "accept", sheet)


def reject(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Refuses, and proposes something else at the same time (DHG-09)."""
    one, offer = row(room, "disputes", args["dispute"]), args["offer"]
    no = not_now(room, one, "refuse", sheet, offer or "")
    if no:
        return no
    last, price = due(known(one), sheet), float(row(room, "orders", one["order"])["price"])
    worth = float({"partial_refund": args["amount"] or 0, "resend": 0}.get(offer, price))
    if not worth and offer == "partial_refund":
        return refuse(room, "proposal_amount", until=last)
    if offer == "partial_refund" and worth >= price - CENT:
        return refuse(room, "proposal_too_much", until=last, price=price)
    if offer == one["request"] and (offer != "partial_refund" or worth >= (one["amount"] or 0) - CENT):
        return refuse(room, "proposal_same", until=last)
    room = moved(room, one, "refuse", sheet, offer, offer)
    return put(room, "disputes", one["id"], offer=offer, offered=worth)


def give_address(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """The return address; the buyer then has seven days for the return tracking (DHG-11)."""
    one, place = row(room, "disputes", args["dispute"]), row(room, "addresses", args["address"])
    no = not_now(room, one, "give_address", sheet)
    if no:
        return no
    if place["note"]:
        return refuse(room, "address_old", address=place["id"])
    return put(moved(room, one, "give_address", sheet), "disputes", one["id"], address=place["id"])


def confirm_return(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Once the goods are back the refund follows."""
    one = row(room, "disputes", args["dispute"])
    no = not_now(room, one, "receive", sheet)
    if no:
        return no
    if not one["arrived"]:
        return refuse(room, "return_not_arrived", until=due(known(one), sheet), dispute=one["id"])
    return moved(room, one, "receive", sheet)


def resend(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """A new tracking number; after 90 silent days the goods count as received (DHG-12)."""
    one, number = row(room, "disputes", args["dispute"]), args["tracking"]
    no = not_now(room, one, "enter_tracking", sheet, number) if one["stage"] == "resend_tracking" else None
    no = no or (not_now(room, one, "resend", sheet) if one["stage"] != "resend_tracking" else used(room, number))
    return no or put(moved(room, one, "enter_tracking", sheet, number), "disputes", one["id"], resent=number)


def used(room: Room, number: str) -> Refused | None:
    """A tracking number belongs to one parcel: used again it is a false one (DHG-05)."""
    first = [one["id"] for one in rows(room, "orders", {"tracking": number})]
    again = [one["order"] for one in rows(room, "disputes", {"resent": number})]
    both = [*first, *again]
    return refuse(room, "tracking_used", tracking=number, order=both[0]) if both else None


def give_evidence(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """All evidence at once; nothing can be added (DHG-16, 17)."""
    one = row(room, "disputes", args["dispute"])
    no = not_now(room, one, "seller_evidence", sheet)
    if no:
        return no
    for proof in (row(room, "proofs", name) for name in args["proofs"]):
        if proof["kind"] == "edited":
            return refuse(room, "proof_edited", proof=proof["id"])
        if proof["order"] != one["order"]:
            return refuse(room, "proof_other", proof=proof["id"], order=proof["order"])
    room = moved(room, one, "seller_evidence", sheet)
    return put(room, "disputes", one["id"], evidence=list(args["proofs"]))


def passes(room: Room, sheet: Sheet) -> Room:
    """Clocks that ran out, and what buyer and centre do by themselves."""
    for one in rows(room, "disputes"):
        if one["stage"] != "closed":
            room = on(expired(room, one, sheet), one["id"], sheet)
    return room


def expired(room: Room, one: Row, sheet: Sheet) -> Room:
    """A clock that ran out takes effect on the day after its last (DHG-08, 10, 11, 12)."""
    now = passed(known(one), today(room, sheet), sheet)
    if now.stage == one["stage"]:
        return room
    room = kept(room, one, now, sheet)
    last = due(known(one), sheet)
    before, after = (sheet.row("stages", stage) for stage in (one["stage"], now.stage))
    room = happened(
        room,
        f"{one['id']} 的期限 {last} 已过：{after.name['zh']}。",
        f"{one['id']}: its time ended on {last}. {after.name['en']}.",
        before.source,
    )
    return put(room, "disputes", one["id"], unanswered=True) if one["stage"] == "asked" else room


def on(room: Room, name: str, sheet: Sheet) -> Room:
    """One step of the buyer or the centre, where there is one to be taken today."""
    one = row(room, "disputes", name)
    move = one["next"]
    if one["stage"] == "negotiating" and agrees(one):
        move = "agree"
    elif one["stage"] in ("executing", "execution") and one["since"] < today(room, sheet):
        move = "execute"
    if not move:
        return room
    room = put(room, "disputes", name, next=None)
    if move == "rule" and one["stage"] in ("evidence", "opinion"):
        return rule(room, one, sheet)
    return room if not_now(room, one, move, sheet) else moved(room, one, move, sheet)


def agrees(one: Row) -> bool:
    """Whether the buyer takes what the seller proposed."""
    return one["offer"] in (one["accepts"] or ()) and (one["offered"] or 0) >= (one["accepts_from"] or 0) - CENT


def rule(room: Room, one: Row, sheet: Sheet) -> Room:
    """The centre's ruling: a seller without the needed evidence is found liable (DHG-14)."""
    proved = bool(one["needs"]) and set(one["needs"]) <= set(one["evidence"] or ())
    one = one | {"liable": "buyer" if proved else "seller"}
    step = Step(day=today(room, sheet), who="centre", what="rule")
    now = known(one)
    now = now.model_copy(update={"stage": "execution", "since": step.day, "steps": (*now.steps, step)})
    return put(kept(room, one, now, sheet), "disputes", one["id"], liable=one["liable"])


ACTS: dict[str, Does] = {
    "accept": accept,
    "reject": reject,
    "give_address": give_address,
    "confirm_return": confirm_return,
    "resend": resend,
    "give_evidence": give_evidence,
}
