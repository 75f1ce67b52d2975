"""Rows of pieces of work as values: the parts that count, the whole, a line of a list, a teacher's word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import TypeAdapter

from grading.parts import Part, total
from store.nouns import Exercise, ExerciseLine, ExerciseNews, ExerciseWord
from store.tables import ExerciseTable, ExerciseWordTable

PARTS: TypeAdapter[tuple[Part, ...]] = TypeAdapter(tuple[Part, ...])
ABOUT = ("id", "person_id", "kind", "case_id", "platform", "title", "mode", "started", "saved", "ended", "total")


def effective(parts: Sequence[Part], words: Iterable[ExerciseWordTable]) -> tuple[Part, ...]:
    """The parts with the last word on each on top: its points count, and somebody has looked at it."""
    last = {word.part: word.points for word in words}
    return tuple(
        part.model_copy(update={"points": last[part.id], "graded": True}) if part.id in last else part for part in parts
    )


def counted(parts: Sequence[Part]) -> str:
    """Parts as JSON for lists: without their remarks."""
    return PARTS.dump_json(tuple(part.model_copy(update={"remarks": ()}) for part in parts)).decode()


def exercise_of(row: ExerciseTable, person_name: str, words: Sequence[ExerciseWordTable]) -> Exercise:
    """The whole piece of work with the words on it, oldest first."""
    parts = PARTS.validate_json(row.parts)
    return Exercise.model_validate(
        {name: getattr(row, name) for name in (*ABOUT, "seed", "stamp", "work", "flags", "versions")}
        | {
            "person_name": person_name,
            "parts": parts,
            "effective": effective(parts, words),
            "words": tuple(word_of(word) for word in words),
            "machine": total(parts),
        }
    )


def exercise_line_of(row: ExerciseTable, person_name: str, reviewed: bool) -> ExerciseLine:
    """The piece of work in a list."""
    return ExerciseLine.model_validate(
        {name: getattr(row, name) for name in (*ABOUT, "flags")}
        | {"person_name": person_name, "counts": PARTS.validate_json(row.counts), "reviewed": reviewed}
    )


def word_of(row: ExerciseWordTable) -> ExerciseWord:
    """One word of a teacher."""
    return ExerciseWord(id=row.id, part=row.part, points=row.points, reason=row.reason, by_name=row.by_name, at=row.at)


def news_of(row: ExerciseWordTable, about: ExerciseTable) -> ExerciseNews:
    """A word as news for the student."""
    return ExerciseNews.model_validate(
        {"exercise_id": about.id, "kind": about.kind, "title": about.title, "word": word_of(row)}
    )
