"""DHgate's console: the window of C5, answers that are given once, and every clock at its edges."""

from __future__ import annotations

import pytest

from desk import operations
from scenarios.operations import engine
from scenarios.operations.console import console
from scenarios.operations.dhgate_disputes import known
from scenarios.operations.nouns import Room, Row
from scenarios.platforms import sheet
from scenarios.platforms.dispute import due
from tests.rooms import Step, code, days, played

RULES = sheet("dhgate")
ACCEPT, OFFER, RETURN, SILENT, RESEND, PROOF, PROMISED, WINDOW, TRACKING = (
    operations.task(f"dhg-{name}")
    for name in (
        "accept", "proposal", "return", "return-silent", "resend", "evidence", "promised", "window", "tracking",
    )
)  # fmt: skip


def dispute(room: Room, name: str) -> Row:
    return next(one for one in room.tables["disputes"] if one["id"] == name)


def order(room: Room, name: str) -> Row:
    return next(one for one in room.tables["orders"] if one["id"] == name)


def test_the_screen_knows_every_stage_and_every_due_day_is_the_rules() -> None:
    assert set(console("dhgate").tables["disputes"].columns["stage"].values) == {
        row.id for row in RULES.tables["stages"]
    }
    for task in operations.tasks("dhgate"):
        for one in engine.start(task).tables["disputes"]:
            assert one["stage"] == "closed" or one["due"] == due(known(one), RULES), one["id"]


@pytest.mark.parametrize(
    ("request_id", "answer", "said"),
    [
        ("RQ-411", "open", "open_late"),
        ("RQ-411", "late", ""),
        ("RQ-412", "open", ""),
        ("RQ-412", "late", "judge_may"),
        ("RQ-413", "open", ""),
        ("RQ-414", "open", "open_early"),
        ("RQ-414", "late", "judge_other"),
    ],
)
def test_a_dispute_may_be_opened_from_day_5_to_day_90(request_id: str, answer: str, said: str) -> None:
    room = played(WINDOW, ("judge_request", {"request": request_id, "answer": answer}))
    assert code(room) == said
    assert not said or "20" in room.log[-1].refused.zh  # type: ignore[union-attr]


@pytest.mark.parametrize(("count", "said"), [(14, "open_promised"), (15, "")])
def test_not_received_waits_for_the_day_after_the_promised_one(count: int, said: str) -> None:
    room = played(PROMISED, *days(count), ("judge_request", {"request": "RQ-301", "answer": "open"}))
    assert code(room) == said
    if said:
        refused = room.log[-1].refused
        assert refused is not None and "2019-04-04" in refused.zh and "2019-04-04" in refused.en


def test_an_opened_request_has_five_days() -> None:
    room = played(PROMISED, ("judge_request", {"request": "RQ-302", "answer": "open"}))
    one = dispute(room, "D-RQ-302")
    assert (one["stage"], str(one["due"])) == ("asked", "2019-03-25")


@pytest.mark.parametrize(("count", "said"), [(3, ""), (4, "move_elsewhere")])
def test_the_answer_is_possible_on_the_fifth_day_and_not_on_the_sixth(count: int, said: str) -> None:
    room = played(ACCEPT, *days(count), ("accept", {"dispute": "DS190318-1"}))
    assert code(room) == said
    assert bool(dispute(room, "DS190318-1")["unanswered"]) == bool(said)


def test_silence_carries_out_what_the_buyer_asked() -> None:
    room = played(OFFER, *days(7))
    one = order(room, "5190301733")
    assert (one["status"], one["refunded"]) == ("refunded", 118.0)


def test_a_refusal_without_a_proposal_is_none_and_says_until_when() -> None:
    room = played(OFFER, ("reject", {"dispute": "DS190319-1"}))
    refused = room.log[-1].refused
    assert refused is not None and refused.code == "no_proposal" and refused.source == "DHG-09"
    assert "2019-03-24" in refused.zh and "2019-03-24" in refused.en
    assert dispute(room, "DS190319-1")["stage"] == "asked"


