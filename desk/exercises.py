"""Pieces of work other than replies: an account to diagnose (``clinic``), a task in the console (``operation``).

The work itself and its grading belong to the kind's own module; here it is opened, kept, handed in and read. ``work``
is any mapping that JSON can hold; ``stamp`` is that of the state a person has before her.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from content.errors import NotAllowed
from desk.house import Desk
from desk.people import Person
from grading.nouns import Mode
from grading.parts import Part as Part
from grading.parts import Remark as Remark
from scenarios.nouns import Text
from store import exercise_words
from store import exercises as kept
from store.nouns import Exercise as Exercise
from store.nouns import ExerciseLine as ExerciseLine
from store.nouns import ExerciseNews as ExerciseNews
from store.nouns import ExerciseWord as ExerciseWord
from store.nouns import Kind as Kind

KINDS: tuple[Kind, ...] = ("clinic", "operation")
LONGEST_WORK = 400_000  # characters of the work as JSON
LONGEST_REASON = 2_000  # characters
HALF = re.compile("[\ud800-\udfff]")  # half a character: no file and no database can hold it


def open_(
    desk: Desk,
    who: Person,
    kind: Kind,
    case_id: str,
    title: Text,
    platform: str,
    seed: int,
    now: dt.datetime,
    mode: Mode = "practice",
    versions: Mapping[str, str] | None = None,
) -> Exercise:
    """The unfinished piece of work of that kind, case and mode, else a new one.

    One that goes on keeps the seed it was dealt with: take it from the result. Raises NotAllowed for an unknown mode.
    """
    if mode not in ("practice", "test") or kind not in KINDS:
        raise NotAllowed("只有练习和测试两种模式。", "There are two modes only: practice and test.")
    made = kept.start(desk.store, who, kind, case_id, platform, title, seed, mode, now, versions)
    return kept.get(desk.store, who, made)


def get(desk: Desk, who: Person, exercise_id: int) -> Exercise:
    """One's own, or a student's of one's class; what she has not handed in is hers alone. Raises NotFound."""
    found = kept.get(desk.store, who, exercise_id)
    if found.ended is None and found.person_id != who.id:
        return found.model_copy(update={"work": {}})
    return found


def save(desk: Desk, who: Person, exercise_id: int, work: Mapping[str, Any], stamp: int, now: dt.datetime) -> int:
    """Keeps the work and gives its new stamp; the same work once more changes nothing.

    Raises NotFound for anybody else's, NotAllowed once it was handed in or when it is too long, and Outdated when
    another window has kept something newer. A refused save leaves what is kept as it is. What JSON has no word for is
    a TypeError or (not a number, infinite) a ValueError.
    """
    return kept.save_work(desk.store, who, exercise_id, _sound(work), stamp, now)


def hand_in(
    desk: Desk,
    who: Person,
    exercise_id: int,
    work: Mapping[str, Any],
    parts: Sequence[Part],
    flags: Sequence[str],
    now: dt.datetime,
    versions: Mapping[str, str] | None = None,
    stamp: int | None = None,
) -> Exercise:
    """Keeps the work with its graded parts, once; the same work again gives what stands.

    ``flags`` say why a person should look, ``versions`` what it was graded with. Raises like ``save``; ValueError for
    two parts of one id or more points than a part has.
    """
    if len({part.id for part in parts}) < len(parts) or any(part.points > part.of + 1e-9 for part in parts):
        raise ValueError("each part has its own id and at most its own points")
    sound = [part.model_copy(update={"remarks": tuple(_whole(one) for one in part.remarks)}) for part in parts]
    return kept.hand_in(desk.store, who, exercise_id, _sound(work), sound, flags, now, versions, stamp)


def mine(desk: Desk, who: Person, person_id: int | None = None) -> tuple[ExerciseLine, ...]:
    """One's own pieces of work, or a student's of one's class, newest first; nothing of anybody else's."""
    return kept.mine(desk.store, who, person_id)


def waits(line: ExerciseLine | Exercise) -> bool:
    """Whether a person should look: flagged and without a teacher's word, or a part that nobody has graded."""
    counts, said = (
        (line.counts, line.reviewed) if isinstance(line, ExerciseLine) else (line.effective, bool(line.words))
    )
    return line.ended is not None and ((bool(line.flags) and not said) or any(not part.graded for part in counts))


def change_part(
    desk: Desk, who: Person, exercise_id: int, part: str, points: float, reason: str, now: dt.datetime
) -> Exercise:
    """The piece of work with a teacher's points for one part beside the machine's; the student is told.

    The points that stand may be confirmed where a person should look. Raises NotAllowed for a student, without a
    reason, without a change and for points the part does not have; NotFound for another class's and an unknown part.
    """
    why = HALF.sub("\ufffd", reason).strip()[:LONGEST_REASON]
    if who.role == "teacher" and not why:
        raise NotAllowed("请写明理由。", "Give a reason.")
    before = kept.get(desk.store, who, exercise_id)
    same = any(one.id == part and one.graded and one.points == points for one in before.effective)
    if who.role == "teacher" and same and not waits(before):
        raise NotAllowed("没有任何改动。", "Nothing was changed.")
    return exercise_words.add_word(desk.store, who, exercise_id, part, points, why, now)


def news(desk: Desk, who: Person) -> tuple[ExerciseNews, ...]:
    """A teacher's words on one's own work that one has not seen, newest first."""
    return exercise_words.news(desk.store, who)


def seen(desk: Desk, who: Person, word_ids: Sequence[int]) -> None:
    """These words were read; other people's are left alone."""
    exercise_words.seen(desk.store, who, word_ids)


def _sound(work: Mapping[str, Any]) -> dict[str, Any]:
    """The work as JSON gives it back. Raises NotAllowed when it is too long."""
    text = json.dumps(work, ensure_ascii=False, allow_nan=False)
    if len(text) > LONGEST_WORK:
        raise NotAllowed(
            f"内容太长（{len(text)} 个字符，最多 {LONGEST_WORK}），没有保存。请删短一些。",
            f"This is too long ({len(text)} characters, at most {LONGEST_WORK}) and was not saved; shorten it.",
        )
    found: dict[str, Any] = json.loads(HALF.sub("\ufffd", text))
    return found


def _whole(remark: Remark) -> Remark:
    return remark.model_copy(update={"zh": HALF.sub("\ufffd", remark.zh), "en": HALF.sub("\ufffd", remark.en)})
