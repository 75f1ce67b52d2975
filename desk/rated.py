"""Rated sets: a folder with ``cases/*.yaml`` and ``replies.jsonl``, or a table that a teacher fills in.

A rater's word is checked field by field, so that a slip of the pen is named with its file, line and field, and never
becomes a figure.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from content.errors import ContentError
from content.loader import decode
from desk.rating import LEVELS, check, ruling, word
from desk.replies import LONGEST_FIELD
from desk.start import CASES
from grading.judged import Judged
from grading.nouns import Criterion
from reading.nouns import Flag

REPLIES = "replies.jsonl"
NEEDED = ("reply_id", "case_id", "text")
ROW = {*NEEDED, "ratings", "settled", "note", "split", "source"}
TABLE = (*NEEDED, "rater", *Criterion)
TO_FLAG = {"INJECTION": "injection", "STUFFING": "stuffing", "SLOTS": "slots"}  # what old rows kept as gates


@dataclass(frozen=True)
class Rating:
    """What one rater marked: her word and the flags she raised."""

    said: Judged
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True)
class Rated:
    """A reply with its raters and, where it was adjudicated, the changes that the ruling makes to each rating."""

    line: int
    reply_id: str
    case_id: str
    text: str
    ratings: tuple[Rating, ...]
    settled: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class RatedSet:
    """A set by name: where its cases are, the file its rows came from and the rows."""

    name: str
    cases: Path
    file: Path
    rows: tuple[Rated, ...]


def load_set(path: Path, cases: Path | None = None) -> RatedSet:
    """The set in a folder, a JSON Lines file or a CSV; ``cases`` default to the folder's own, then to the shipped.

    Raises ContentError with file, line, field and what is expected there.
    """
    file = path / REPLIES if path.is_dir() else path
    try:
        text = decode(file.read_bytes(), file.name)
    except OSError as error:
        zh = f"打不开文件：{error.strerror}"
        raise ContentError(str(file), None, "-", zh, f"cannot be opened: {error.strerror}") from error
    table = file.suffix.lower() in (".csv", ".txt") and not text.lstrip().startswith("{")
    rows = tuple(_table(text, file.name) if table else _lines(text, file.name))
    if not rows:
        raise ContentError(file.name, None, "-", "这里没有评过的回信。", "There is no rated reply in it.")
    _no_twins(rows, file.name)
    own = file.parent / "cases"
    return RatedSet(path.stem if path.is_file() else path.name, cases or (own if own.is_dir() else CASES), file, rows)


def _no_twins(rows: tuple[Rated, ...], file: str) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        if (first := seen.setdefault(row.reply_id, row.line)) != row.line:
            zh, en = f"编号 {row.reply_id} 已在第 {first} 行用过。", f"{row.reply_id} is already used in line {first}."
            raise ContentError(file, row.line, "reply_id", zh, en)


def _lines(text: str, file: str) -> Iterator[Rated]:
    for line, written in enumerate(text.split("\n"), start=1):
        if not written.strip():
            continue
        try:
            found = json.loads(written)
        except ValueError as error:
            raise ContentError(file, line, "-", f"不是合法的 JSON：{error}", f"not valid JSON: {error}") from error
        check(isinstance(found, dict), file, line, "-", "一个对象", "an object")
        yield _row(found, file, line)


def _row(found: dict[str, Any], file: str, line: int) -> Rated:
    for name in NEEDED:
        sound = isinstance(found.get(name), str) and (name == "text" or found[name].strip())
        check(sound, file, line, name, "文字", "a text")
    if "ratings" in found:
        if odd := sorted(set(found) - ROW):
            check(False, file, line, odd[0], f"字段只有 {', '.join(sorted(ROW))}", f"one of {', '.join(sorted(ROW))}")
        given = found["ratings"]
        check(isinstance(given, list) and len(given) > 0, file, line, "ratings", "至少一个评分", "a list of ratings")
        ratings = tuple(Rating(*word(one, file, line, f"ratings[{n}]")) for n, one in enumerate(given))
    else:
        ratings = (_flat(found, file, line),)
    settled = found.get("settled") or {}
    return Rated(
        line=line,
        reply_id=found["reply_id"].strip(),
        case_id=found["case_id"].strip(),
        text=found["text"],
        ratings=ratings,
        settled=ruling(settled, file, line) if settled else {},
    )


def _flat(found: dict[str, Any], file: str, line: int) -> Rating:
    """A row of one rater with her marks beside the text; flags stand among the gates."""
    kept = {name: found[name] for name in ("status", "levels", "tasks", "violations", "moves", "why") if name in found}
    flags = [*found.get("flags", ()), *(TO_FLAG[g] for g in found.get("gates", ()) if g in TO_FLAG)]
    return Rating(*word({"rater": "1", **kept, "flags": flags}, file, line, ""))


def _table(text: str, file: str) -> Iterator[Rated]:
    """The rows of a CSV: one line for each rater of each reply, in any order."""
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.DictReader(io.StringIO(text.replace("\0", ""), newline=""))
    heads = {(name or "").strip().casefold(): name for name in reader.fieldnames or ()}
    if missing := [name for name in TABLE if name.casefold() not in heads]:
        zh = f"缺少列 {', '.join(missing)}；第一行应有 {', '.join(TABLE)}，还可以有 violations。"
        en = f"columns {', '.join(missing)} are missing; the first line has {', '.join(TABLE)} and may have violations."
        raise ContentError(file, 1, missing[0], zh, en)
    found: dict[str, Rated] = {}
    try:
        for row in reader:
            cells = {name: (row.get(head) or "").strip() for name, head in heads.items()}
            _add(found, cells, file, reader.line_num)
    except csv.Error as error:
        raise ContentError(file, reader.line_num, "-", f"这一行读不了：{error}", f"cannot be read: {error}") from error
    yield from found.values()


def _add(found: dict[str, Rated], cells: Mapping[str, str], file: str, line: int) -> None:
    if not any(cells.values()):
        return
    for name in ("reply_id", "case_id", "rater"):
        check(bool(cells[name]), file, line, name, "不能为空", "something; it is empty")
    levels = {c.value: cells[c.casefold()] for c in Criterion}
    status = cells.get("status") or "graded"
    for name, cell in levels.items():
        check(status != "graded" or cell in LEVELS, file, line, name, "0 到 4", "0 to 4")
    codes = [code.strip() for code in cells.get("violations", "").replace("；", ";").split(";") if code.strip()]
    given = {
        "rater": cells["rater"],
        "status": status,
        "levels": {name: int(cell) for name, cell in levels.items()} if status == "graded" else None,
        "violations": codes,
        "why": cells.get("why", ""),
    }
    rating = Rating(*word(given, file, line, ""))
    known = found.get(cells["reply_id"])
    if known is None:
        found[cells["reply_id"]] = Rated(line, cells["reply_id"], cells["case_id"], cells["text"], (rating,))
        return
    same = known.case_id == cells["case_id"] and cells["text"] in ("", known.text)
    zh, en = f"与第 {known.line} 行相同的案例和回信", f"the case and text of line {known.line}"
    check(same, file, line, "text", zh, en)
    new = rating.said.by not in {one.said.by for one in known.ratings}
    check(new, file, line, "rater", "每位评分者一行", "each rater once")
    found[known.reply_id] = Rated(known.line, known.reply_id, known.case_id, known.text, (*known.ratings, rating))
