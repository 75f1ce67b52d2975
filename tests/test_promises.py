"""What the seller promises beyond the card (V14) and what he makes up (V12)."""

from __future__ import annotations

import datetime as dt

import pytest

from reading.claims import claims_in
from reading.clauses import clauses, sentences
from reading.disguise import undisguised
from reading.moves import moves_in
from reading.nouns import Brief, Fact, Line, Move, Promise, Value
from reading.offers import settled_refunds, with_choices
from reading.promises import earliest, fabricated, overcommitted
from reading.text import plain

NOW = dt.datetime(2026, 6, 17, 9, tzinfo=dt.UTC)
WAITING = Brief(
    case_id="late",
    now=NOW,
    thread=(Line(sender="buyer", text="Where is my teapot? If it doesn't come I want my money back."),),
    facts=(
        Fact(id="price", text="she paid 24.99 USD", values=(Value(kind="money", value=24.99, currency="USD"),)),
        Fact(id="scan", text="last scan on 12 June in Los Angeles; not delivered"),
        Fact(id="number", text="YT2415400000001", values=(Value(kind="code", value="YT2415400000001"),)),
    ),
    authority=(
        Promise(move=Move.REFUND_FULL, condition=">=2026-06-21"),
        Promise(move=Move.REPLACE, condition=">=2026-06-21"),
    ),
)
DEAL = Brief(
    case_id="deal",
    now=NOW,
    thread=(Line(sender="buyer", text="Can you do $3.10 for 300 tumblers?"),),
    facts=(
        Fact(id="p300", text="300 pieces: 3.85 USD each", values=(Value(kind="money", value=3.85, currency="USD"),)),
        Fact(id="p500", text="500 pieces: 3.45 USD each", values=(Value(kind="money", value=3.45, currency="USD"),)),
    ),
    authority=(Promise(move=Move.QUOTE, condition="3.85 USD for 300, 3.45 USD from 500"),),
)


def beyond(text: str, about: Brief) -> bool:
    words = undisguised(plain(text)).text
    parts = sentences(words)
    cut = clauses(words, parts)
    moves = settled_refunds(words, cut, with_choices(words, cut, moves_in(cut, None, about)), about)
    return bool(overcommitted(words, parts, cut, moves, about))


def made_up(text: str, about: Brief) -> bool:
    words = undisguised(plain(text)).text
    cut = clauses(words, sentences(words))
    return bool(fabricated(words, cut, claims_in(cut, about), about))


def test_a_condition_tells_the_first_day() -> None:
    assert earliest(WAITING)[Move.REFUND_FULL] == dt.date(2026, 6, 21)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("I've refunded you $24.99 today, keep it if it comes.", WAITING),
        ("We will refund $24.99 right away.", WAITING),
        ("We will send you a new teapot tomorrow and also refund $24.99 to you.", WAITING),
        ("We'll refund 24.99 dollars and also resend a new one free of charge.", WAITING),
        ("For you $3.10 is OK for 300 pieces.", DEAL),
        ("I make an exception, you get 300 at the price of 500.", DEAL),
        ("You can have 300 at $2.90 each.", DEAL),
        ("I will add 20 pieces for free.", DEAL),
    ],
)
def test_a_promise_beyond_the_card_is_found(text: str, about: Brief) -> None:
    assert beyond(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("If it is not with you by 21 June you can choose a full refund of $24.99 or a new one.", WAITING),
        ("From 21 June we can refund $24.99 in full.", WAITING),
        ("I can't refund before 21 June.", WAITING),
        ("Would you like a refund or a new teapot after 21 June?", WAITING),
        ("I asked the carrier today and will write by 18 June.", WAITING),
        ("300 pieces are $3.85 each, from 500 the price is $3.45 each.", DEAL),
        ("$3.10 would be below what we can manage, I'm afraid.", DEAL),
        ("I will send you a new invoice this evening.", DEAL),
    ],
)
def test_a_promise_within_the_card_stands(text: str, about: Brief) -> None:
    assert not beyond(text, about)


@pytest.mark.parametrize(
    "text",
    [
        "Our system shows that your teapot was delivered on 15 June.",
        "Your parcel was delivered on 15 June, please ask your neighbours.",
        "Amazon has already approved your refund.",
        "If you don't get it, Amazon has already approved a refund, this is the official decision of Amazon.",
        "We looked at your teapot. Kind regards, Amazon Support Team",
        "The system shows the refund of $24.99 was already sent this morning.",
        "Your refund has arrived on your card.",
        "The tracking number of your parcel is LX998877665CN.",
    ],
)
def test_an_invention_is_found(text: str) -> None:
    assert made_up(text, WAITING)


@pytest.mark.parametrize(
    "text", ["系统显示退款24.99美元已经于今天上午退到您的账户。", "包裹6月15日已经签收了。", "平台已经同意给您退款。"]
)
def test_an_invention_in_chinese_is_found(text: str) -> None:
    assert made_up(text, WAITING.model_copy(update={"language": "zh"}))


@pytest.mark.parametrize(
    "text",
    [
        "Your parcel has not been delivered yet.",
        "If it is delivered today, please tell me.",
        "It will be delivered soon.",
        "Your tracking number is YT2415400000001.",
        "You can ask Amazon to step in.",
        "Amazon will decide by 20 June.",
        "Once the refund has arrived, you can close the case.",
        "It reached Los Angeles on 12 June.",
    ],
)
def test_what_the_card_knows_or_nobody_claims_is_no_invention(text: str) -> None:
    assert not made_up(text, WAITING)
