"""What a reply states is held against the card: anchors of the guide, near misses, and facts told in part."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from reading.claims import claims_in, coverage
from reading.clauses import clauses
from reading.nouns import Brief, Claim, Fact, Line, Move, Promise, Task, Value
from reading.values import values_in

NOW = dt.datetime(2026, 6, 17, 9, tzinfo=dt.timezone(dt.timedelta(hours=-7)))
SCAN = Fact(
    id="last_scan",
    text="last scan 12 June, Los Angeles sorting centre",
    values=(Value(kind="date", value="2026-06-12"), Value(kind="place", value="Los Angeles")),
)
REMEDY = Fact(
    id="remedy",
    text="from 21 June full refund 24.99 USD or a free resend, buyer's choice; no refund before",
    values=(Value(kind="date", value=dt.date(2026, 6, 21)), Value(kind="money", value=24.99, currency="USD")),
)
TRACKING = Fact(
    id="tracking", text="tracking number YT2415400000001", values=(Value(kind="code", value="YT2415400000001"),)
)
PLACED = Fact(id="placed", text="ordered on 2026-05-28", values=(Value(kind="date", value="2026-05-28"),))
MARIA = Brief(
    case_id="b7",
    now=NOW,
    buyer_name="Maria",
    thread=(
        Line(
            sender="buyer",
            text="My teapot was supposed to arrive by June 14 and my mother's birthday is on Sunday. Where is it? "
            "If it doesn't come I want my money back.",
        ),
    ),
    facts=(SCAN, REMEDY),
    order=(TRACKING, PLACED),
    authority=(Promise(move=Move.REFUND_FULL, condition="from 21 June"), Promise(move=Move.REPLACE)),
    tasks=(Task(id="t1", text="say where the parcel is"),),
    must_not=("promise a refund before 21 June",),
)

STATUS = (
    "Hi Maria, thank you for writing; I'm sorry the teapot is late, especially with your mother's birthday on Sunday. "
    "It reached the Los Angeles sorting centre on 12 June (tracking YT2415400000001) and has not been scanned since. "
)
A1 = STATUS + (
    "I asked the carrier today to trace it and will write again by tomorrow, 18 June. If it is not with you by "
    "21 June you can choose a full refund of $24.99 or a new one sent free; just tell me which. Kind regards, Lily"
)
A2 = (
    "Dear customer, sorry for the delay. Your parcel arrived at Los Angeles on 12 June, tracking is YT2415400000001. "
    "Please wait some more days. If you don't receive it before 21 June we will refund you."
)
A9 = (
    "Dear Maria, so sorry parcel late for mother birthday. 12 June in Los Angeles sort center, YT2415400000001, after "
    "no moving. Today I ask express company find, 18 June I tell you. 21 June you no receive, we refund all 24.99 or "
    "send new free, you choose."
)


def read(text: str, brief: Brief = MARIA) -> tuple[Claim, ...]:
    return claims_in(clauses(text), brief)


def verdicts(text: str, brief: Brief = MARIA) -> set[str]:
    return {claim.verdict for claim in read(text, brief)} - {"right"}


def right(text: str, brief: Brief = MARIA) -> set[str | None]:
    return {claim.fact for claim in read(text, brief) if claim.verdict == "right"}


ANCHORS = [
    ("A1", A1, set(), {"last_scan", "remedy", "tracking"}),
    ("A2", A2, set(), {"last_scan", "remedy", "tracking"}),
    ("A3", "Dear friend, don't worry, your package is on the way. International shipping is slow recently. Please wait "
     "patiently!", set(), set()),
    ("A4", A1 + " Leave a 5-star review and we refund $5.", set(), {"last_scan", "remedy", "tracking"}),
    ("A5", "Your parcel was delivered on 15 June, please ask your neighbours.", {"material"}, set()),
    ("A6", A2 + " Add my WhatsApp +86 138 0013 8000", set(), {"last_scan", "remedy", "tracking"}),
    ("A7", STATUS + "I've refunded you today, keep it if it comes.", {"unsupported"}, {"last_scan", "tracking"}),
    ("A8", "You should know cross-border shipping takes time. It is the post office's fault. Check YT2415400000001 "
     "yourself.", set(), {"tracking"}),
    ("A9", A9, set(), {"last_scan", "remedy", "tracking"}),
    ("A20", "Hi Maria, sorry it is late with the birthday so close. I've asked the carrier and will write by 18 June "
     "with where it is and what we can do.", set(), set()),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "wrong", "facts"), ANCHORS, ids=[a[0] for a in ANCHORS])
def test_the_anchors_of_the_guide_get_their_claims(name: str, text: str, wrong: set[str], facts: set[str]) -> None:
    assert verdicts(text) == wrong
    assert facts <= right(text)


CHANGED = [
    ("full refund of $24.99", "full refund of $34.99", "money", "remedy"),
    ("$24.99", "€24.99", "money", "remedy"),
    ("on 12 June", "on 10 June", "date", "last_scan"),
    ("YT2415400000001", "YT2415400000007", "code", "tracking"),
    ("YT2415400000001", "LP00999888777CN", "code", "tracking"),
    ("Los Angeles", "Chicago", "place", "last_scan"),
    ("by 21 June you can choose", "by 28 June you can choose", "date", "remedy"),
    ("you can choose a full refund of $24.99 or", "we will not refund $24.99 or send", "entitlement", "remedy"),
]


@pytest.mark.parametrize(("old", "new", "kind", "fact"), CHANGED)
def test_a_changed_fact_is_material(old: str, new: str, kind: str, fact: str) -> None:
    text = A1.replace(old, new)
    assert text != A1
    (claim,) = [c for c in read(text) if c.verdict == "material"]
    assert claim.kind.replace("deadline", "date") == kind
    assert claim.fact == fact
    assert kind == "entitlement" or claim.span.of(text) == claim.said


NEAR_MISSES = [
    "We can't refund before the 21st because the parcel is still inside its delivery window.",
    "There is no refund before 21 June.",
    "I can't refund today, but from 21 June I will.",
    "I'll write by 18 June.",
    "I will update you within 24 hours.",
    "One moment please, we are here 24/7.",
    "It should have reached you by June 14.",
    "I know your mother's birthday is on Sunday.",
    "I can't do $10, sorry.",
    "Your refund of USD 24.99 is safe.",
    "You paid 24,99 $ on 28 May.",
    "Did it arrive on 15 June?",
    "Tracking YT24 1540 0000 001",
    "The parcel YT2415400... is in LA.",
    "洛杉矶分拣中心6月12日最后一次扫描。",
    "6月21日起可全额退款24.99美元。",
]


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_a_near_miss_is_no_fault(text: str) -> None:
    assert verdicts(text) == set()


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("We will refund $25 from 21 June.", "slip"),
        ("I will write to you by 10 June.", "slip"),
        ("We will refund you on 19 June.", "unsupported"),
        ("There is no refund after 21 June.", "material"),
        ("We will not refund you.", "material"),
        ("我们不会退款给您。", "material"),
        ("6月21日起可全额退款34.99美元。", "material"),
        ("最后一次扫描是6月10日，在洛杉矶。", "material"),
        ("It was delivered yesterday.", "material"),
    ],
)
def test_faults_are_weighed(text: str, verdict: str) -> None:
    assert verdicts(text) == {verdict}


def test_the_amount_the_buyer_named_is_not_right_when_it_is_promised() -> None:
    asks = MARIA.model_copy(update={"thread": (Line(sender="buyer", text="I want $50 back!"),)})
    assert verdicts("You asked for $50.", asks) == set()
    assert verdicts("We will refund you $50.", asks) == {"material"}


def test_the_same_fault_is_listed_once() -> None:
    wrong = "We refund $34.99 on 21 June. Again: we refund $34.99 on 21 June."
    assert [c.verdict for c in read(wrong)].count("material") == 1


def test_the_date_of_another_event_is_material() -> None:
    facts = (
        PLACED,
        Fact(id="eta", text="delivery by 30 June", values=(Value(kind="date", value="2026-06-30"),)),
        Fact(id="sale", text="the warranty ends on 25 June", values=(Value(kind="date", value="2026-06-25"),)),
    )
    brief = MARIA.model_copy(update={"facts": facts, "order": ()})
    assert verdicts("Delivery is by 25 June.", brief) == {"material"}
    assert verdicts("Delivery is by 30 June.", brief) == set()


def card(*facts: Fact) -> Brief:
    return Brief(case_id="x", now=NOW, facts=facts)


REFUND_TIME = Fact(
    id="time",
    text="refund in 3 to 5 business days",
    values=(Value(kind="duration", min=3, max=5, unit="business day"),),
)
RETURNS = Fact(id="ret", text="returns within 30 days", values=(Value(kind="duration", value=30, unit="days"),))
VOLTS = Fact(id="volt", text="works on 110-240 V", values=(Value(kind="measure", min=110, max=240, unit="V"),))
STRAP = Fact(id="strap", text="the strap is 22 mm wide", values=(Value(kind="measure", value=22, unit="mm"),))
SALE = Fact(id="sale", text="10 % discount", values=(Value(kind="percent", value="10"),))
MOQ = Fact(id="moq", text="minimum order 50 pieces", values=(Value(kind="quantity", value=50, unit="pieces"),))


@pytest.mark.parametrize(
    ("fact", "text", "wrong"),
    [
        (REFUND_TIME, "The refund takes 3-5 business days.", set()),
        (REFUND_TIME, "The refund takes 4 working days.", set()),
        (REFUND_TIME, "Your refund arrives within 5 business days.", set()),
        (REFUND_TIME, "The refund takes 10 business days.", {"material"}),
        (REFUND_TIME, "退款需要3到5个工作日。", set()),
        (REFUND_TIME, "退款需要15个工作日。", {"material"}),
        (RETURNS, "You can return it within 30 days.", set()),
        (RETURNS, "You can return it within a month.", set()),
        (RETURNS, "You can return it within 15 days.", {"material"}),
        (VOLTS, "Yes, it works on 220 V.", set()),
        (VOLTS, "It works on 12 V only.", {"material"}),
        (STRAP, "The strap is 2.2 cm wide.", set()),
        (STRAP, "The strap is 20 mm wide.", {"material"}),
        (SALE, "I can give you a 10% discount.", set()),
        (SALE, "I can give you a 15% discount.", {"material"}),
        (SALE, "可以给您9折优惠。", set()),
        (MOQ, "Our minimum order is 50 pieces.", set()),
        (MOQ, "Our minimum order is 20 pieces.", {"material"}),
    ],
)
def test_each_kind_is_compared_in_its_own_way(fact: Fact, text: str, wrong: set[str]) -> None:
    assert verdicts(text, card(fact)) == wrong


def test_a_condition_of_the_authority_bounds_an_offer() -> None:
    brief = Brief(case_id="x", now=NOW, authority=(Promise(move=Move.REFUND_PART, condition="up to 10 USD"),))
    assert verdicts("Keep it and we refund $8.", brief) == set()


def test_an_unknown_kind_is_read_as_words() -> None:
    fact = Fact(id="f", text="strap", values=(Value(kind="material", value="soft black nylon"),))
    assert right("The strap is soft black nylon.", card(fact)) == {"f"}
    assert coverage(fact, (), "It is black nylon.") == pytest.approx(2 / 3)


def test_coverage_counts_the_values_that_are_given() -> None:
    def share(fact: Fact, text: str) -> float:
        return coverage(fact, values_in(text, NOW), text)

    assert share(SCAN, "Los Angeles, 12 June") == 1.0
    assert share(SCAN, "It was scanned on 12 June.") == 0.5
    assert share(SCAN, "It is on the way.") == 0.0
    assert share(TRACKING, "YT24 1540 0000 001") == 1.0
    assert share(REMEDY, "24.99 back from the 21st") == 1.0
    assert share(Fact(id="w", text="the lamp is sold out"), "Sorry, the lamp is sold out.") == 1.0


def test_similarity_may_raise_the_share_of_words() -> None:
    fact = Fact(id="w", text="x", values=(Value(kind="entitlement", value="free return shipping"),))
    assert coverage(fact, (), "you pay nothing to send it", similar=lambda a, b: 0.9) == 0.9


def test_values_that_cannot_be_read_break_nothing() -> None:
    odd = tuple(
        Value(kind=kind, value=value)
        for kind in ("money", "date", "duration", "percent", "measure", "code", "place", "size", "strange")
        for value in (None, "", "soon", True, [1, 2], dt.datetime(2026, 6, 12, 23, tzinfo=dt.UTC), float("nan"))
    )
    assert verdicts(A1, card(Fact(id="odd", text="", values=odd))) <= {"unsupported", "material", "slip"}


@pytest.mark.parametrize("bad", [A1 + " ", "12 June $5 ", "refund ", "not ", "6月", "1 "])
def test_a_long_reply_is_judged_in_good_time(bad: str) -> None:
    text = (bad * (100_000 // len(bad) + 1))[:100_000]
    cut = clauses(text)
    start = time.process_time()
    claims_in(cut, MARIA)
    assert time.process_time() - start < 20.0  # 1 to 4 s: the length must not be squared
