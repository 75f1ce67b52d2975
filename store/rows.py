"""Rows as values and values as rows: attempts, turns, overrides."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import TypeAdapter

from grading.nouns import Grade, Override
from reading.nouns import Reading
from scenarios.nouns import Answer, Case, MetricChange
from store.nouns import Attempt, Counts, Former, Line, Look, OverrideRow, Turn
from store.tables import AttemptTable, LookTable, OverrideTable, RegradeTable, TurnTable

METRICS: TypeAdapter[tuple[MetricChange, ...]] = TypeAdapter(tuple[MetricChange, ...])


def attempt_of(row: AttemptTable, person_name: str) -> Attempt:
    """The whole attempt; its case as it was dealt."""
    return Attempt.model_validate(
        {
            "id": row.id,
            "person_id": row.person_id,
            "person_name": person_name,
            "case_id": row.case_id,
            "seed": row.seed,
            "mode": row.mode,
            "case": Case.model_validate_json(row.case_json),
            "started": row.started,
            "ended": row.ended,
            "end": row.end,
            "draft": row.draft,
            "parent_id": row.parent_id,
        }
    )


def line_of(row: AttemptTable, person_name: str, turn: TurnTable | None) -> Line:
    """The attempt in a list, with the counts of ``turn`` (usually its last)."""
    return Line.model_validate(
        {
            "id": row.id,
            "person_id": row.person_id,
            "person_name": person_name,
            "case_id": row.case_id,
            "seed": row.seed,
            "title": row.title,
            "platform": row.platform,
            "stage": row.stage,
            "mode": row.mode,
            "started": row.started,
            "ended": row.ended,
            "end": row.end,
            "has_draft": bool(row.draft),
            "parent_id": row.parent_id,
            "turns": row.turns,
            "last_at": turn.at if turn else None,
            "turn_id": turn.id if turn else None,
            "counts": Counts.model_validate_json(turn.counts) if turn else None,
        }
    )


def turn_of(
    row: TurnTable,
    said: Sequence[OverrideTable] = (),
    again: Sequence[RegradeTable] = (),
    looks: Sequence[LookTable] = (),
) -> Turn:
    """The turn as it is now: its newest reading and grade, the overrides in the order they were given, the history."""
    turn = _first(row, said)
    if looks:
        last = looks[-1]
        turn = turn.model_copy(update={"look": Look(by_name=last.by_name, at=last.at, why=tuple(last.why))})
    return _regraded(turn, again) if again else turn


def _regraded(turn: Turn, again: Sequence[RegradeTable]) -> Turn:
    """``turn`` under its newest grade; an override that was there before it stays on top of it."""
    newest = again[-1]
    former = [Former(at=turn.at, grade=turn.grade, versions=turn.versions)]
    former += [
        Former(at=one.at, by_name=one.by_name, grade=Grade.model_validate_json(one.grade), versions=one.versions)
        for one in again[:-1]
    ]
    overrides = turn.overrides
    if overrides and newest.effective and overrides[-1].id == newest.after_override:
        on_top = overrides[-1].model_copy(update={"effective": Grade.model_validate_json(newest.effective)})
        overrides = (*overrides[:-1], on_top)
    return turn.model_copy(
        update={
            "reading": Reading.model_validate_json(newest.reading),
            "grade": Grade.model_validate_json(newest.grade),
            "versions": newest.versions,
            "overrides": overrides,
            "former": tuple(former),
            "graded_by": newest.by_name,
            "graded_at": newest.at,
        }
    )


def _first(row: TurnTable, said: Sequence[OverrideTable]) -> Turn:
    return Turn(
        id=row.id,
        attempt_id=row.attempt_id,
        number=row.number,
        nonce=row.nonce,
        text=row.text,
        silent=row.silent,
        at=row.at,
        reading=Reading.model_validate_json(row.reading),
        grade=Grade.model_validate_json(row.grade),
        answer=Answer.model_validate_json(row.answer),
        metrics=METRICS.validate_json(row.metrics),
        counts=Counts.model_validate_json(row.counts),
        shop=row.shop,
        versions=row.versions,
        overrides=tuple(override_of(one) for one in said),
    )


def turn_row(turn: Turn) -> TurnTable:
    """The row of a new turn."""
    return TurnTable(
        attempt_id=turn.attempt_id,
        number=turn.number,
        nonce=turn.nonce,
        text=turn.text,
        silent=turn.silent,
        at=turn.at,
        reading=turn.reading.model_dump_json(),
        grade=turn.grade.model_dump_json(),
        answer=turn.answer.model_dump_json(),
        metrics=METRICS.dump_json(turn.metrics).decode(),
        counts=turn.counts.model_dump_json(),
        shop=turn.shop,
        versions=turn.versions,
    )


def override_of(row: OverrideTable) -> OverrideRow:
    """One word of a teacher."""
    return OverrideRow(
        id=row.id,
        turn_id=row.turn_id,
        by_name=row.by_name,
        override=Override.model_validate_json(row.override),
        effective=Grade.model_validate_json(row.effective),
    )
