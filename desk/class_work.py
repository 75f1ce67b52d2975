"""What a class did in pieces of work other than replies: the list, where it fails, a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from content.errors import NotAllowed
from content.words import words
from desk import figures
from desk.exercises import ExerciseLine, Kind, Part, waits
from desk.house import Desk
from desk.people import Person
from desk.roster import harmless
from reading.nouns import Frozen
from scenarios.nouns import Text
from store import exercises as kept
from store import people

HEADS = {
    "zh": ("姓名", "账号", "类型", "案例", "题目", "平台", "模式", "交作业时间",
           "总分", "部分", "得分", "满分", "已改分"),
    "en": ("name", "account", "kind", "case", "title", "platform", "mode", "handed in",
           "total", "part", "points", "of", "reviewed"),
}  # fmt: skip


class Filter(Frozen):
    """Which pieces of work of the class; None is all. ``waits``: only those a person should look at."""

    kind: Kind | None = None
    platform: str | None = None
    person_id: int | None = None
    handed_in: bool = True  # False: also those that are still worked on
    waits: bool = False


class PartMean(Frozen):
    """How the class did in one part: the mean ``share`` of its points (0 to 1), None when nothing could be graded."""

    id: str
    share: float | None
    graded: int  # pieces of work that ``share`` is the mean of


class CaseParts(Frozen):
    """One case: its students, the mean of their totals (0 to 100, None: not graded) and of each part, in its order."""

    kind: Kind
    case_id: str
    title: Text
    platform: str
    students: int
    mean: float | None
    parts: tuple[PartMean, ...]


ALL = Filter()


def class_lines(desk: Desk, who: Person, filters: Filter = ALL) -> tuple[ExerciseLine, ...]:
    """The pieces of work of the teacher's students, newest first. Raises NotAllowed for a student."""
    if who.role != "teacher":
        raise NotAllowed("全班的作业只给老师看。", "The work of the class is for teachers.")
    found = kept.of_class(desk.store, who, filters.kind, filters.platform, filters.person_id)
    return tuple(
        line
        for line in found
        if (line.ended is not None or not filters.handed_in) and (waits(line) or not filters.waits)
    )


def class_parts(desk: Desk, who: Person, filters: Filter = ALL) -> tuple[CaseParts, ...]:
    """Where the class fails: each case's means, the lowest first, from what each student handed in last.

    A part that could not be graded counts for nothing, and not as zero. Raises NotAllowed for a student.
    """
    newest: dict[tuple[str, str], dict[int, ExerciseLine]] = {}
    for line in class_lines(desk, who, filters):
        if line.ended is not None:
            newest.setdefault((line.kind, line.case_id), {}).setdefault(line.person_id, line)
    found = [_case_parts(list(lines.values())) for lines in newest.values()]
    return tuple(sorted(found, key=lambda one: (one.mean is None, one.mean, one.kind, one.case_id)))


def _case_parts(lines: Sequence[ExerciseLine]) -> CaseParts:
    about = lines[0]
    ids = dict.fromkeys(part.id for line in lines for part in line.counts)
    return CaseParts(
        kind=about.kind,
        case_id=about.case_id,
        title=about.title,
        platform=about.platform,
        students=len(lines),
        mean=_mean([float(line.total) for line in lines if line.total is not None]),
        parts=tuple(_part_mean(name, lines) for name in ids),
    )


def _part_mean(name: str, lines: Sequence[ExerciseLine]) -> PartMean:
    shares = [p.points / p.of for line in lines for p in line.counts if p.id == name and p.graded]
    return PartMean(id=name, share=_mean(shares), graded=len(shares))


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def export_csv(desk: Desk, who: Person, filters: Filter = ALL) -> bytes:
    """One line for each part of what the class handed in (CSV, UTF-8 with BOM); no cell starts like a formula."""
    logins = {one.id: one.login for one in people.students_of(desk.store, who)}
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(HEADS[who.lang])
    for line in class_lines(desk, who, filters):
        for part in line.counts if line.ended else ():
            table.writerow([harmless(cell) for cell in _cells(who, line, part, logins.get(line.person_id, ""))])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _cells(who: Person, line: ExerciseLine, part: Part, login: str) -> tuple[object, ...]:
    say = words(who.lang)
    at = (line.ended or line.saved).astimezone(figures.zone())
    return (
        *(line.person_name, login, say.name("exercise", line.kind), line.case_id, say.pick(line.title)),
        *(say.name("platform", line.platform), say.name("mode", line.mode), f"{at:%Y-%m-%d %H:%M}"),
        "" if line.total is None else line.total,
        *(
            say.name(f"part {line.kind}", part.id),
            f"{part.points:g}" if part.graded else "",
            f"{part.of:g}",
            int(line.reviewed),
        ),
    )