@pytest.mark.parametrize(
    ("offer", "amount", "said"),
    [
        ("partial_refund", None, "proposal_amount"),
        ("partial_refund", 118, "proposal_too_much"),
        ("full_refund", None, "proposal_same"),
        ("partial_refund", 17.7, ""),
        ("return_refund", None, ""),
    ],
)
def test_a_proposal_is_complete_and_something_else(offer: str, amount: float | None, said: str) -> None:
    room = played(OFFER, ("reject", {"dispute": "DS190319-1", "offer": offer, "amount": amount}))
    assert code(room) == said


def test_an_answer_is_given_once() -> None:
    refuse: Step = ("reject", {"dispute": "DS190319-1", "offer": "partial_refund", "amount": 10})
    accept: Step = ("accept", {"dispute": "DS190319-1"})
    for again in (refuse, accept):
        room = played(OFFER, refuse, again)
        assert code(room) == "move_twice"
        assert dispute(room, "DS190319-1")["offered"] == 10


@pytest.mark.parametrize(("count", "stage"), [(9, "negotiating"), (10, "evidence")])
def test_without_agreement_the_platform_takes_over_after_ten_days(count: int, stage: str) -> None:
    refuse: Step = ("reject", {"dispute": "DS190319-1", "offer": "partial_refund", "amount": 10})
    assert dispute(played(OFFER, refuse, *days(count)), "DS190319-1")["stage"] == stage


@pytest.mark.parametrize(("count", "stage"), [(1, "return_tracking"), (2, "closed")])
def test_a_buyer_who_enters_no_return_tracking_in_seven_days_gives_up(count: int, stage: str) -> None:
    room = played(SILENT, *days(count))
    assert dispute(room, "DS-611")["stage"] == stage
    assert order(room, "5190220611")["refunded"] is None


def test_return_tracking_on_the_seventh_day_counts() -> None:
    assert dispute(played(SILENT, *days(2)), "DS-622")["stage"] == "returning"


@pytest.mark.parametrize(("count", "said"), [(7, "return_not_arrived"), (8, "")])
def test_a_return_is_confirmed_when_it_is_there(count: int, said: str) -> None:
    room = played(
        RETURN,
        ("accept", {"dispute": "DS190319-7"}),
        ("give_address", {"dispute": "DS190319-7", "address": "AD-2"}),
        *days(count),
        ("confirm_return", {"dispute": "DS190319-7"}),
    )
    assert code(room) == said


@pytest.mark.parametrize(("count", "result"), [(90, None), (91, "resent")])
def test_ninety_silent_days_after_the_new_number_mean_received(count: int, result: str | None) -> None:
    sent: Step = ("resend", {"dispute": "DS190318-9", "tracking": "RB190320955CN"})
    room = played(RESEND, ("accept", {"dispute": "DS190318-9"}), sent, *days(count))
    assert dispute(room, "DS190318-9")["result"] == result


@pytest.mark.parametrize(
    ("proofs", "liable"), [(["P-1", "P-2"], "buyer"), (["P-1"], "seller"), ([], "seller")], ids=["all", "half", "none"]
)
def test_a_seller_who_lacks_evidence_is_found_liable(proofs: list[str], liable: str) -> None:
    give: tuple[Step, ...] = (("give_evidence", {"dispute": "DS-744", "proofs": proofs}),) if proofs else ()
    room = played(PROOF, *days(1), *give, *days(11))
    assert dispute(room, "DS-744")["liable"] == liable
    assert order(room, "5190220744")["refunded"] == (236.0 if liable == "seller" else None)


def test_talk_outside_and_pressure_to_drop_are_grave() -> None:
    for topic in ("outside", "drop"):
        room = played(ACCEPT, ("message", {"order": "5190301257", "topic": topic}))
        assert room.log[-1].refused is not None and room.log[-1].refused.when == "forbidden"


def test_a_tracking_number_is_entered_once_and_for_one_order() -> None:
    def enter(name: str, number: str) -> Step:
        return "upload_tracking", {"order": name, "carrier": "epacket", "tracking": number}

    assert code(played(TRACKING, enter("5190306101", "A1"), enter("5190306101", "A2"))) == "tracking_entered"
    assert code(played(TRACKING, enter("5190306101", "A1"), enter("5190306102", "A1"))) == "tracking_used"
    assert operations.download(played(TRACKING), "disputes.csv").content
