"""The teacher's word: a reasoned change of levels or violations; the machine's grade stays, the student is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from content.errors import NotAllowed
from desk.house import Desk
from desk.people import Person
from desk.reasons import REASONS as REASONS
from desk.seen import TurnView, turn_view
from desk.turn import counts_of
from grading.nouns import Criterion, Grade, Override
from grading.override import apply
from reading.nouns import Frozen
from scenarios.nouns import Text
from store import attempts, opinions, reviews

CODES = frozenset(f"V{n:02d}" for n in range(1, 16))
LONGEST_NOTE = 2_000  # characters


class Notice(Frozen):
    """News for a student: what changed on her turn."""

    id: int
    turn_id: int
    attempt_id: int
    title: Text
    text: Text
    at: dt.datetime


def review(
    desk: Desk,
    teacher: Person,
    turn_id: int,
    levels: dict[str, int],
    dropped: Sequence[str],
    added: Sequence[str],
    reason: str,
    note: str,
    now: dt.datetime,
) -> TurnView:
    """The turn after the teacher's change, which goes on from earlier changes of it.

    ``levels`` are criteria with levels 0 to 4, ``dropped`` and ``added`` violation codes. The total always follows
    from them (guide B9). Raises NotAllowed for a student, without a known reason, and without any change; NotFound
    for a turn of another class.
    """
    turn = reviews.turn(desk.store, teacher, turn_id)
    if turn.silent:
        raise NotAllowed(
            "这一天没有回复，没有可复核的内容。", "Nothing was written that day; there is nothing to review."
        )
    override = _override(teacher, levels, dropped, added, reason, note, now)
    if turn.overrides:
        override = _after(turn.overrides[-1].override, override)
    effective = apply(turn.reading, turn.grade, override, desk.rubric)
    case = attempts.attempt(desk.store, teacher, turn.attempt_id).case
    codes = {v.code for v in turn.reading.violations} - set(override.dropped) | set(override.added)
    counts = counts_of(turn.reading, effective, case, reviewed=True)
    apart = teacher.id if _far_apart(turn.grade, effective, desk) else None
    counts = counts.model_copy(update={"violations": tuple(sorted(codes)), "flags": (), "apart_by": apart})
    reviews.add(desk.store, teacher, turn, override, effective, counts)
    opinion = opinions.of_attempt(desk.store, teacher, turn.attempt_id).get(turn_id)
    return turn_view(reviews.turn(desk.store, teacher, turn_id), opinion)


def _far_apart(machine: Grade, person: Grade, desk: Desk) -> bool:
    """Whether a person and the machine differ so much that a second person should look (guide B9)."""
    rule = desk.rubric.review
    levels = [abs(level.value - person.levels[c].value) for c, level in machine.levels.items() if c in person.levels]
    return abs(machine.total - person.total) >= rule.apart_points or max(levels, default=0) >= rule.apart_levels


def _override(
    teacher: Person,
    levels: dict[str, int],
    dropped: Sequence[str],
    added: Sequence[str],
    reason: str,
    note: str,
    now: dt.datetime,
) -> Override:
    if reason not in REASONS:
        raise NotAllowed("请先选一个理由。", "Choose a reason first.")
    if not levels and not dropped and not added:
        raise NotAllowed("没有任何改动。", "Nothing was changed.")
    if wrong := sorted({*dropped, *added} - CODES):
        raise NotAllowed(f"没有违规代码 {'、'.join(wrong)}。", f"There is no violation {', '.join(wrong)}.")
    if set(dropped) & set(added):
        raise NotAllowed("同一个违规不能既去掉又加上。", "The same violation cannot be dropped and added.")
    if any(name not in Criterion.__members__ or not 0 <= value <= 4 for name, value in levels.items()):
        raise NotAllowed("等级只能是五项标准的 0 到 4。", "Levels go from 0 to 4 for the five criteria.")
    if "COM" in levels and (dropped or added):
        raise NotAllowed(
            "合规等级由违规得出：改违规或改等级，二选一。",
            "Compliance follows from the violations: change one or the other.",
        )
    return Override(
        by=teacher.id,
        at=now,
        reason=reason,
        note=note.strip()[:LONGEST_NOTE],
        levels={Criterion(name): value for name, value in levels.items()},
        dropped=tuple(sorted(set(dropped))),
        added=tuple(sorted(set(added))),
    )


def _after(earlier: Override, new: Override) -> Override:
    """Both changes together, measured against the machine's grade; the later word wins.

    Dropping what a teacher had added takes it back, and the other way round.
    """
    dropped = (set(earlier.dropped) - set(new.added)) | (set(new.dropped) - set(earlier.added))
    added = (set(earlier.added) - set(new.dropped)) | (set(new.added) - set(earlier.dropped))
    levels = earlier.levels | new.levels
    if (new.dropped or new.added) and Criterion.COM not in new.levels:
        levels.pop(Criterion.COM, None)
    changed = {"levels": levels, "dropped": tuple(sorted(dropped)), "added": tuple(sorted(added))}
    return new.model_copy(update=changed)


def news(desk: Desk, who: Person) -> tuple[Notice, ...]:
    """What this student has not seen yet, newest first."""
    found = []
    for row in reviews.news(desk.store, who):
        reason = REASONS.get(row.reason, {"zh": row.reason, "en": row.reason})
        tail = f" {row.note}" if row.note else ""
        text = {
            "zh": f"老师复核了你的回复：{row.before} → {row.after} 分。理由：{reason['zh']}。{tail}",
            "en": f"Your teacher reviewed your reply: {row.before} → {row.after}. Reason: {reason['en']}.{tail}",
        }
        found.append(
            Notice(id=row.id, turn_id=row.turn_id, attempt_id=row.attempt_id, title=row.title, text=text, at=row.at)
        )
    return tuple(found)


def seen(desk: Desk, who: Person, notice_ids: Sequence[int]) -> None:
    """These notices were read; other people's are left alone."""
    reviews.seen(desk.store, who, notice_ids)
