"""Marking in bulk keeps its contract: order, fields, offsets, bad rows, exit codes (contracts, section 2)."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from desk.mark import DONE, NOT_STARTED, SOME_BAD, mark
from desk.replies import rows

CASES = Path(__file__).parents[1] / "scenarios" / "cases" / "amazon"
GOOD = "Hi Maria, I'm sorry the teapot is late. It reached Los Angeles on 12 June (YT2415400000001). I will write by 18 June."
FIELDS = {
    "reply_id", "case_id", "status", "reason", "levels", "raw", "total", "band", "sendable", "gates", "violations",
    "moves", "tasks", "claims", "slips", "confidence", "review", "reader",
}  # fmt: skip


def write_csv(path: Path, texts: list[tuple[str, str, str]], encoding: str) -> Path:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["reply_id", "case_id", "text"])
    writer.writerows(texts)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def write_jsonl(path: Path, lines: list[object]) -> Path:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    path.write_text(text, encoding="utf-8")
    return path


def marked(replies: Path, cases: Path = CASES, workers: int = 1) -> tuple[int, list[dict], str]:
    out, said = replies.with_suffix(".out.jsonl"), io.StringIO()
    code = mark(cases, replies, out, workers, "none", said)
    found = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()] if out.exists() else []
    return code, found, said.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_in_any_common_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    texts = [("1", "wismo-amz-01", GOOD), ("2", "wismo-amz-01", "非常抱歉，“包裹”还在路上，请您耐心等待几天吧。")]
    code, found, _ = marked(write_csv(tmp_path / "r.csv", texts, encoding))
    assert code == DONE
    assert [f["status"] for f in found] == ["graded", "not_ratable"]
    assert found[1]["reason"] == "wrong_language"


def test_every_mark_has_the_fields_of_the_contract_and_offsets_into_the_original(tmp_path: Path) -> None:
    text = "😊 " + GOOD + " Leave a 5-star review and we refund $5."
    _, found, _ = marked(
        write_jsonl(tmp_path / "r.jsonl", [{"reply_id": "a", "case_id": "wismo-amz-01", "text": text}])
    )
    made = found[0]
    assert set(made) == FIELDS
    bribe = next(v for v in made["violations"] if v["code"] == "V01")
    assert text[bribe["start"] : bribe["end"]].startswith("Leave a 5-star review and we refund")
    assert set(made["levels"]) == {"RES", "ACC", "TON", "COM", "LAN"}
    assert made["total"] <= 40 < made["raw"]
    claims = {text[c["start"] : c["end"]] for c in made["claims"]}
    assert "YT2415400000001" in claims


def test_a_bad_row_is_reported_with_its_line_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines = [
        {"reply_id": "1", "case_id": "wismo-amz-01", "text": GOOD},
        "{not json",
        {"reply_id": "3", "case_id": "nowhere", "text": GOOD},
        {"reply_id": "4", "case_id": "wismo-amz-01"},
        {"reply_id": "5", "case_id": "wismo-amz-01", "text": ""},
    ]
    code, found, said = marked(write_jsonl(tmp_path / "r.jsonl", lines))
    assert code == SOME_BAD
    assert [f["status"] for f in found] == ["graded", "not_graded", "not_graded", "not_graded", "not_ratable"]
    assert found[2]["reply_id"] == "3" and "nowhere" in found[2]["reason"]
    assert found[1]["total"] is None and found[1]["levels"] == {}
    assert "line 2" in said and "line 4" in said


@pytest.mark.parametrize(
    "text", ["", "a" * 100_000, "😀" * 500, "\u202eمرحبا", "<script>alert(1)</script>", "\x00\u200b"]
)
def test_odd_replies_are_marked_and_never_break(tmp_path: Path, text: str) -> None:
    code, found, _ = marked(
        write_jsonl(tmp_path / "r.jsonl", [{"reply_id": "1", "case_id": "wismo-amz-01", "text": text}])
    )
    assert code == DONE
    assert found[0]["status"] in ("graded", "not_ratable")


def test_what_cannot_start_says_why_and_writes_nothing(tmp_path: Path) -> None:
    replies = write_csv(tmp_path / "r.csv", [("1", "wismo-amz-01", GOOD)], "utf-8")
    missing = marked(replies, cases=tmp_path / "no-such-folder")
    assert missing[0] == NOT_STARTED and not missing[1]
    headless = tmp_path / "h.csv"
    headless.write_text("id,answer\n1,hello\n", encoding="utf-8")
    code, found, said = marked(headless)
    assert (code, found) == (NOT_STARTED, [])
    assert "reply_id" in said
    assert mark(CASES, tmp_path / "none.csv", tmp_path / "o.jsonl", 1, "none", io.StringIO()) == NOT_STARTED


def test_a_broken_case_file_is_named_with_line_and_field(tmp_path: Path) -> None:
    broken = tmp_path / "case.yaml"
    broken.write_text("id: x\nplatform: amazn\nstage: after-sale\nlanguage: en\nthread: [hello]\ntasks: [reply]\n")
    replies = write_csv(tmp_path / "r.csv", [("1", "x", GOOD)], "utf-8")
    code, found, said = marked(replies, cases=broken)
    assert (code, found) == (NOT_STARTED, [])
    assert "case.yaml:2" in said and "platform" in said and "amazon" in said


def test_a_teachers_ten_line_case_works(tmp_path: Path) -> None:
    case = tmp_path / "mine.yaml"
    case.write_text(
        "id: mine-01\nplatform: ebay\nstage: after-sale\nlanguage: en\n"
        "thread: ['My lamp arrived broken, what now?']\n"
        "tasks:\n  - apologise for the broken lamp\n  - offer a refund or a new lamp\n",
        encoding="utf-8",
    )
    texts = [
        (
            "full",
            "mine-01",
            "Hi, I'm sorry the lamp arrived broken. You can have a full refund or a new lamp, which do you prefer?",
        ),
        ("empty", "mine-01", "Hello, thank you for your message. We hope you have a lovely day and enjoy our shop."),
    ]
    code, found, _ = marked(write_csv(tmp_path / "r.csv", texts, "utf-8"), cases=case)
    assert code == DONE
    assert found[0]["total"] > found[1]["total"]
    assert [t["state"] for t in found[0]["tasks"]] == ["done", "done"]


def test_two_workers_give_the_same_marks_in_the_same_order(tmp_path: Path) -> None:
    lines = [{"reply_id": str(n), "case_id": "wismo-amz-01", "text": f"{GOOD} Number {n}."} for n in range(20)]
    replies = write_jsonl(tmp_path / "r.jsonl", lines)
    assert marked(replies)[1] == marked(replies, workers=2)[1]


def test_rows_keep_their_line_numbers_when_a_reply_has_several_lines(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "r.csv", [("1", "c", "one\ntwo"), ("2", "c", "three")], "utf-8")
    assert [(r.reply_id, r.text) for r in rows(path)] == [("1", "one\ntwo"), ("2", "three")]
