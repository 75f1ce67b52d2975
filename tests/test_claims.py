"""What a reply states is held against the card: anchors of the guide, near misses, and facts told in part."""

from __future__ import annotations

import datetime as dt
import re
import time
from functools import cache
from pathlib import Path

import pytest

from reading.card import Card, card_of
from reading.claims import claims_in, coverage
from reading.clauses import clauses
from reading.compare import compare
from reading.meant import Point, governed, own_step
from reading.nouns import Brief, Claim, Fact, Line, Move, Promise, Task, Value
from reading.piece import pieces
from reading.said import Said
from reading.values import values_in
from scenarios.brief import brief as brief_of
from scenarios.case import load_cases
from scenarios.nouns import Case
from scenarios.platforms import sheet

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


@cache
def cases() -> dict[str, tuple[Case, Brief]]:
    found = load_cases(Path(__file__).parents[1] / "scenarios" / "cases")
    return {case.id: (case, brief_of(case, sheet(case.platform))) for case in found}


WRONG = [  # what raters called material: case, words, the value or the start of the words, the card's fact
    ("ali-stars-07", "If you want a new lid we can send you, about 20 days arrive.", "20 days", "lid"),
    ("ali-wholesale-03", "For 500 pcs the price is 1.10 USD per piece, total 500 USD.", "500 USD", "total"),
    ("dhg-bulk-us-01", "The shipping fee by DHL is about $40 and it is very fast.", "$40", "freight"),
    ("amz-stockout-03", "Or you can wait, new green lamp will come before 28 May.", "28 May", "green_back"),
    ("ebay-combine-02", "The best price is $54 and shipping is $6, total $60.", "$60", "total"),
    ("ebay-pins-08", "The series 4 is coming already. Price is 15 EUR like before.", "15 EUR", "series4"),
    ("ali-slow-04", "Please don't worry, we will extend it for you 10 days.", "10 days", "extended"),
    ("ali-size-01", "For you M or L both should be OK.", "M", "size"),
    ("dhg-return-il-01", "The shipping fee is paid by you first.", "The shipping fee", "postage"),
    ("dhg-certificate-se-01", "Yes, all our products have CE certificate.", "Yes, all our", "asked"),
    ("ebay-unpaid-01", "You have not paid yet, please pay in 2 days.", "2 days", "reserved"),
    ("tao-verify-01", "我们今天就给您发货，周五肯定能收到的。", "周五肯定", None),
    ("ali-slow-04", 'Please press "Confirm goods received" when AliExpress asks you.', "Please press", "confirm"),
    ("amz-filters-08", "Please choose size 02 for your dripper.", "size 02", "fits"),
    ("amz-review-07", "For clean, you can put it in the dishwasher.", "", "clean"),
    ("ebay-address-03", "You can cancel the order, the money will back to you in 1-2 days.", "1-2 days", "refund_time"),
    ("ebay-revision-07", "Please click it and change your feedback in 30 days.", "30 days", "revision"),
    ("wish-damaged-se-01", "We can refund you $5 for the compensation.", "$5", "part"),
    ("ali-dispute-06", "We can refund you 8 EUR and you keep it.", "8 EUR", None),
    ("tao-unpaid-01", "您平时穿41码就改拍41码好了。", "41码", "size"),
    ("tao-wrong-01", "麻烦您先把黑色的寄回来，运费您先垫一下。", "", None),
    ("dhg-feedback-nl-01", "As you know, the logistics company is very slow.", "", "cause"),
    ("ebay-extort-06", "OK, we refund you £15 today.", "£15", "no_cash"),
]


@pytest.mark.parametrize(("name", "text", "said", "fact"), WRONG, ids=[f"{w[0]}: {w[2] or w[3]}" for w in WRONG])
def test_what_raters_call_a_wrong_fact_is_material(name: str, text: str, said: str, fact: str | None) -> None:
    wrong = [c for c in claims_in(clauses(text), cases()[name][1]) if c.verdict == "material"]
    assert any(c.said.startswith(said) and (fact is None or c.fact == fact) for c in wrong), wrong


FINE = [
    ("ali-stars-07", "A new lid arrives about 12 days after we send it on 4 December."),
    ("ali-wholesale-03", "500 pieces at 1.10 USD come to 550 USD, with DHL it is 628 USD."),
    ("dhg-bulk-us-01", "DHL is included, so there is no shipping fee."),
    ("ebay-combine-02", "Instead of $60 you pay $54, and with $9 shipping the total is $63."),
    ("ebay-pins-08", "Series 3 was 15 EUR, the new one costs 16.50 EUR."),
    ("dhg-return-il-01", "You pay nothing: we pay the return postage up to $12."),
    ("wish-cancel-in-01", "The return postage is paid by you."),
    ("dhg-certificate-se-01", "We do not have the CE report yet; as soon as we have a certificate I'll write to you."),
    ("ali-slow-04", "Please confirm receipt only after you have it in your hands."),
    ("amz-review-07", "Please never put it in the dishwasher."),
    ("ebay-extort-06", "We can't refund £15."),
    ("ebay-unpaid-01", "It stays reserved until the 9th, so four more days. We ship 2 business days after you pay."),
    ("ali-slow-04", "We extended your protection by 20 days, to 2 May."),
    ("ali-size-01", "Order by 20 May to have it a month before the wedding on 20 June."),
    ("tao-unpaid-01", "收到后7天内没穿出门可以换一次码，来回运费我们出。"),
    ("ebay-combine-02", "For all three you pay $54 (that's $6 less than $60) plus $9 postage, so $63."),
    ("tao-unpaid-01", "41码对应25.5厘米，您脚长26厘米，建议您选42码。"),
    ("tao-wrong-01", "运费我们出，您不用先寄回来。"),
    ("tao-verify-01", "一般9月11日到12日到，周五到不到我不敢保证。"),
    ("ebay-address-03", "eBay refunds you, and the money is back in 3 to 5 business days."),
    ("dhg-feedback-nl-01", "It was not DHL's fault, the mistake was ours."),
]


