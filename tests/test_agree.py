"""The command that tells how far the grader agrees, end to end on a small set."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from desk.__main__ import main
from desk.agree import agree, key_of, told, told_apart
from desk.mark import DONE, NOT_STARTED
from desk.rated import load_set

DATA = Path(__file__).parent / "data" / "rated"


def test_the_command_prints_tables_and_writes_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "report.json"
    assert main(["agree", str(DATA), "--reader", "none", "--json", str(out)]) == DONE
    said = capsys.readouterr().out
    for word in (
        "8 replies to 3 cases, 2 rater(s)",
        "qwk.RES",
        "rater-rater",
        "length floor",
        "V04.recall",
        "language zh",
    ):
        assert word in said
    assert "The worst disagreements" in said and "MISSED" in said
    found = json.loads(out.read_text(encoding="utf-8"))
    figures = found["report"]["groups"]["all"]["figures"]
    assert set(figures) == {"machine", "raters", "length", "overlap"}
    assert set(figures["machine"]["qwk.RES"]) == {"value", "low", "high", "n"}
    assert {bar["direction"] for bar in found["report"]["bars"]} == {"at_least", "at_most"}
    assert found["report"]["settled"] == 1 and found["rubric"] and found["reader"].startswith("offline")


def test_a_blind_report_shows_no_reply(tmp_path: Path) -> None:
    said, out = io.StringIO(), tmp_path / "r.json"
    assert agree(str(DATA), None, kind="none", out=out, blind=True, say=said, beside=io.StringIO()) == DONE
    assert "Ana" not in said.getvalue() + out.read_text(encoding="utf-8")


def test_what_cannot_start_says_why(tmp_path: Path) -> None:
    beside = io.StringIO()
    assert agree(str(tmp_path / "nowhere"), None, kind="none", beside=beside) == NOT_STARTED
    assert "打不开文件" in beside.getvalue() and "cannot be opened" in beside.getvalue()


def test_progress_is_told_and_a_process_apart_says_the_same() -> None:
    rated, steps, far = load_set(DATA), [], []
    here = told(rated, kind="none", step=lambda done, of: steps.append((done, of)))
    assert steps[0] == (1, 8) and steps[-1] == (8, 8)
    apart = told_apart(rated, kind="none", step=lambda done, of: far.append((done, of)))
    assert apart == here.model_copy(update={"name": "rated"}) and far == [(8, 8)]


def test_the_json_is_the_same_each_time(tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert agree(str(DATA), None, kind="none", out=tmp_path / name, say=io.StringIO(), beside=io.StringIO()) == DONE
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_the_key_of_a_set_follows_its_words(tmp_path: Path) -> None:
    text = (DATA / "replies.jsonl").read_text(encoding="utf-8")
    file = tmp_path / "replies.jsonl"
    file.write_text(text, encoding="utf-8")
    first = key_of(load_set(file, DATA / "cases"))
    assert first == key_of(load_set(file, DATA / "cases"))
    file.write_text(text.replace("Lily", "Lucy"), encoding="utf-8")
    assert first != key_of(load_set(file, DATA / "cases"))
