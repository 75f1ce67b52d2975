"""A class list as CSV: which columns, which encodings, and what is wrong with which line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from content.errors import ContentError, NotAllowed
from content.loader import decode
from desk.account import settings, sound_login, sound_name
from reading.nouns import Frozen
from scenarios.nouns import Text

COLUMNS = {
    "name": ("name", "姓名", "名字", "学生"),
    "login": ("login", "账号", "account", "帐号", "学号", "用户名"),
    "password": ("password", "密码", "初始密码"),
}
HEAD = ",".join(COLUMNS)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class RowError(Frozen):
    """What is wrong with one line (1-based, the header is line 1; 0: the whole file) of a roster."""

    line: int
    text: Text


@dataclass(frozen=True)
class Entry:
    """One student as the file has her; the login in the form in which it is kept."""

    line: int
    name: str
    login: str
    password: str


def parse(data: bytes) -> tuple[tuple[Entry, ...], tuple[RowError, ...]]:
    """The entries of a CSV in UTF-8 (with or without BOM), UTF-16 with BOM or GB18030, and every error in it."""
    limits = settings()["roster"]
    if len(data) > limits["bytes"]:
        return (), (_error(0, "文件太大。", "The file is too large."),)
    try:
        text = decode(data, "roster.csv").replace("\0", "")
    except ContentError as error:
        return (), (_error(0, error.zh, error.en),)
    try:
        rows = [(line, row) for line, row in _rows(text) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        return (), (_error(0, "这不是可读的 CSV 文件。", f"This is not a readable CSV file: {error}."),)
    if len(rows) > limits["rows"] + 1:
        most = limits["rows"]
        return (), (_error(0, f"一次最多 {most} 名学生。", f"At most {most} students at once."),)
    if not rows:
        return (), (_error(0, "文件是空的。", "The file is empty."),)
    return _entries(rows)


def pasted(text: str) -> bytes:
    """A pasted list as a file: a head if it has none; cells of a spreadsheet and Chinese commas are columns too."""
    lines = text.strip("\n\ufeff").replace("，", ",").replace("\t", ",")
    head = [cell.strip().lower() for cell in lines.split("\n", 1)[0].split(",")]
    named = {name for names in COLUMNS.values() for name in names}
    return lines.encode() if named & set(head) else f"{HEAD}\n{lines}".encode()


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    head = text.splitlines()[0] if text.strip() else ""
    mark = max(",;\t,", key=head.count)  # spreadsheets in some countries separate by semicolon or tab
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    for row in reader:
        yield reader.line_num, row


def _entries(rows: list[tuple[int, list[str]]]) -> tuple[tuple[Entry, ...], tuple[RowError, ...]]:
    head = [cell.strip().lower() for cell in rows[0][1]]
    place = {name: next((n for n, cell in enumerate(head) if cell in also), None) for name, also in COLUMNS.items()}
    if missing := [name for name, n in place.items() if n is None]:
        zh = "、".join(f"{COLUMNS[name][1]}（{name}）" for name in missing)
        return (), (_error(1, f"缺少列：{zh}。", f"Missing columns: {', '.join(missing)}."),)
    if len(rows) == 1:
        return (), (_error(0, "文件里没有学生。", "There are no students in the file."),)
    entries: list[Entry] = []
    errors: list[RowError] = []
    first: dict[str, int] = {}
    for line, row in rows[1:]:
        try:
            entry = _entry(line, {name: row[n] if n is not None and n < len(row) else "" for name, n in place.items()})
        except NotAllowed as wrong:
            errors.append(_error(line, wrong.zh, wrong.en))
            continue
        if entry.login in first:
            seen = first[entry.login]
            errors.append(_error(line, f"账号与第 {seen} 行重复。", f"The account is the same as in line {seen}."))
        first.setdefault(entry.login, line)
        entries.append(entry)
    return tuple(entries), tuple(errors)


def _entry(line: int, cells: dict[str, str]) -> Entry:
    for name in ("name", "login"):
        if cells[name].strip().startswith(FORMULA):
            raise NotAllowed(
                f"「{COLUMNS[name][1]}」以 {cells[name].strip()[0]} 开头，像一个公式，请改掉。",
                f"The {name} starts with {cells[name].strip()[0]} like a formula; change it.",
            )
    least, most = settings()["password"]["at_least"], settings()["password"]["at_most"]
    password = cells["password"].strip()
    if not least <= len(password) <= most:
        raise NotAllowed(f"密码需要 {least} 到 {most} 个字符。", f"A password needs {least} to {most} characters.")
    return Entry(line=line, name=sound_name(cells["name"]), login=sound_login(cells["login"]), password=password)


def _error(line: int, zh: str, en: str) -> RowError:
    return RowError(line=line, text={"zh": zh, "en": en})


def harmless(cell: object) -> str:
    """A cell for a spreadsheet: one that starts like a formula gets an apostrophe, so that it is shown, not run."""
    text = str(cell)
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text.startswith(FORMULA) else text
