"""AliExpress's console: thirty days to evaluate, five to answer a dispute, receipt and price before they are over."""

from __future__ import annotations

import datetime as dt

import pytest

from desk import operations
from scenarios.operations.nouns import Act
from scenarios.operations.rows import row
from scenarios.operations.task import Task
from scenarios.platforms import sheet
from tests.rooms import Step, code, days, no, played

EVALUATE, WINDOW, PRICE, PAID, EXTEND, ACCEPT, REFUSE, REPORT, CHANGED, LATE, CLOCKS = (
    operations.task(f"ali-{name}")
    for name in (
        "evaluate", "evaluate-window", "price", "price-paid", "extend", "dispute-accept", "dispute-refuse", "report",
        "dispute-changed", "late-parcel", "dispute-clocks",
    )
)  # fmt: skip
UNPAID, X1 = "8005200900325523", "8004410200115522"


def at(task: Task, table: str, row_id: str, **changes: object) -> Task:
    """The task with columns of one written row changed."""
    new = tuple(one | changes if one["id"] == row_id else one for one in task.rows[table])
    return task.model_copy(update={"rows": {**task.rows, table: new}})


def evaluate(order: str, what: str = "thanks") -> Step:
    return "evaluate_buyer", {"order": order, "stars": 5, "what": what}


@pytest.mark.parametrize(("wait", "said"), [(0, ""), (21, ""), (22, "evaluate_late")])
def test_both_may_evaluate_for_thirty_days_after_the_end(wait: int, said: str) -> None:
    room = played(EVALUATE, *days(wait), evaluate("8003710044125521"))
    assert code(room) == said
    if said:
        assert (no(room).until, no(room).source) == (dt.date(2019, 6, 24), "ALI-32")


def test_the_last_day_is_one_of_the_pacific_calendar() -> None:
    late_at_night = dt.datetime(2019, 5, 5, 6)  # still 4 May on the Pacific coast
    order = "8003640110045521"
    assert code(played(at(WINDOW, "orders", order, ended=late_at_night), *days(1), evaluate(order))) == "evaluate_late"
    assert code(played(at(WINDOW, "orders", order, ended=late_at_night), evaluate(order))) == ""
    next_day = late_at_night + dt.timedelta(hours=2)
    assert code(played(at(WINDOW, "orders", order, ended=next_day), *days(1), evaluate(order))) == ""


def test_an_old_help_page_gives_seven_days() -> None:
    rules = sheet("aliexpress")
    numbers = tuple(
        one.model_copy(update={"value": 7}) if one.id == "evaluation_days" else one for one in rules.numbers
    )
    acts = [Act(name="evaluate_buyer", args=evaluate("8003710044125521")[1])]
    assert code(operations.play(EVALUATE, acts, rules.model_copy(update={"numbers": numbers}))) == "evaluate_late"


def test_an_order_that_has_not_ended_says_when_it_will() -> None:
    room = played(EVALUATE, evaluate("8003710044395522"))
    assert (code(room), no(room).when, no(room).starts) == ("evaluate_running", "early", dt.date(2019, 7, 6))
    assert code(played(PRICE, evaluate("8005220017415523"))) == "evaluate_open"


def test_one_evaluation_an_order_and_only_when_fully_shipped() -> None:
    assert code(played(EVALUATE, evaluate("8003710044125521"), evaluate("8003710044125521"))) == "evaluate_twice"
    assert code(played(WINDOW, evaluate("8003640110205521"))) == "evaluate_unshipped"


@pytest.mark.parametrize("what", ["insult", "trade"])
def test_no_evaluation_insults_or_buys(what: str) -> None:
    assert no(played(EVALUATE, evaluate("8003710044125521", what))).when == "forbidden"


@pytest.mark.parametrize("what", ["delete", "trade", "insult"])
def test_no_reply_asks_for_deletion_buys_or_insults(what: str) -> None:
    room = played(REPORT, ("reply_evaluation", {"evaluation": "E-302", "what": what}))
    assert no(room).when == "forbidden" and row(room, "evaluations", "E-302")["reply"] is None


def test_only_attacks_are_deleted_and_their_ratings_with_them() -> None:
    report: Step = ("report_evaluation", {"evaluation": "E-301"})
    one = row(played(REPORT, report), "evaluations", "E-301")
    assert (one["status"], one["described"], one["communication"], one["speed"]) == ("deleted", None, None, None)
    assert code(played(REPORT, report, report)) == "evaluation_gone"
    assert code(played(REPORT, ("report_evaluation", {"evaluation": "E-303"}))) == "report_groundless"
    answer: Step = ("reply_evaluation", {"evaluation": "E-303", "what": "explain"})
    assert code(played(REPORT, answer, answer)) == "reply_twice"


@pytest.mark.parametrize(("wait", "said"), [(0, ""), (2, ""), (3, "answer_late")])
@pytest.mark.parametrize(
    ("name", "more"), [("accept_dispute", {}), ("refuse_dispute", {"amount": 3, "evidence": "page"})]
)
def test_a_dispute_is_answered_on_the_fifth_day_at_the_latest(
    wait: int, said: str, name: str, more: dict[str, object]
) -> None:
    room = played(ACCEPT, *days(wait), (name, {"dispute": "D-201", **more}))
    assert code(room) == said
    if said:
        assert (no(room).until, no(room).source) == (dt.date(2019, 6, 5), "ALI-24")


