"""The AliExpress accounts show every service level, and each way of failing (ALI-11 to ALI-16)."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest

from grading.clinic import confessed
from reading.nouns import Reading, Span, Violation
from scenarios.clinic.account import account
from scenarios.clinic.nouns import ClinicCase
from scenarios.clinic.plan import plan_case
from scenarios.clinic.truth import Truth, figures, traps, truth
from scenarios.clinic.ward import clinic_cases, ward
from scenarios.platforms import sheet
from scenarios.platforms.aliexpress import reasons

CASES = {name: case for name, case in clinic_cases().items() if case.platform == "aliexpress"}
SHEET, WARD = sheet("aliexpress"), ward("aliexpress")
GROWING = "ali-clinic-13"


@cache
def found(case: str) -> Truth:
    return truth(CASES[case], WARD, SHEET, account(CASES[case], WARD))


def broken(case: str) -> set[str]:
    return {name for name, figure in found(case).figures.items() if figure.kept is False}


def bare(cause: str, seed: int) -> ClinicCase:
    return CASES["ali-clinic-01"].model_copy(update={"cause": cause, "seed": seed})


def test_every_level_is_met_in_some_case() -> None:
    assert {found(case).state for case in CASES} == set(SHEET.states)


def test_every_cause_has_a_case() -> None:
    assert {case.cause for case in CASES.values()} == {cause.id for cause in WARD.causes}


@pytest.mark.parametrize("metric", ["bad_experience_rate", "liability_rate", "positive_rate"])
def test_some_shop_fails_by_one_figure_only(metric: str) -> None:
    alone = [case for case in CASES if found(case).state == "fail" and broken(case) == {metric}]
    assert alone
    for case in alone:
        rates = {name: figure.rate for name, figure in found(case).figures.items()}
        assert reasons(rates, SHEET) == (metric,)


def test_a_shop_in_its_growth_period_is_not_assessed_however_bad_it_is() -> None:
    young = found(GROWING)
    assert young.state == "not_assessed" and "bad_experience_rate" in broken(GROWING)
    assert 0 < (young.figures["finished_orders"].rate or 0) < SHEET.number("growth_orders")
    ordered = account(CASES[GROWING], WARD)["orders"]["ordered"]
    assert ordered.min().date() == CASES[GROWING].day - dt.timedelta(days=20)  # 21 days with the last one


def test_small_orders_make_a_trap_of_the_positive_rate() -> None:
    case = CASES["ali-clinic-08"]
    assert any(
        one.source == "ALI-41" for one in traps(account(case, WARD), SHEET, SHEET.metric("positive_rate"), case.day)
    )


@pytest.mark.parametrize("cause", [cause.id for cause in WARD.causes])
def test_a_cause_drives_all_that_it_hurts_and_nothing_else(cause: str) -> None:
    case = bare(cause, 7)
    seen = figures(account(case, WARD), SHEET, case.day)
    assert {name for name, figure in seen.items() if figure.kept is False} == set(WARD.cause(cause).hurts)


def test_each_level_says_its_own_resources() -> None:
    said = [one.text[lang] for one in WARD.meanings for lang in ("zh", "en")]
    assert len(set(said)) == len(said)
    mails = {row.id: row for row in SHEET.tables["resources"]}["mails"]
    for one in WARD.meanings:
        count = mails.cells[one.state]
        assert (f"{count:g}" in one.text["en"]) if count else ("no marketing mails" in one.text["en"])


def test_a_plan_may_round_its_figure_to_one_place() -> None:
    case = CASES["ali-clinic-04"]
    letter = plan_case(case, WARD, SHEET, account(case, WARD), found(case.id))
    (figure,) = (fact for fact in letter.facts if fact.id == "figure")
    rate = 100 * (found(case.id).figures["liability_rate"].rate or 0)
    assert [value.value for value in figure.values] == [round(rate, 2), round(rate, 1)]


def test_a_plan_that_tells_of_late_parcels_claims_nothing_about_one_order() -> None:
    told = "Many orders were shipped after the deadline."
    breach = Violation(code="V12", severity="critical", span=Span(start=12, end=24))
    assert not confessed(Reading(text=told, violations=(breach,))).violations
