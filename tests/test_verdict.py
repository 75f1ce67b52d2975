"""A verdict says whether a step may be taken, by which rule it may not, and between which days it may."""

from __future__ import annotations

import ast
import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.platforms import sheet, verdict
from scenarios.platforms.verdict import between, day_in, later, no, yes

EBAY = sheet("ebay")
USERS = {
    "ebay": ("revision", "unpaid", "fee_credit", "selling"),
    "aliexpress": ("arbitration", "evaluation"),
    "dhgate": ("dispute",),
}


@given(st.dates(dt.date(2016, 1, 1), dt.date(2030, 1, 1)), st.integers(0, 400))
def test_both_ends_of_a_window_are_inside(opens: dt.date, length: int) -> None:
    closes = opens + dt.timedelta(days=length)
    day = dt.timedelta(days=1)
    found = [between(EBAY, today, opens, closes, "invoice") for today in (opens - day, opens, closes, closes + day)]
    assert [one.may for one in found] == [False, True, True, False]
    assert [one.reason for one in found] == ["invoice_early", "", "", "invoice_late"]
    assert {(one.opens, one.closes) for one in found} == {(opens, closes)}


def test_a_refusal_says_why_and_by_which_fact() -> None:
    found = no(EBAY, "credit_partial")
    assert (found.may, found.source) == (False, "EBY-54") and found.why["zh"] and found.why["en"]
    assert yes(source="EBY-61").may and not yes().why
    with pytest.raises(KeyError):
        no(EBAY, "bad_mood")


def test_days_are_added_across_months_and_leap_days() -> None:
    assert later(dt.date(2020, 2, 25), EBAY, "unpaid_answer_days") == dt.date(2020, 2, 29)
    assert later(dt.date(2019, 2, 25), EBAY, "unpaid_answer_days") == dt.date(2019, 3, 1)


def test_a_moment_without_a_zone_is_utc() -> None:
    moment = dt.datetime(2019, 3, 10, 7, 59)
    assert day_in(moment, "America/Los_Angeles") == dt.date(2019, 3, 9)
    assert day_in(moment, "Asia/Shanghai") == dt.date(2019, 3, 10)
    assert day_in(moment.replace(tzinfo=dt.UTC), "America/Los_Angeles") == dt.date(2019, 3, 9)


@pytest.mark.parametrize("platform", USERS)
def test_every_reason_of_a_sheet_is_given_somewhere(platform: str) -> None:
    given_: set[str] = set()
    for name in USERS[platform]:
        tree = ast.parse((Path(verdict.__file__).parent / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[a-z_]+", node.value):
                given_ |= {node.value, f"{node.value}_early", f"{node.value}_late"}
    assert {row.id for row in sheet(platform).tables["reasons"]} <= given_
