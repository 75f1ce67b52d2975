"""Figures: how a student does over time and what to practise next, and a class on one page."""

from __future__ import annotations

import csv
import datetime as dt
import io

from content.errors import NotAllowed, NotFound
from content.words import words
from desk import figures
from desk.advice import Suggestion as Suggestion
from desk.advice import suggestions
from desk.figures import Said
from desk.house import Desk
from desk.people import Person
from desk.queue import open_reasons
from desk.roster import harmless
from desk.seen import AttemptRow, row_of
from grading.nouns import Criterion
from reading.nouns import Frozen
from scenarios.nouns import Text
from store import attempts as kept
from store import people


class Point(Frozen):
    """One graded reply: levels 0 to 4 by criterion, total 0 to 100."""

    at: dt.datetime
    case_id: str
    platform: str
    stage: str
    levels: dict[str, int]
    total: int


class Progress(Frozen):
    """A student's figures. ``by_platform`` and ``by_stage`` are mean totals (0 to 100) of what was tried."""

    points: tuple[Point, ...]
    by_platform: dict[str, float]
    by_stage: dict[str, float]
    moves_made: dict[str, int]
    moves_missed: dict[str, int]
    tempted: dict[str, tuple[int, int]]  # violation code -> (avoided, tempted)
    unprompted: dict[str, int]  # violation code -> replies that broke it where the case does not tempt to it
    streak_days: int
    next: tuple[Suggestion, ...]
    attempts: int


class StudentRow(Frozen):
    """One student on the class page; ``weakest`` is a criterion, ``why`` says what makes her stuck."""

    id: int
    name: str
    attempts: int
    mean_total: float | None
    last_at: dt.datetime | None
    weakest: str | None
    stuck: bool
    why: Text


class HardRow(Frozen):
    """A case the class finds hard: mean total over its replies."""

    case_id: str
    title: Text
    platform: str
    mean_total: float
    replies: int


class ClassPage(Frozen):
    """A class on one page. ``criteria`` are mean levels (0 to 4); ``queue`` are attempts a person should look at."""

    students: tuple[StudentRow, ...]
    criteria: dict[str, float]
    queue: tuple[AttemptRow, ...]
    hardest: tuple[HardRow, ...]


def student(desk: Desk, who: Person, person_id: int | None = None, now: dt.datetime | None = None) -> Progress:
    """Her own figures, or those of a student of the teacher's class. Raises NotFound for anybody else.

    ``now`` is only needed for the streak, which is 0 without it.
    """
    whose = _visible(desk, who, person_id)
    said = figures.graded(kept.history(desk.store, who, whose))
    made, missed = figures.moves(said)
    return Progress(
        points=tuple(
            Point(
                at=line.last_at or line.started,
                case_id=line.case_id,
                platform=line.platform,
                stage=line.stage,
                levels=counts.levels,
                total=counts.total,
            )
            for line, counts in said
        ),
        by_platform=figures.mean_totals(said, "platform"),
        by_stage=figures.mean_totals(said, "stage"),
        moves_made=made,
        moves_missed=missed,
        tempted=figures.temptations(said),
        unprompted=figures.unprompted(said),
        streak_days=figures.streak((line.last_at for line, _ in said if line.last_at), now) if now else 0,
        next=suggestions(desk.cases, said),
        attempts=len({line.id for line, _ in said}),
    )


def attempts(desk: Desk, who: Person, person_id: int | None = None) -> tuple[AttemptRow, ...]:
    """All attempts of one person that ``who`` may see, newest first. Raises NotFound."""
    return tuple(row_of(line) for line in kept.lines(desk.store, who, _visible(desk, who, person_id)))


def classroom(desk: Desk, who: Person, now: dt.datetime | None = None) -> ClassPage:
    """The teacher's class. Raises NotAllowed for a student. Without ``now`` nobody counts as absent."""
    pupils = _class_of(desk, who)
    ids = {one.id for one in pupils}
    said = [one for one in figures.graded(kept.history(desk.store, who)) if one[0].person_id in ids]
    lines = [line for line in kept.lines(desk.store, who) if line.person_id in ids and line.counts is not None]
    look_at = [row_of(line) for line in lines if line.counts and open_reasons(line.counts, who)]
    return ClassPage(
        students=tuple(_student_row(one, [s for s in said if s[0].person_id == one.id], now) for one in pupils),
        criteria=figures.mean_levels(said),
        queue=tuple(look_at[: figures.settings()["queue"]]),
        hardest=_hardest(said),
    )


