"""The loader gives values with their lines, and a broken file gives a place and clear words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from content.errors import ContentError
from content.loader import MAX_BYTES, load_yaml, locate, parse_documents


def fails(text: str) -> ContentError:
    with pytest.raises(ContentError) as caught:
        parse_documents(text, "x.yaml")
    return caught.value


def test_values_mean_what_a_teacher_means() -> None:
    (document,) = parse_documents(
        "country: NO\nat: 12:30\nday: 2026-06-12\nsku: 007\nnow: 2026-06-17T09:00:00-07:00\nempty:\n", "x"
    )
    assert document.value["country"] == "NO"
    assert document.value["at"] == "12:30"
    assert document.value["sku"] == "007"
    assert document.value["day"] == dt.date(2026, 6, 12)
    assert document.value["now"].utcoffset() == dt.timedelta(hours=-7)
    assert document.value["empty"] is None


def test_every_field_knows_its_line(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("id: a\ntasks:\n  - id: t1\n    by: [STATUS]\n", encoding="utf-8")
    assert locate(path, ("tasks", 0, "by")) == 4
    assert locate(path, ("tasks", 0, "by", 7)) == 4
    assert locate(path, ()) == 1


def test_the_same_field_twice_is_refused_with_its_line() -> None:
    error = fails("id: a\nthread: []\nid: b\n")
    assert (error.line, error.field) == (3, "id")
    assert "twice" in error.en and "两次" in error.zh


def test_a_tab_is_called_a_tab() -> None:
    error = fails("tasks:\n\t- id: t1\n")
    assert error.line == 2
    assert "tab" in error.en and "Tab" in error.zh


@pytest.mark.parametrize("text", ["a: [1", "a: 'b", ": :\n- x", "a: *nobody", "a: 2026-13-45", "a: \x00", "[" * 5000])
def test_broken_yaml_is_a_content_error(text: str) -> None:
    assert "x.yaml" in str(fails(text))


def test_code_in_a_file_is_refused() -> None:
    assert "not allowed" in fails("a: !!python/object/apply:os.system ['true']").en
    assert "not allowed" in fails("a: !!python/object:os.x {}").en


def test_an_alias_cannot_grow_without_end() -> None:
    bomb = "a: &a [1,1,1,1,1,1,1,1,1,1]\n"
    for n in range(1, 9):
        before, name = chr(96 + n), chr(97 + n)
        bomb += f"{name}: &{name} [{','.join(['*' + before] * 10)}]\n"
    assert "Too many" in fails(bomb).en
    assert "Too many" in fails("x: &a [*a]").en


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_files_load_in_the_encodings_of_windows(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes("title: 茶壶没到\n".encode(encoding))
    assert load_yaml(path) == {"title": "茶壶没到"}


def test_other_bytes_huge_files_and_missing_files_are_content_errors(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xff\xff\xff\xff\x81")
    with pytest.raises(ContentError, match="UTF-8"):
        load_yaml(path)
    path.write_bytes(b"a" * (MAX_BYTES + 1))
    with pytest.raises(ContentError, match="too large"):
        load_yaml(path)
    with pytest.raises(ContentError, match="cannot be read"):
        load_yaml(tmp_path / "none.yaml")


@given(st.text(max_size=200))
def test_no_text_does_worse_than_a_content_error(text: str) -> None:
    try:
        assert isinstance(parse_documents(text, "x"), tuple)
    except ContentError as error:
        assert error.zh and error.en


def test_every_yaml_file_of_the_project_reads_the_same_without_the_compiled_parser() -> None:
    """The compiled parser forgives what the one in plain Python does not; a machine may have only the latter."""
    root = Path(__file__).parents[1]
    rooms = ("content", "reading", "grading", "scenarios", "desk", "store", "tests")
    for path in (p for room in rooms for p in (root / room).rglob("*.yaml")):
        text = path.read_text(encoding="utf-8-sig")
        assert list(yaml.load_all(text, Loader=yaml.SafeLoader)), path
