"""Statements in words that say the contrary of the card, boasts that no card holds, and what must not be taken for one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from reading.claims import claims_in
from reading.clauses import clauses
from reading.nouns import Brief

NOW = dt.datetime.fromisoformat("2026-06-16T10:00:00+00:00")


def judged(text: str, *facts: str, asks: str = "", **more: Any) -> list[tuple[str, str]]:
    """Verdict and kind of each claim of ``text`` that is not right, against a card with ``facts``."""
    thread = [{"sender": "buyer", "text": asks}] if asks else []
    card = [{"id": f"f{n}", "text": fact} for n, fact in enumerate(facts)]
    brief = Brief.model_validate({"now": NOW, "case_id": "card", "facts": card, "thread": thread, **more})
    return [(c.verdict, c.kind) for c in claims_in(clauses(text), brief) if c.verdict != "right"]


WRONG = [("material", "entitlement")]
CONTRARY = [
    ("Sorry, the colour cannot be changed any more.", "not packed yet; the colour can still be changed"),
    ("You needn't pay any tax for this.", "import tax is not in our price, the buyer pays it"),
    ("A small difference of colour is normal.", "we packed the wrong colour: our mistake"),
    ("Please send it back to us first.", "he does not have to return it"),
    ("The lamp works with every dimmer.", "the lamp is not for some dimmer types"),
    ("Yes, the blue one is still available.", "the blue one is sold out until August"),
    ("亲，这款电磁炉也可以用的。", "普通款电磁炉不能加热，燃气灶可以"),
    ("我们发货前都检查过，不会少的。", "仓库核对过，属店铺漏发一件"),
]


@pytest.mark.parametrize(("said", "fact"), CONTRARY)
def test_the_contrary_of_the_card_in_words_is_material(said: str, fact: str) -> None:
    assert judged(said, fact) == WRONG


HARMLESS = [
    ("The price cannot be changed.", "not packed yet; the colour can still be changed"),
    ("The price has no import tax inside, you pay it.", "import tax is not in our price, the buyer pays it"),
    ("From our warehouse in Poland there is no import tax.", "import tax is not in our price, the buyer pays it"),
    ("You need not send it back.", "he does not have to return it"),
    ("Keep it out of the dishwasher.", "wash by hand, never in the dishwasher"),
    ("The white one is available.", "the blue one is sold out until August"),
    ("亲，电磁炉不可以用的。", "普通款电磁炉不能加热，燃气灶可以"),
    ("Is the blue one still available?", "the blue one is sold out until August"),
]


@pytest.mark.parametrize(("said", "fact"), HARMLESS)
def test_what_agrees_with_the_card_is_no_contrary(said: str, fact: str) -> None:
    assert judged(said, fact) == []


def test_a_flat_yes_is_false_where_the_card_says_yes_with_a_limit() -> None:
    fact, asks = "the case fits the older phone, the new one needs the larger size", "Will the case fit my phone?"
    assert judged("Yes, it fits.", fact, asks=asks) == WRONG
    assert judged("Yes, it fits, but the new one needs the larger size.", fact, asks=asks) == []


def test_boasts_are_unsupported_once_a_kind() -> None:
    text = "We are a professional factory. Many customers like it, very popular! The best quality, the best choice."
    assert judged(text, "the cup holds 300 ml") == [("unsupported", "boast")] * 3
    assert judged("The cup holds 300 ml.", "the cup holds 300 ml") == []


@pytest.mark.parametrize(("each", "wrong"), [("0.78", True), ("0.66", False)])
def test_the_price_must_be_the_one_for_the_number_of_pieces(each: str, wrong: bool) -> None:
    values = [{"kind": "money", "value": v, "currency": "USD"} for v in (0.95, 0.78, 0.66)]
    fact = {"id": "tier", "text": "100 to 249 pieces 0.78 USD each; from 250 pieces 0.66 USD each", "values": values}
    brief = Brief.model_validate({"now": NOW, "case_id": "card", "facts": [fact]})
    found = claims_in(clauses(f"For 300 pieces our price is {each} USD per piece."), brief)
    assert any(c.verdict == "material" for c in found) is wrong


def test_days_that_follow_from_the_card_are_right_and_days_before_them_are_not() -> None:
    sent = {"id": "sent", "text": "leaves on 18 June, 1 to 2 days on the way"}
    sent["values"] = [{"kind": "date", "value": "2026-06-18"}, {"kind": "duration", "min": 1, "max": 2, "unit": "day"}]  # type: ignore[assignment]
    none = {"id": "none", "text": "the red one is sold out, no red one before August"}
    brief = Brief.model_validate({"now": NOW, "case_id": "card", "facts": [sent, none]})

    def verdicts(text: str) -> set[str]:
        return {c.verdict for c in claims_in(clauses(text), brief)}

    assert verdicts("You will receive it before 20 June.") == {"right"}
    assert "material" in verdicts("A new red one will come on 5 July.")
