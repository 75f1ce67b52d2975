"""A dispute on DHgate: its days, what follows when a clock runs out, and answers that cannot be taken back."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.platforms import sheet
from scenarios.platforms.dispute import Dispute, Request, act, due, may, may_open, moves, open_days, opened, passed
from scenarios.platforms.packs import with_settings

DHG = sheet("dhgate")
STRICT = with_settings(DHG, {"end_day_counts": 0})
OPENED = dt.date(2019, 3, 20)
DAYS = st.dates(dt.date(2016, 1, 1), dt.date(2030, 1, 1))
ACTIONS = sorted({row.id.partition(".")[2] for row in DHG.tables["moves"]})


def after(n: int, day: dt.date = OPENED) -> dt.date:
    return day + dt.timedelta(days=n)


def dispute(request: Request = "full_refund") -> Dispute:
    return opened(request, "not_as_described", OPENED)


def done(of: Dispute, *steps: tuple[str, int], text: str = "terms") -> Dispute:
    for action, n in steps:
        of, verdict = act(of, action, after(n), DHG, text)
        assert verdict.may, (action, verdict.why)
    return of


def test_the_days_are_those_of_specification_c5() -> None:
    assert open_days(dt.date(2019, 3, 1), DHG) == (dt.date(2019, 3, 6), dt.date(2019, 5, 30))
    assert due(dispute(), DHG) == dt.date(2019, 3, 25)
    assert due(done(dispute(), ("refuse", 2)), DHG) == dt.date(2019, 3, 30)


@given(DAYS)
def test_a_dispute_opens_from_day_5_to_day_90(tracked: dt.date) -> None:
    found = [may_open(tracked, after(n, tracked), "no_reason", DHG).reason for n in (4, 5, 90, 91)]
    assert found == ["open_early", "", "", "open_late"]
    assert [may_open(tracked, after(n, tracked), "no_reason", STRICT).may for n in (5, 89, 90)] == [True, True, False]


@given(DAYS)
def test_not_received_waits_for_the_promised_time(tracked: dt.date) -> None:
    promised = after(30, tracked)
    found = [may_open(tracked, after(n, tracked), "not_received", DHG, promised) for n in (10, 30, 31)]
    assert [one.may for one in found] == [False, False, True]
    assert (found[0].source, found[0].opens) == ("DHG-06", after(31, tracked))
    assert may_open(tracked, after(10, tracked), "not_as_described", DHG, promised).may
    assert may_open(tracked, after(10, tracked), "not_received", DHG).may


def test_the_first_day_by_carrier_is_for_realism() -> None:
    days = [(open_days(OPENED, DHG, carrier)[0] - OPENED).days for carrier in ("courier", "ems", "post")]
    assert days == [5, 7, 10] and all(row.doubt for row in DHG.tables["carriers"])


@pytest.mark.parametrize(
    ("request_", "stage"),
    [
        ("partial_refund", "executing"),
        ("full_refund", "executing"),
        ("return_refund", "return_address"),
        ("resend", "resend_tracking"),
    ],
)
def test_accepting_and_keeping_silent_both_carry_out_the_request(request_: Request, stage: str) -> None:
    assert done(dispute(request_), ("accept", 5)).stage == stage
    silent = passed(dispute(request_), after(6), DHG)
    assert (silent.stage, silent.since, silent.steps[-1].who) == (stage, after(6), "system")
    assert passed(dispute(request_), after(5), DHG).stage == "asked"
    assert passed(dispute(request_), after(5), STRICT).stage == stage


def test_a_refusal_needs_a_proposal_at_the_same_time() -> None:
    same, verdict = act(dispute(), "refuse", after(1), DHG)
    assert (verdict.reason, verdict.source, same.stage) == ("no_proposal", "DHG-09", "asked")
    assert done(dispute(), ("refuse", 1)).stage == "negotiating"


def test_what_was_answered_cannot_be_changed() -> None:
    refused = done(dispute(), ("refuse", 1))
    for again in ("accept", "refuse"):
        assert may(refused, again, after(1), DHG, "other terms").reason == "move_twice"
    assert may(dispute(), "give_address", after(1), DHG, "street").reason == "move_elsewhere"


def test_no_agreement_in_ten_days_goes_to_the_platform() -> None:
    refused = done(dispute(), ("refuse", 5))
    assert passed(refused, after(10), DHG).stage == "negotiating"
    late = passed(refused, after(11), DHG)
    assert (late.stage, late.since) == ("evidence", after(11))
    assert may(refused, "agree", after(11), DHG).reason == "move_elsewhere"
    assert done(refused, ("agree", 10)).stage == "executing"


def test_the_agreed_proposal_is_carried_out_and_not_the_first_request() -> None:
    refused, _ = act(dispute("full_refund"), "refuse", after(1), DHG, "we send it again", offer="resend")
    assert done(refused, ("agree", 3)).stage == "resend_tracking"
    assert passed(refused, after(11), DHG).stage == "evidence"


def test_the_three_stages_of_the_platform_take_no_known_time() -> None:
    platform = done(dispute(), ("refuse", 1), ("mediate", 5))
    assert due(platform, DHG) is None and passed(platform, after(900), DHG).stage == "evidence"
    one = done(platform, ("seller_evidence", 6))
    assert one.stage == "evidence" and may(one, "seller_evidence", after(6), DHG).reason == "move_twice"
    assert [row.id for row in moves(one, DHG)] == ["evidence.buyer_evidence"]
    both = done(one, ("buyer_evidence", 7))
    assert (both.stage, both.since) == ("opinion", after(7))
    assert done(both, ("rule", 9), ("execute", 10)).stage == "closed"
    own = with_settings(DHG, {"evidence_days": 3})
    assert passed(platform, after(8), own).stage == "evidence" and passed(platform, after(9), own).stage == "opinion"


def test_the_buyer_may_not_call_the_centre_too_early() -> None:
    refused = done(dispute(), ("refuse", 1))
    assert may(refused, "mediate", after(4), DHG).reason == "mediate_early"
    assert may(refused, "mediate", after(5), DHG).source == "DHG-15"


def test_a_return_needs_its_tracking_in_seven_days() -> None:
    back = done(dispute("return_refund"), ("accept", 1), ("give_address", 3))
    assert due(back, DHG) == after(10)
    assert passed(back, after(10), DHG).stage == "return_tracking"
    assert passed(back, after(11), DHG).stage == "closed"
    assert may(back, "enter_tracking", after(4), DHG).reason == "no_number"
    sent = done(back, ("enter_tracking", 10))
    assert done(sent, ("receive", 20), ("execute", 21)).stage == "closed"
    assert passed(sent, after(41), DHG).stage == "executing"


def test_a_resent_parcel_is_received_after_ninety_silent_days() -> None:
    sent = done(dispute("resend"), ("accept", 1), ("enter_tracking", 4))
    assert passed(sent, after(94), DHG).stage == "resending" and passed(sent, after(95), DHG).stage == "closed"
    assert done(sent, ("confirm", 60)).stage == "closed"
    assert moves(passed(sent, after(95), DHG), DHG) == ()


@given(
    st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 9)), max_size=14),
    st.sampled_from(["resend", "return_refund", "full_refund"]),
)
def test_whatever_is_tried_a_dispute_only_goes_on(tries: list[tuple[str, int]], request_: Request) -> None:
    now, day = dispute(request_), 0
    for action, wait in tries:
        day += wait
        later, verdict = act(now, action, after(day), DHG, "terms")
        assert later.steps[: len(now.steps)] == now.steps and now.since <= later.since <= after(day)
        assert verdict.may or (verdict.why["zh"] and verdict.source)
        assert later.stage in {row.id for row in DHG.tables["stages"]}
        said = [step.what for step in later.steps]
        assert said.count("accept") + said.count("refuse") <= 1
        now = later


def test_every_move_leads_from_a_stage_to_a_stage() -> None:
    stages = {row.id for row in DHG.tables["stages"]}
    ends = stages | {"as_requested", "as_agreed"}
    for row in DHG.tables["moves"]:
        assert row.id.partition(".")[0] in stages and row.cells["to"] in ends
    for row in DHG.tables["stages"]:
        assert "clock" not in row.cells or row.cells["then"] in ends
    assert {row.id for row in DHG.tables["grounds"]} == {
        "not_received",
        "not_as_described",
        "false_tracking",
        "no_reason",
    }
