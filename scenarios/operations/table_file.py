"""Real files of a table: tab-separated text, CSV and a workbook that Excel opens, saves and gives back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from scenarios.operations.nouns import Download, Handed

TEXT, CSV, XLSX = (
    "text/tab-separated-values",
    "text/csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
LONGEST = 100_000  # bytes of a text file handed in; a workbook is refused before it is read
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how they begin: zip, and the older kind
WIDTH = 22  # of a column, in characters


def tabbed(lines: Iterable[Sequence[object]]) -> str:
    """The lines as tab-separated text with the line ends of Windows, as Excel saves it."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\r\n").writerows(lines)
    return out.getvalue()


def untabbed(text: str) -> list[tuple[int, list[str]]]:
    """The cells of tab-separated text with their lines (1-based); quotes that Excel put round a cell are taken off."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=False)
    return [(reader.line_num, list(cells)) for cells in reader]


def is_workbook(file: Handed, content: bytes) -> bool:
    """True for a workbook where text was asked for, by its first bytes or its name."""
    return content.startswith(WORKBOOKS) or file.name.lower().endswith((".xlsx", ".xls", ".xlsm"))


def text_file(name: str, lines: Iterable[Sequence[object]]) -> Download:
    """A tab-separated file in UTF-8."""
    return Download(name=name, media=TEXT, content=tabbed(lines).encode())


def csv_file(name: str, lines: Iterable[Sequence[object]]) -> Download:
    """A CSV file in UTF-8 with a byte order mark, without which Excel takes Chinese for another encoding."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(lines)
    return Download(name=name, media=CSV, content=out.getvalue().encode("utf-8-sig"))


def workbook(name: str, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Download:
    """A workbook with these sheets; the first line of each is its bold header. Text never becomes a formula."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, lines in sheets.items():
        page = book.create_sheet(title)
        for number, line in enumerate(lines, 1):
            for column, value in enumerate(line, 1):
                cell = page.cell(number, column, str(value) if isinstance(value, str) else value)
                if isinstance(value, str):
                    cell.data_type = "s"
                cell.font = Font(bold=number == 1)
        for column in range(1, max((len(line) for line in lines), default=0) + 1):
            page.column_dimensions[get_column_letter(column)].width = WIDTH
        page.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return Download(name=name, media=XLSX, content=out.getvalue())


def cells(content: bytes, title: str) -> list[list[object]]:
    """The cells of one sheet of a workbook; KeyError when there is no such sheet."""
    page = load_workbook(io.BytesIO(content), read_only=True, data_only=True)[title]
    return [list(line) for line in page.iter_rows(values_only=True)]
