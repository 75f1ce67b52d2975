"""Rated sets are read in every shape they come in, and what is wrong is named with file, line and field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from content.errors import ContentError
from desk.compared import cases_of, compared, length
from desk.rated import load_set
from desk.start import CASES
from grading.rubric import load_rubric
from reading.nouns import Flag

DATA = Path(__file__).parent / "data" / "rated"
LEVELS = {"RES": 3, "ACC": 3, "TON": 3, "COM": 4, "LAN": 3}
MARK: dict[str, Any] = {
    "status": "graded", "levels": LEVELS, "total": 78, "sendable": True, "gates": ["CUSTOMER_1"], "violations": [],
    "moves": [{"code": "GREET"}], "tasks": [{"id": "t1", "state": "done"}], "confidence": {"RES": 0.9}, "reason": None,
}  # fmt: skip


def row(**change: object) -> dict[str, Any]:
    rating = {"rater": "1", "status": "graded", "levels": LEVELS, "tasks": {"t1": "done"}, "violations": []}
    return {"reply_id": "k1", "case_id": "kettle", "text": "Hi", "ratings": [rating]} | change


def written(tmp_path: Path, *rows: object) -> Path:
    lines = [one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in rows]
    (tmp_path / "replies.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def rated_with(**change: object) -> dict[str, Any]:
    return row(ratings=[{**row()["ratings"][0], **change}])


def test_a_set_of_two_raters_is_read_with_its_rulings() -> None:
    rated = load_set(DATA)
    assert (rated.name, rated.cases, len(rated.rows)) == ("rated", DATA / "cases", 8)
    ruled = next(r for r in rated.rows if r.reply_id == "k3")
    assert [r.said.violations for r in ruled.ratings] == [{"V04"}, frozenset()]
    assert ruled.settled["violations"] == {"V04"}
    none = next(r for r in rated.rows if r.reply_id == "k4")
    assert [r.said.status for r in none.ratings] == ["not_ratable"] * 2 and none.ratings[0].flags == (Flag.EMPTY,)


def test_a_ruling_changes_what_it_names_and_leaves_the_rest_to_each_rater() -> None:
    rated = load_set(DATA)
    cases = cases_of(rated)
    ruled = next(r for r in rated.rows if r.reply_id == "k3")
    made = compared(ruled, cases["kettle"], MARK, load_rubric())
    assert [r.total for r in made.raters] != [r.total for r in made.references]
    assert [(r.levels["RES"], r.levels["COM"], r.total) for r in made.references] == [(3, 0, 40)] * 2
    assert [r.tasks for r in made.references] == [{"t1": "done", "t2": "missing"}] * 2
    assert made.settled and "V04" in made.heavy and "V07" not in made.heavy
    assert made.machine.gates == frozenset()


def test_words_of_the_task_in_the_reply_are_counted_and_signs_for_chinese() -> None:
    rated = load_set(DATA)
    cases = cases_of(rated)
    by_id = {r.reply_id: compared(r, cases[r.case_id], MARK, load_rubric()) for r in rated.rows}
    assert by_id["s1"].overlap["t1"] > by_id["s2"].overlap["t1"] > 0
    assert by_id["k4"].overlap["t1"] == 0
    assert length("one two three") == 3 and length("您好，鞋子") == 4


def test_old_rows_of_one_rater_are_read_as_they_stand(tmp_path: Path) -> None:
    old = {
        "reply_id": "a", "case_id": "kettle", "text": "Hi", "levels": LEVELS, "violations": ["V04"],
        "gates": ["CRITICAL", "INJECTION"], "tasks": {"t1": "done", "t2": "missing"}, "moves": ["GREET"],
        "sendable": False, "status": "graded", "why": "because",
    }  # fmt: skip
    none = old | {"reply_id": "b", "levels": dict.fromkeys(LEVELS), "status": "not_ratable", "gates": ["NOT_RATABLE"]}
    first, second = load_set(written(tmp_path, old, none), DATA / "cases").rows
    assert first.ratings[0].said.violations == {"V04"} and first.ratings[0].said.moves == {"GREET"}
    assert first.ratings[0].flags == (Flag.INJECTION,)
    assert (second.ratings[0].said.status, second.ratings[0].said.levels) == ("not_ratable", {})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_teachers_table_has_a_line_for_each_rater(tmp_path: Path, encoding: str) -> None:
    table = (
        "reply_id,case_id,text,rater,RES,ACC,TON,COM,LAN,violations\n"
        'r1,wismo-amz-01,"您好, 茶壶",王,4,4,3,0,4,V04；V01\nr1,wismo-amz-01,,李,3,4,3,4,4,\n'
        "r2,wismo-amz-01,Hello,王,1,2,2,4,3,V07\n"
    )
    path = tmp_path / "marks.csv"
    path.write_bytes(table.encode(encoding))
    rated = load_set(path)
    assert rated.cases == CASES
    first, second = rated.rows
    assert (first.text, [r.said.by for r in first.ratings]) == ("您好, 茶壶", ["王", "李"])
    assert first.ratings[0].said.violations == {"V01", "V04"} and first.ratings[1].said.violations == frozenset()
    assert second.ratings[0].said.levels["RES"] == 1


@pytest.mark.parametrize(
    ("found", "field", "expected"),
    [
        ("{not json", "-", "JSON"),
        ([1], "-", "an object"),
        (row(reply_id=""), "reply_id", "a text"),
        (row(text=None), "text", "a text"),
        (row(ratings=[]), "ratings", "a list of ratings"),
        (row(rating=[]), "rating", "one of"),
        (rated_with(rater=""), "ratings[0].rater", "name or number"),
        (rated_with(status="ok"), "ratings[0].status", "graded / not_ratable"),
        (rated_with(levels=LEVELS | {"RES": 5}), "ratings[0].levels.RES", "0 to 4"),
        (rated_with(levels=LEVELS | {"RES": True}), "ratings[0].levels.RES", "0 to 4"),
        (rated_with(levels={"RES": 3}), "ratings[0].levels", "RES, ACC, TON, COM, LAN"),
        (rated_with(levels=LEVELS | {"XXX": 3}), "ratings[0].levels", "RES / ACC"),
        (rated_with(tasks={"t1": "half"}), "ratings[0].tasks.t1", "missing / partial / done"),
        (rated_with(violations=[{"code": "V99"}]), "ratings[0].violations[0]", "V01 / V02"),
        (rated_with(violations="V01"), "ratings[0].violations", "a list"),
        (rated_with(moves=["GREET", "WAVE"]), "ratings[0].moves[1]", "GREET / THANK"),
        (rated_with(flags=["odd"]), "ratings[0].flags[0]", "off_topic"),
        (rated_with(levles=LEVELS), "ratings[0].levles", "one of"),
        (row(settled={"levels": {"RES": -1}}), "settled.levels.RES", "0 to 4"),
        (row(settled={"level": {}}), "settled.level", "one of"),
    ],
)
def test_what_is_wrong_is_named_with_line_and_field(tmp_path: Path, found: object, field: str, expected: str) -> None:
    with pytest.raises(ContentError) as caught:
        load_set(written(tmp_path, row(reply_id="first"), "", found))
    error = caught.value
    assert (error.file, error.line, error.field) == ("replies.jsonl", 3, field)
    assert expected in error.en and "replies.jsonl:3" in error.en and field in error.zh


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("r1,c,Hi,1,5,4,4,4,4,", "RES"),
        ("r1,c,Hi,1,,4,4,4,4,", "RES"),
        ("r1,c,Hi,,4,4,4,4,4,", "rater"),
        ("r1,,Hi,1,4,4,4,4,4,", "case_id"),
        ("r1,c,Hi,1,4,4,4,4,4,V4", "violations[0]"),
        ("r0,c,Hi,1,4,4,4,4,4,", "rater"),
        ("r0,c,Other,2,4,4,4,4,4,", "text"),
    ],
)
def test_a_wrong_cell_is_named(tmp_path: Path, line: str, field: str) -> None:
    path = tmp_path / "m.csv"
    head = "reply_id,case_id,text,rater,RES,ACC,TON,COM,LAN,violations\nr0,c,Hi,1,4,4,4,4,4,\n"
    path.write_text(head + line + "\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_set(path)
    assert (caught.value.file, caught.value.line, caught.value.field) == ("m.csv", 3, field)


def test_missing_columns_and_files_and_twins_are_named(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("reply_id,case_id,text\nr,c,t\n", encoding="utf-8")
    with pytest.raises(ContentError, match="rater"):
        load_set(path)
    with pytest.raises(ContentError, match=r"cannot be opened"):
        load_set(tmp_path / "nowhere")
    with pytest.raises(ContentError, match="no rated reply"):
        load_set(written(tmp_path, ""))
    with pytest.raises(ContentError, match="already used in line 1"):
        load_set(written(tmp_path, row(), row()))


@pytest.mark.parametrize(
    ("found", "field"),
    [
        (row(case_id="nowhere"), "case_id"),
        (rated_with(tasks={"t9": "done"}), "tasks"),
        (row(settled={"tasks": {"t9": "done"}}), "tasks"),
    ],
)
def test_a_row_that_does_not_fit_its_case_is_named(tmp_path: Path, found: dict[str, Any], field: str) -> None:
    with pytest.raises(ContentError) as caught:
        cases_of(load_set(written(tmp_path, row(reply_id="x"), found), DATA / "cases"))
    assert (caught.value.line, caught.value.field) == (2, field)