@pytest.mark.parametrize(("name", "text"), FINE)
def test_what_the_card_says_is_never_material(name: str, text: str) -> None:
    wrong = [c for c in claims_in(clauses(text), cases()[name][1]) if c.verdict in {"material", "slip"}]
    assert wrong == []


def test_good_and_strange_replies_have_no_wrong_fact() -> None:
    loose = 0
    for case, brief in cases().values():
        for name in ("good", "clumsy", "strange"):
            if (sample := case.samples.get(name)) is not None:
                found = claims_in(clauses(sample.text), brief)
                assert [c for c in found if c.verdict == "material"] == [], (case.id, name)
                loose += sum(c.verdict in {"slip", "unsupported"} for c in found)
    assert loose <= 2


_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_DAY = re.compile(r"(?<![\d:])\d{1,2}(?![\d:]|月|点| ?[ap]m)")
_SIZES = {"S": "L", "M": "XL", "L": "S", "XL": "M"}
KINDS = {"money", "date", "deadline", "duration", "percent", "quantity", "measure", "size", "code"}


def another(said: Said, up: bool) -> str | None:
    """The value in its own words with clearly another number; None where it is not said in digits."""
    raw = said.raw
    if said.kind == "size" and not any(sign.isdigit() for sign in raw):
        return re.sub(r"(XL|S|M|L)(?=码|$)", lambda m: _SIZES[m[0]], raw)
    if said.kind in {"date", "deadline"}:
        return _DAY.sub(lambda m: str(_other_day(int(m[0]), 6 if up else -5)), raw)
    if said.kind == "code":
        return re.sub(r"\d(?=\d{0,2}\D*$)", lambda m: str((int(m[0]) + (3 if up else 6)) % 10), raw)
    if said.kind == "size":
        return _NUMBER.sub(
            lambda m: str(int(m[0]) + (2 if up else -2)).zfill(len(m[0])) if m[0].isdigit() else m[0], raw
        )
    return _NUMBER.sub(lambda m: _other_number(m[0], up), raw)


def _other_day(day: int, step: int) -> int:
    moved = day + step
    return day - 4 if moved > 28 else day + 3 if moved < 1 else moved


def _other_number(digits: str, up: bool) -> str:
    value = float(digits.replace(",", ""))
    moved = value * 1.6 + 3 if up else value * 0.55
    places = len(digits.split(".")[1]) if "." in digits else 0
    shown = f"{moved:.{places}f}" if places else str(max(1, round(moved)))
    return shown if shown != digits else str(int(value) + 2)


def changed(case: Case, brief: Brief, up: bool) -> list[tuple[str, int, int, str]]:
    """The good reply with one of the card's values changed: text, where the change stands, the words before it.

    Left out are the seller's own next step and amounts that are refused, which are no claims, and changes that
    make another value of the card or of the thread.
    """
    text, card = case.samples["good"].text, card_of(brief)
    found = []
    for piece in pieces(clauses(text)):
        for said in _values(piece.clause.text, brief, card):
            point = Point(said, piece, frozenset(), frozenset(), frozenset())
            if said.kind not in KINDS or not _on(said, card) or own_step(point) or governed(point):
                continue
            new, start = another(said, up), piece.clause.span.start + said.span.start
            if new is None or new == said.raw:
                continue
            whole = text[:start] + new + text[start + len(said.raw) :]
            after = [s for s in _values(whole, brief, card) if s.span.start < start + len(new) and s.span.end > start]
            after = [s for s in after if s.kind in KINDS]
            if after and not any(_on(s, card) or _heard(s, card) for s in after):
                found.append((whole, start, start + len(new), f"{case.id}: {said.raw} -> {new}"))
    return found


def _values(text: str, brief: Brief, card: Card) -> tuple[Said, ...]:
    return values_in(text, brief.now, brief.language, card.currency, card.places)


def _on(said: Said, card: Card) -> bool:
    zone = card.brief.now.tzinfo
    return any(e.firm and compare(said, e.value, e.scope, zone) in {"same", "near"} for e in card.entries)


def _heard(said: Said, card: Card) -> bool:
    return any(compare(said, value, "exact", card.brief.now.tzinfo) == "same" for value in card.thread)


@pytest.mark.parametrize("up", [True, False])
def test_most_values_of_the_card_that_are_changed_are_noticed(up: bool) -> None:
    hit, missed = 0, []
    for case, brief in cases().values():
        for text, start, end, what in changed(case, brief, up):
            found = [c for c in claims_in(clauses(text), brief) if c.verdict == "material"]
            if any(c.span.start < end and c.span.end > start for c in found):
                hit += 1
            else:
                missed.append(what)
    assert hit + len(missed) >= 200
    assert hit / (hit + len(missed)) >= 0.84, missed


def test_a_reply_is_judged_in_a_few_milliseconds() -> None:
    cut = [(clauses(case.samples["good"].text), brief) for case, brief in cases().values()]
    spent = []
    for _ in range(3):  # the first round reads the cards
        start = time.process_time()
        for found, brief in cut:
            claims_in(found, brief)
        spent.append((time.process_time() - start) / len(cut))
    assert min(spent) < 0.012  # 4 to 6 ms on a quiet machine