def _student_row(pupil: Person, said: list[Said], now: dt.datetime | None) -> StudentRow:
    totals = [counts.total for _, counts in said]
    last = said[-1][0].last_at if said else None
    why = _stuck(said, last, now)
    return StudentRow(
        id=pupil.id,
        name=pupil.name,
        attempts=len({line.id for line, _ in said}),
        mean_total=round(sum(totals) / len(totals), 1) if totals else None,
        last_at=last,
        weakest=figures.weakest(said),
        stuck=bool(why),
        why=why,
    )


def _stuck(said: list[Said], last: dt.datetime | None, now: dt.datetime | None) -> Text:
    """Why this student needs a word; empty when she does not."""
    limits = figures.settings()
    if last is None:
        return {"zh": "还没有开始练习。", "en": "Has not begun yet."}
    low = figures.in_a_row_under(said, limits["pass_mark"])
    if low >= limits["stuck_after"]:
        return {"zh": f"最近连续 {low} 次不及格。", "en": f"The last {low} replies in a row did not pass."}
    away = (now - last).days if now else 0
    if away >= limits["absent_days"]:
        return {"zh": f"{away} 天没有练习。", "en": f"No practice for {away} days."}
    return {}


def _hardest(said: list[Said]) -> tuple[HardRow, ...]:
    limits = figures.settings()
    about = {line.case_id: line for line, _ in said}
    replies = {case_id: sum(line.case_id == case_id for line, _ in said) for case_id in about}
    rows = [
        HardRow(
            case_id=case_id,
            title=about[case_id].title,
            platform=about[case_id].platform,
            mean_total=mean,
            replies=replies[case_id],
        )
        for case_id, mean in figures.mean_totals(said, "case_id").items()
        if replies[case_id] >= limits["hard_replies"]
    ]
    return tuple(sorted(rows, key=lambda row: (row.mean_total, row.case_id))[: limits["hardest"]])


def export_csv(desk: Desk, who: Person) -> bytes:
    """The class's replies as CSV (UTF-8 with BOM, for spreadsheets); no cell starts like a formula."""
    pupils = {one.id: one for one in _class_of(desk, who)}
    name = words(who.lang).name
    heads = {
        "zh": ("姓名", "账号", "案例", "平台", "模式", "时间", "总分", "等级", "可发送", "已复核"),
        "en": ("name", "account", "case", "platform", "mode", "time", "total", "band", "sendable", "reviewed"),
    }
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow([*heads[who.lang], *(c.value for c in Criterion)])
    for line, counts in figures.graded(kept.history(desk.store, who)):
        if (pupil := pupils.get(line.person_id)) is None:
            continue
        at = (line.last_at or line.started).astimezone(figures.zone())
        cells = [
            *(pupil.name, pupil.login, line.case_id, name("platform", line.platform), name("mode", line.mode)),
            *(f"{at:%Y-%m-%d %H:%M}", counts.total, counts.band, int(counts.sendable), int(counts.reviewed)),
            *(counts.levels.get(criterion.value, "") for criterion in Criterion),
        ]
        table.writerow([harmless(cell) for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _class_of(desk: Desk, who: Person) -> tuple[Person, ...]:
    if who.role != "teacher":
        raise NotAllowed("班级页面只给老师看。", "The class page is for teachers.")
    return people.students_of(desk.store, who)


def _visible(desk: Desk, who: Person, person_id: int | None) -> int:
    if person_id is None or person_id == who.id:
        return who.id
    if all(one.id != person_id for one in people.students_of(desk.store, who)):
        raise NotFound("没有找到这位学生，或者不在你的班级。", "There is no such student, or none of your class.")
    return person_id
