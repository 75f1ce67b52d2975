"""The desk opens where the settings say, and shows its people before their attempts are there."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from desk import open_desk, people, progress
from desk.start import database_url
from tests.conftest import NOW, stand_in


def test_the_database_is_where_the_settings_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HAIKE_DATABASE_URL", raising=False)
    monkeypatch.delenv("HAIKE_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    assert database_url() == f"sqlite:///{(tmp_path / 'data' / 'haike.db').as_posix()}"
    monkeypatch.setenv("HAIKE_HOME", str(tmp_path / "home"))
    assert database_url().endswith("/home/haike.db")
    monkeypatch.setenv("HAIKE_DATABASE_URL", "postgresql://school/haike")
    assert database_url() == "postgresql://school/haike"
    assert database_url(tmp_path).endswith(f"{tmp_path.name}/haike.db")


def test_the_people_of_the_sample_class_are_there_at_once_and_their_attempts_soon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HAIKE_SAMPLE", raising=False)
    desk = open_desk(home=tmp_path, read=stand_in, now=NOW)
    teacher, *pupils = people.demo_people(desk)
    assert len(pupils) == 6
    for thread in [one for one in threading.enumerate() if one.name == "sample class"]:
        thread.join(30)
    assert sum(row.attempts for row in progress.classroom(desk, teacher, NOW).students) >= 25
    again = open_desk(home=tmp_path, read=stand_in, now=NOW)
    assert people.demo_people(again) == (teacher, *pupils)
    for one in (desk, again):
        one.store.close()
