"""The table of rated sentences: one line a sentence, and no case among those its weights were learnt from."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from desk import form
from desk.train import SHIPPED
from reading import wording


@pytest.fixture(scope="module")
def rows() -> list[form.Line]:
    return list(form.lines([SHIPPED / "train", SHIPPED / "tune"]))


def test_the_shipped_table_is_that_of_the_shipped_sets(rows: list[form.Line], tmp_path: Path) -> None:
    form.write(rows, tmp_path / "form.csv")
    assert (tmp_path / "form.csv").read_bytes() == wording.FORM.read_bytes()


def test_lines_hold_what_raters_said(rows: list[form.Line]) -> None:
    with wording.FORM.open(encoding="utf-8", newline="") as file:
        assert tuple(next(csv.reader(file))) == form.HEAD
    assert {row[1] for row in rows} == {"en", "zh"} and {row[2] for row in rows} == {0, 1}
    assert all(0 <= row[3] <= 4 and row[4] >= 0 and row[5] for row in rows)
    assert sum(row[2] for row in rows if row[3] == 4) / sum(row[3] == 4 for row in rows) < 0.2


def test_each_case_is_left_out_once(rows: list[form.Line], monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[frozenset[str]] = []

    def learnt(away: frozenset[str]) -> wording.Weights:
        told.append(away)
        return wording.Weights({}, {})

    monkeypatch.setattr(wording, "learnt", learnt)
    parts = form.parts(rows)
    assert [part.cases for part in parts] == told and len(told) == form.FOLDS
    assert sorted(case for away in told for case in away) == sorted({row[0] for row in rows})
