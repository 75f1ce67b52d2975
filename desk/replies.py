"""Replies to be marked in bulk: CSV (UTF-8 with or without BOM, or GB18030) or JSON Lines, read row by row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from content.errors import ContentError
from content.loader import decode

COLUMNS = ("reply_id", "case_id", "text")
LONGEST_FIELD = 10_000_000  # characters of one CSV field; more is no reply but a broken quote


@dataclass(frozen=True)
class Row:
    """One row of a file of replies. ``trouble`` says in both languages why it cannot be marked."""

    line: int
    reply_id: str
    case_id: str
    text: str
    trouble: tuple[str, str] | None = None


def rows(path: Path) -> Iterator[Row]:
    """The rows of ``path`` in order, bad ones with their trouble. Raises ContentError when no row can be read."""
    try:
        text = decode(path.read_bytes(), path.name)
    except OSError as error:
        raise ContentError(
            path.name, None, "-", f"打不开文件：{error.strerror}", f"cannot be opened: {error.strerror}"
        ) from error
    if path.suffix.lower() in (".jsonl", ".ndjson", ".json") or text.lstrip().startswith("{"):
        return _json_rows(text)
    return _csv_rows(text, path.name)


def _json_rows(text: str) -> Iterator[Row]:
    for line, written in enumerate(text.split("\n"), start=1):
        if not written.strip():
            continue
        try:
            found = json.loads(written)
        except ValueError as error:
            yield Row(line, "", "", "", (f"不是合法的 JSON：{error}", f"not valid JSON: {error}"))
            continue
        yield _row(line, found if isinstance(found, dict) else {})


def _csv_rows(text: str, name: str) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.DictReader(io.StringIO(text.replace("\0", ""), newline=""))
    fields = [f.strip().lower() for f in reader.fieldnames or ()]
    missing = [c for c in COLUMNS if c not in fields]
    if missing:
        wanted = ", ".join(COLUMNS)
        zh = f"缺少列 {', '.join(missing)}；第一行应为 {wanted}。"
        raise ContentError(
            name, 1, missing[0], zh, f"columns {', '.join(missing)} are missing; the first line must be {wanted}."
        )
    reader.fieldnames = fields
    return _read_csv(reader)


def _read_csv(reader: csv.DictReader[str]) -> Iterator[Row]:
    while True:
        try:
            found = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(reader.line_num, "", "", "", (f"这一行读不了：{error}", f"this line cannot be read: {error}"))
            continue
        yield _row(reader.line_num, dict(found))


def _row(line: int, found: dict[str, object]) -> Row:
    values = {c: found.get(c) for c in COLUMNS}
    missing = [c for c, v in values.items() if v is None]
    if missing:
        names = ", ".join(missing)
        reply_id, case_id, text = ("" if v is None else str(v) for v in values.values())
        return Row(line, reply_id, case_id, text, trouble=(f"缺少字段 {names}", f"fields {names} are missing"))
    reply_id, case_id, text = (str(v) for v in values.values())
    return Row(line, reply_id.strip(), case_id.strip(), text)
