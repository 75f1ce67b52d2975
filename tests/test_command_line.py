"""The desk from the command line: a school's first teacher is made there, and can sign in."""

from __future__ import annotations

import datetime as dt
import getpass
from pathlib import Path

import pytest

from desk import open_desk, people
from desk.__main__ import main


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HAIKE_HOME", str(tmp_path))
    monkeypatch.setenv("HAIKE_SAMPLE", "0")
    monkeypatch.delenv("HAIKE_DATABASE_URL", raising=False)
    return tmp_path


def test_a_teacher_made_on_the_command_line_can_sign_in(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getpass", lambda _: "correct horse battery")
    assert main(["teacher", "zhou", "周老师", "商英2班"]) == 0
    desk, now = open_desk(home), dt.datetime.now(dt.UTC)
    teacher = people.who(desk, people.sign_in(desk, "zhou", "correct horse battery", "127.0.0.1", now), now)
    assert teacher is not None and (teacher.role, teacher.classroom, teacher.sample) == ("teacher", "商英2班", False)
    assert people.add_student(desk, teacher, "林一", "lin1", "another long one").role == "student"


def test_a_mistyped_password_makes_nobody(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = iter(["first attempt here", "second attempt here"])
    monkeypatch.setattr(getpass, "getpass", lambda _: next(typed))
    assert main(["teacher", "zhou", "周老师", "商英2班"]) == 1
    assert "两次输入不一致" in capsys.readouterr().err


def test_a_taken_name_is_refused_in_words(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(getpass, "getpass", lambda _: "correct horse battery")
    assert main(["teacher", "zhou", "周老师", "商英2班"]) == 0
    assert main(["teacher", "zhou", "周老师", "商英3班"]) == 1
    assert "zhou" in capsys.readouterr().err


def test_marking_is_reached_by_its_arguments(tmp_path: Path) -> None:
    replies = tmp_path / "r.jsonl"
    replies.write_text('{"reply_id": "1", "case_id": "wismo-amz-01", "text": "Where is it?"}\n', encoding="utf-8")
    cases = Path(__file__).parents[1] / "scenarios" / "cases" / "amazon"
    assert main(["mark", str(cases), str(replies), "--out", str(tmp_path / "m.jsonl"), "--reader", "none"]) == 0
    assert (tmp_path / "m.jsonl").read_text(encoding="utf-8").count("\n") == 1
