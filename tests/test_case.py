"""A case file of ten lines works, a full one keeps all it says, and a mistake is named with line and field."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from content.errors import ContentError
from content.loader import load_yaml
from reading.nouns import Move, Promise
from scenarios.brief import brief
from scenarios.case import load_cases, parse_case
from scenarios.deal import deal
from scenarios.lint import lint
from scenarios.platforms import sheet

SMALL = """
id: mine-01
platform: amazon
stage: after-sale
language: en
thread: ["Where is my lamp?"]
tasks:
  - {text: say where the lamp is, by: [STATUS], facts: [scan]}
  - say what you will do next
facts:
  - {id: scan, text: last scan 12 June, values: [{kind: date, value: 2026-06-12}]}
"""
CASES = Path(__file__).parents[1] / "scenarios" / "cases"


def fails(text: str) -> ContentError:
    with pytest.raises(ContentError) as caught:
        parse_case(text)
    return caught.value


def test_ten_lines_make_a_case() -> None:
    case = parse_case(SMALL)
    assert case.title == {"zh": "mine-01", "en": "mine-01"}
    assert case.thread[0].sender == "buyer" and case.thread[0].text == "Where is my lamp?"
    assert case.authority is None and case.order is None and case.buyer.patience == 3
    assert [(task.id, task.core, task.by) for task in case.tasks] == [("t1", True, (Move.STATUS,)), ("t2", True, ())]
    assert case.facts[0].values[0].value == "2026-06-12"
    assert case.now.tzinfo is not None


def test_now_is_the_last_message_unless_it_is_given() -> None:
    text = SMALL.replace('["Where is my lamp?"]', "[{at: 2026-05-03T10:00:00+02:00, text: Hello?}]")
    assert parse_case(text).now.isoformat() == "2026-05-03T10:00:00+02:00"
    assert parse_case(text + "now: 2026-05-04\n").now == dt.datetime(2026, 5, 4, 9, tzinfo=dt.UTC)


def test_authority_carries_its_conditions() -> None:
    case = parse_case(SMALL + 'authority: ["REFUND_FULL@from 21 June", replace]\n')
    assert case.authority == (
        Promise(move=Move.REFUND_FULL, condition="from 21 June"),
        Promise(move=Move.REPLACE, condition=None),
    )
    assert parse_case(SMALL + "authority: []\n").authority == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "says"),
    [
        ("[STATUS]", "[STATSU]", 8, "tasks[0].by[0]", "STATUS"),
        ("amazon", "amzon", 3, "platform", "amazon"),
        ("after-sale", "aftersale", 4, "stage", "after-sale"),
        ("[scan]", "[scam]", 8, "tasks[0].facts", "scan"),
        ("id: mine-01", "id:", 2, "id", "required"),
        ("language: en", "language: fr", 5, "language", "en, zh"),
        ("id: scan", "id: other", 8, "tasks[0].facts", "other"),
    ],
)
def test_a_mistake_is_named_with_line_field_and_what_is_allowed(
    old: str, new: str, line: int, field: str, says: str
) -> None:
    error = fails(SMALL.replace(old, new, 1))
    assert (error.line, error.field) == (line, field)
    assert says in error.en and error.zh


@pytest.mark.parametrize("field", ["id", "platform", "stage", "language", "thread", "tasks"])
def test_only_six_fields_are_required(field: str) -> None:
    blocks = SMALL.strip().splitlines()
    kept, dropping = [], False
    for line in blocks:
        dropping = line.startswith(f"{field}:") or (dropping and line.startswith(" "))
        if not dropping:
            kept.append(line)
    assert fails("\n".join(kept)).field == field


@pytest.mark.parametrize(
    "extra",
    [
        "buyer: {patience: 9}",
        "buyer: {patience: many}",
        "difficulty: 2.5",
        "now: soon",
        "order: {items: [{title: Lamp, qty: three}]}",
        "order: {placed: yesterday}",
        "facts: [{id: a, values: [{kind: money, value: cheap}]}]",
        "facts: [{id: a}]",
        "samples: {good: {levels: {RES: 9}, text: x}}",
        "authority: [REFUND_ALL_OF_IT]",
        "holding_allowed: perhaps",
        "tasks: [{id: t1, text: a}, {id: t1, text: b}]",
        "title: [a, b]",
        "must_not: [{a: b}]",
        "deal: {days: [1]}",
        "deal: {days: [14, -14]}",
        "deal: {amount: [NaN, 2]}",
        "deal: {nmae: true}",
        "expected: {obligatory: [[BEG]]}",
        "expected: {obligatory: [[[GREET]]]}",
        "expected: {mandatory: [GREET]}",
    ],
)
def test_a_wrong_value_is_a_content_error(extra: str) -> None:
    name = extra.split(":")[0]
    text = "\n".join(line for line in SMALL.splitlines() if name not in ("tasks", "facts") or not line.startswith(" "))
    text = "\n".join(line for line in text.splitlines() if not line.startswith(f"{name}:"))
    error = fails(f"{text}\n{extra}\n")
    assert error.line and error.field.startswith(name)


def test_unknown_fields_and_kinds_are_kept_and_warned_about() -> None:
    case = parse_case(SMALL.replace("kind: date", "kind: banana") + "colour: red\nsize_chart: [{size: M}]\n")
    assert case.extra["colour"] == "red" and case.extra["size_chart"] == [{"size": "M"}]
    assert case.facts[0].values[0].kind == "text"
    fields = {caution.field for caution in lint(case)}
    assert {"colour", "facts.scan.banana"} <= fields and "size_chart" not in fields
    assert all(caution.zh and caution.en for caution in lint(case))


def test_samples_may_be_plain_words() -> None:
    case = parse_case(
        SMALL + "samples: {good: Hello there, rule-breaking: {text: Bad, levels: {res: 1}, sendable: no}}\n"
    )
    assert case.samples["good"].text == "Hello there"
    assert case.samples["rule_breaking"].levels == {"RES": 1} and case.samples["rule_breaking"].sendable is False


def test_a_file_may_hold_several_cases_and_a_folder_many_files(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "two.yaml").write_text(f"{SMALL}---\n{SMALL.replace('mine-01', 'mine-02')}", encoding="utf-8")
    (tmp_path / "deep" / "three.yml").write_text(SMALL.replace("mine-01", "mine-03"), encoding="utf-8")
    assert {case.id for case in load_cases(tmp_path)} == {"mine-01", "mine-02", "mine-03"}
    (tmp_path / "zwei.yaml").write_text(SMALL, encoding="utf-8")
    with pytest.raises(ContentError, match="already used"):
        load_cases(tmp_path)


def test_an_empty_folder_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="No case"):
        load_cases(tmp_path)


def test_all_our_own_cases_load_without_unknown_fields() -> None:
    for case in load_cases(CASES):
        assert not case.extra.get("odd"), (case.id, case.extra.get("odd"))


WRONG = st.sampled_from(
    [None, [], {}, 0, -1, 3.7, True, "", "x", [None], [[1]], {"a": 1}, "2026-06-12", 10**30, "NaN", [{"id": 1}], "@"]
)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_damaged_case_either_works_or_is_a_content_error(data: st.DataObject) -> None:
    value = load_yaml(CASES / "amazon" / "amz-broken-04.yaml")
    place: Any = value
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if not place[key] or not isinstance(place[key], (dict, list)) or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = data.draw(WRONG)
    try:
        case = parse_case(yaml.safe_dump(value, allow_unicode=True))
    except ContentError as error:
        assert error.zh and error.en and error.line
    else:
        assert brief(case, sheet(case.platform)).case_id == case.id
        assert deal(case, 3).id == case.id and lint(case) is not None


@pytest.mark.parametrize(
    ("written", "low", "high", "unit", "currency"),
    [
        ("{kind: duration, value: {min: 3, max: 5}, unit: business day}", 3, 5, "business day", None),
        ("{kind: duration, value: 3-5 days}", 3, 5, "days", None),
        ("{kind: money, value: 24.99 USD}", 24.99, 24.99, None, "USD"),
        ("{kind: money, value: '$1,200.50'}", 1200.5, 1200.5, None, "USD"),
        ("{kind: percent, value: 15%}", 15, 15, None, None),
        ("{kind: quantity, value: 2 pieces}", 2, 2, "pieces", None),
        ("{kind: measure, value: 55×36×20, unit: cm}", "55×36×20", "55×36×20", "cm", None),
    ],
)
def test_a_value_written_all_in_one_is_taken_apart(tmp_path, written, low, high, unit, currency):
    text = f"""id: one
platform: amazon
stage: pre-sale
language: en
thread: [{{from: buyer, text: "How much?"}}]
facts: [{{id: f, text: a fact, values: [{written}]}}]
tasks: [{{id: t1, text: answer}}]
"""
    (tmp_path / "one.yaml").write_text(text, encoding="utf-8")
    (value,) = load_cases(tmp_path)[0].facts[0].values
    one = value.value
    assert (value.min if one is None else one, value.max if one is None else one) == (low, high)
    assert (value.unit, value.currency) == (unit, currency)
