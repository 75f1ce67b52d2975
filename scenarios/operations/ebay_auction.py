"""eBay: second chance offers, cancelled bids, ended listings (EBY-47, 56, 61)."""

from __future__ import annotations

from scenarios.operations.ebay_unpaid import held
from scenarios.operations.nouns import Outcome, Refused, Room, Row
from scenarios.operations.rows import Args, Does, add, after, day, put, refuse, row, rows, ruled, today
from scenarios.platforms.selling import may_cancel_bid, may_offer_second_chance
from scenarios.platforms.sheet import Sheet


def second_chance(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Offers the item to bidders who did not win, at their last bid, within 60 days; no more offers than items."""
    listing = row(room, "listings", args["listing"])
    bids = [row(room, "bids", one) for one in args["bids"]]
    no = _chance_refused(room, listing, bids, sheet)
    if no:
        return no
    until = after(today(room, sheet), int(args["days"]))
    for bid in bids:
        room = add(room, "offers", listing=listing["id"], bidder=bid["bidder"], price=bid["amount"], until=until)
    return put(room, "orders", listing["order"], chance=True) if listing["order"] else room


def _chance_refused(room: Room, listing: Row, bids: list[Row], sheet: Sheet) -> Refused | None:
    if listing["format"] != "auction":
        return refuse(room, "chance_not_auction")
    if room.now < listing["ends"]:
        return refuse(room, "chance_running", "early", starts=day(listing["ends"], sheet))
    for bid in bids:
        if bid["listing"] != listing["id"] or bid["status"] != "valid":
            return refuse(room, "chance_no_bid", bidder=bid["bidder"])
        if bid["bidder"] == listing["winner"]:
            return refuse(room, "chance_winner", bidder=bid["bidder"])
    free = free_items(room, listing)
    reason = "identical_left" if listing["left"] else "not_paid" if listing["winner"] else "reserve_not_met"
    verdict = may_offer_second_chance(
        day(listing["ends"], sheet),
        today(room, sheet),
        reason,
        sheet,
        cancelled=not held(room, listing),
        offers=len(bids),
        items=free,
    )
    return ruled(room, verdict)


def free_items(room: Room, listing: Row) -> int:
    """How many items can be offered: more in stock, and the one that nobody keeps; less the offers made."""
    back = 1 if not held(room, listing) and listing["status"] != "relisted" else 0
    made = len(rows(room, "offers", {"listing": listing["id"]}))
    return max(0, (listing["left"] or 0) + back - made)


def cancel_bid(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Cancels a bid of a running auction, for one of three reasons (EBY-61). The form wants number and user name."""
    listings = rows(room, "listings", {"id": args["item"]})
    if not listings:
        return refuse(room, "bid_no_item", item=args["item"])
    listing = listings[0]
    if listing["status"] != "live" or room.now >= listing["ends"]:
        return refuse(room, "bid_ended", "late", until=day(listing["ends"], sheet))
    bids = rows(room, "bids", {"listing": listing["id"], "bidder": args["bidder"], "status": "valid"})
    if not bids:
        return refuse(room, "bid_none", bidder=args["bidder"], item=args["item"])
    no = ruled(room, may_cancel_bid(args["item"], args["bidder"], args["reason"], sheet))
    if no:
        return no
    return put(room, "bids", bids[0]["id"], status="cancelled", reason=args["reason"])


def end_listing(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Takes a listing down, before the report's deadline where there is one (EBY-47)."""
    listing = row(room, "listings", args["listing"])
    if listing["status"] != "live":
        return refuse(room, "listing_not_live", listing=listing["id"])
    return put(room, "listings", listing["id"], status="ended")


ACTS: dict[str, Does] = {"second_chance": second_chance, "cancel_bid": cancel_bid, "end_listing": end_listing}
