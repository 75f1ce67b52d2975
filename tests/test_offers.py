"""Choices and dated steps are heard over several clauses, and a refund is whole or part by what it says."""

from __future__ import annotations

import datetime as dt

import pytest

from reading.clauses import clauses
from reading.moves import moves_in
from reading.nouns import Brief, Fact, Move, Value
from reading.offers import dated_steps, named, settled_refunds, with_choices
from reading.values import values_in

NOW = dt.datetime(2026, 6, 17, 9, tzinfo=dt.UTC)
PAID = Fact(id="items", text="teapot, 24.99 USD", values=(Value(kind="money", value=24.99, currency="USD"),))
BRIEF = Brief(case_id="t", now=NOW, order=(PAID,))


def heard(text: str) -> set[Move]:
    cut = clauses(text)
    found = with_choices(text, cut, moves_in(cut, None, BRIEF))
    return {made.move for made in settled_refunds(text, cut, found, BRIEF)}


@pytest.mark.parametrize(
    ("text", "remedies"),
    [
        ("You can choose a full refund or a new one sent free.", {Move.REFUND_FULL, Move.REPLACE}),
        ("We could refund you in full. Or we send a new set tomorrow. Which do you prefer?", {Move.REPLACE}),
        ("Plan 1: 60 black ones sent free. Plan 2: $8.00 back. You choose.", {Move.REFUND_PART}),
        ("一、给您补发一件；二、退您8元。您选一个告诉我。", {Move.REPLACE, Move.REFUND_PART}),
    ],
)
def test_two_remedies_to_choose_from_are_options(text: str, remedies: set[Move]) -> None:
    assert {Move.OPTIONS} | remedies <= heard(text)


@pytest.mark.parametrize(
    "text",
    [
        "We will send you a new one tomorrow.",
        "We cannot refund you in full or send a new one.",
        "Whatever you want, sir.",
    ],
)
def test_one_remedy_or_none_is_no_choice(text: str) -> None:
    assert Move.OPTIONS not in heard(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("We have refunded $24.99 to your card.", Move.REFUND_FULL),
        ("We refund you $8.00 for the scratch.", Move.REFUND_PART),
        ("We refund you in full.", Move.REFUND_FULL),
    ],
)
def test_a_refund_is_whole_or_part_by_its_sum(text: str, kind: Move) -> None:
    found = heard(text)
    assert kind in found
    assert not found & ({Move.REFUND_FULL, Move.REFUND_PART} - {kind})


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("We pack on Monday and send it the same day.", 1),
        ("I will write to you by 19 June.", 1),
        ("We will do our best.", 0),
        ("You ordered it on 29 May.", 0),
    ],
)
def test_a_dated_step_is_the_sellers_own(text: str, steps: int) -> None:
    assert len(dated_steps(clauses(text), values_in(text, NOW))) == steps


def test_a_remedy_denied_is_not_named() -> None:
    assert named(Move.REPLACE, clauses("We cannot send you a new one.")) is None
    assert named(Move.REPLACE, clauses("We send you a new one tomorrow.")) is not None