def test_five_silent_days_pay_what_was_asked_and_are_a_bad_experience() -> None:
    for wait, status, bad in ((2, "waiting", None), (3, "executed", "unanswered")):
        room = played(ACCEPT, *days(wait))
        order = row(room, "orders", "8004300771205522")
        assert (row(room, "disputes", "D-201")["status"], order["bad"]) == (status, bad)
        assert order["repaid"] == (12.0 if bad else None)


def test_a_change_by_the_buyer_starts_the_five_days_anew() -> None:
    refuse: Step = ("refuse_dispute", {"dispute": "D-401", "amount": 11, "evidence": "photos"})
    accept: Step = ("accept_dispute", {"dispute": "D-401"})
    assert code(played(CHANGED, refuse, *days(1), accept)) == "dispute_not_waiting"
    assert code(played(CHANGED, refuse, *days(7), accept)) == ""
    room = played(CHANGED, refuse, *days(8), accept)
    assert (code(room), no(room).until) == ("answer_late", dt.date(2019, 6, 10))
    assert row(room, "orders", "8004266180415522")["bad"] == "unanswered"


@pytest.mark.parametrize(
    ("amount", "said"), [(0, ""), (29.99, ""), (30, "proposal_not_less"), (31, "proposal_not_less")]
)
def test_a_refusal_proposes_less_than_is_asked(amount: float, said: str) -> None:
    refuse: Step = ("refuse_dispute", {"dispute": "D-301", "amount": amount, "evidence": "tracking"})
    assert code(played(REFUSE, refuse)) == said


def test_a_refused_dispute_without_agreement_goes_to_arbitration_on_day_sixteen() -> None:
    for wait, status in ((12, "refused"), (13, "arbitration")):
        assert row(played(CLOCKS, *days(wait)), "disputes", "D-504")["status"] == status
    assert row(played(CLOCKS, *days(13)), "orders", "8004288500045522")["bad"] == "arbitration"


def test_a_settled_dispute_pays_the_proposal_and_ends_the_order() -> None:
    settled = at(at(CLOCKS, "disputes", "D-504", status="settled"), "disputes", "D-504", proposal=3.0)
    order = row(played(settled, *days(1)), "orders", "8004288500045522")
    assert (order["status"], order["repaid"], order["bad"]) == ("finished", 3.0, None)


@pytest.mark.parametrize(("wait", "said"), [(0, ""), (1, "receipt_late")])
def test_receipt_is_extended_on_its_last_day_at_the_latest(wait: int, said: str) -> None:
    room = played(EXTEND, *days(wait), ("extend_receipt", {"order": X1, "days": 15}))
    assert code(room) == said
    one = row(room, "orders", X1)
    assert one["receipt"] == (dt.date(2019, 6, 3) if said else dt.date(2019, 6, 18))
    assert one["status"] == ("finished" if said else "shipped")
    if said:
        assert no(room).until == dt.date(2019, 6, 3)


def test_extensions_add_up_and_a_class_may_set_their_most() -> None:
    extend: Step = ("extend_receipt", {"order": X1, "days": 15})
    one = row(played(EXTEND, extend, extend), "orders", X1)
    assert (one["receipt"], one["extended"]) == (dt.date(2019, 7, 3), 30)
    rules = sheet("aliexpress")
    most = tuple(
        one.model_copy(update={"value": 14}) if one.id == "receipt_extension" else one for one in rules.settings
    )
    limited = rules.model_copy(update={"settings": most})
    assert code(operations.play(EXTEND, [Act(name=extend[0], args=extend[1])], limited)) == "receipt_most"


@pytest.mark.parametrize(("wait", "said"), [(0, ""), (1, ""), (2, "price_paid")])
def test_a_price_is_changed_until_the_day_of_payment(wait: int, said: str) -> None:
    change: Step = ("change_price", {"order": UNPAID, "total": 16})
    assert code(played(PAID, *days(wait), change)) == said
    status = row(played(PAID, *days(wait)), "orders", UNPAID)["status"]
    assert status == ("cancelled" if said else "unpaid")


def test_a_price_is_only_lowered_and_only_before_payment() -> None:
    for total, said in ((17.99, ""), (18, "price_not_lower"), (20, "price_not_lower")):
        assert code(played(PAID, ("change_price", {"order": UNPAID, "total": total}))) == said
    assert code(played(PAID, ("change_price", {"order": "8005200900315523", "total": 16}))) == "price_paid"
    overdue = at(PAID, "orders", UNPAID, pay_by=dt.date(2019, 6, 2))
    room = played(overdue, ("change_price", {"order": UNPAID, "total": 16}))
    assert (code(room), no(room).until) == ("price_late", dt.date(2019, 6, 2))


def test_the_buyer_pays_what_the_page_says_when_she_is_told_to() -> None:
    order = "8005220017415523"
    change: Step = ("change_price", {"order": order, "total": 27})
    pay: Step = ("contact_buyer", {"order": order, "topic": "pay"})
    for acts, total in (((change, pay), 27.0), ((pay, *days(1), change), 33.0)):
        one = row(played(PRICE, *acts, *days(1)), "orders", order)
        assert (one["status"], one["total"]) == ("paid", total)


@pytest.mark.parametrize("topic", ["confirm", "withdraw", "outside", "praise"])
def test_a_message_presses_nobody_and_stays_on_the_platform(topic: str) -> None:
    room = played(LATE, ("contact_buyer", {"order": "8004277330095522", "topic": topic}))
    assert no(room).when == "forbidden" and not room.tables["messages"]
