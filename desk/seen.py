"""What a person sees of her practice: rows of the inbox and of attempts, a turn, an attempt with its tools."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import Field

from desk.reasons import REASONS
from desk.shelf import LetterRow
from grading.nouns import Grade, Mode, Override
from grading.second import differences, doubted
from reading.nouns import Frozen, Reading, Span
from reading.opinion.nouns import Opinion
from scenarios.nouns import Answer, Case, End, MetricChange, Mood, Text
from store.nouns import Former, Line, Look, OverrideRow, Turn


class InboxRow(Frozen):
    """One case in the inbox; ``hours_left`` counts in the case's own time, None when no clock runs."""

    case_id: str
    title: Text
    platform: str
    stage: str
    situation: str
    difficulty: int
    language: str
    buyer_name: str
    country: str
    hours_left: float | None
    clock_name: Text
    attempts: int
    best: int | None  # highest total, 0 to 100
    open_attempt: int | None  # an attempt that has not ended
    has_draft: bool
    first_line: str  # the buyer's last message, shortened


class RuleNote(Frozen):
    """A platform rule that matters in this case; ``doubt`` is empty when nothing speaks against it."""

    id: str
    title: Text
    text: Text
    source: str
    doubt: Text


class ClockView(Frozen):
    """The most urgent clock of the case, in the case's own time."""

    name: Text
    hours_total: float
    hours_left: float
    source: str
    on_expiry: Text


class Tools(Frozen):
    """What a real agent has at hand."""

    size_chart: list[dict[str, Any]] | None
    buyer_local_time: str  # "Wed 17 Jun 2026 12:00", empty when the country is unknown
    buyer_zone: str  # IANA name
    tracking_history: list[dict[str, Any]] | None
    letters: tuple[LetterRow, ...]
    promises: tuple[Text, ...]  # what this agent may promise


class AttemptRow(Frozen):
    """One attempt in a list; ``total`` is None before the first reply. ``flags`` say why a person should look."""

    id: int
    case_id: str
    title: Text
    platform: str
    stage: str
    mode: Mode
    person_id: int
    person_name: str
    started: dt.datetime
    total: int | None
    band: str
    sendable: bool
    end: End
    reviewed: bool
    flags: tuple[str, ...]
    turns: int = 0
    parent: int | None = None


class OverrideView(Frozen):
    """The teacher's last word on a turn: who, when, why, what changed."""

    by_name: str
    at: dt.datetime
    reason: str
    reason_text: Text
    note: str
    override: Override


class SecondRow(Frozen):
    """One proposal of a language model; ``differs`` where the grade says otherwise."""

    kind: str
    code: str
    value: str
    span: Span | None
    lacks: str
    agreed: bool
    differs: bool


class SecondView(Frozen):
    """What a language model proposed, to be shown apart from the grade; ``dropped`` proposals were not usable."""

    model: str
    at: dt.datetime
    seconds: float
    rows: tuple[SecondRow, ...]
    dropped: int
    removed: int  # places addressed to a grader that the model never saw


class TurnView(Frozen):
    """One reply with all its consequences; ``effective`` is the grade that counts, ``grade`` the machine's."""

    id: int
    number: int
    text: str
    at: dt.datetime
    reading: Reading
    grade: Grade
    override: OverrideView | None
    answer: Answer
    metrics: tuple[MetricChange, ...]
    effective: Grade
    silent_day: bool = False  # nothing was written: a day passed
    versions: dict[str, str] = Field(default_factory=dict)  # what the newest grade was made with
    history: tuple[Former, ...] = ()  # earlier grades of the machine, oldest first
    graded_by: str = ""  # who asked for the newest one; empty for the first
    graded_at: dt.datetime | None = None
    look: Look | None = None  # who let a grade of this reply stand
    look_holds: bool = False  # and nothing has come up since
    second: SecondView | None = None


class AttemptView(Frozen):
    """An attempt with everything the practice screen shows.

    ``case`` carries no samples. In test mode, until the first reply, ``hints`` and ``rules`` are empty and so are the
    case's tasks, temptations and must_not.
    """

    id: int
    case: Case
    mode: Mode
    person_id: int
    person_name: str
    started: dt.datetime
    draft: str
    turns: tuple[TurnView, ...]
    mood: Mood
    end: End
    rules: tuple[RuleNote, ...]
    clock: ClockView | None
    tools: Tools
    hints: tuple[Text, ...]
    previous: tuple[AttemptRow, ...]  # the other attempts of the same case by the same person, newest first
    can_answer: bool  # false once the conversation has ended, and for anyone but its owner
    parent: int | None = None  # the attempt this one rewrites


def row_of(line: Line) -> AttemptRow:
    """A line of the store as a row of a list."""
    counts = line.counts
    return AttemptRow(
        id=line.id,
        case_id=line.case_id,
        title=line.title,
        platform=line.platform,
        stage=line.stage,
        mode=line.mode,
        person_id=line.person_id,
        person_name=line.person_name,
        started=line.started,
        total=counts.total if counts else None,
        band=counts.band if counts else "",
        sendable=counts.sendable if counts else False,
        end=line.end,
        reviewed=counts.reviewed if counts else False,
        flags=counts.flags if counts else (),
        turns=line.turns,
        parent=line.parent_id,
    )


def turn_view(turn: Turn, opinion: Opinion | None = None) -> TurnView:
    """A turn of the store with the teacher's last word, and perhaps a second opinion, beside the machine's grade.

    Until a teacher has looked, an opinion lowers the confidence of the grade that counts, and nothing else of it.
    """
    last = turn.overrides[-1] if turn.overrides else None
    machine = doubted(turn.grade, turn.reading, opinion) if opinion else turn.grade
    effective = last.effective if last else machine
    if turn.look is not None and turn.counts.looked:  # a person has confirmed it
        gates = tuple(gate.model_copy(update={"provisional": False}) for gate in effective.gates)
        effective = effective.model_copy(update={"gates": gates, "review": ()})
    return TurnView(
        id=turn.id,
        number=turn.number,
        text=turn.text,
        at=turn.at,
        reading=turn.reading,
        grade=turn.grade,
        override=_said(last) if last else None,
        answer=turn.answer,
        metrics=turn.metrics,
        effective=effective,
        silent_day=turn.silent,
        versions=turn.versions,
        history=turn.former,
        graded_by=turn.graded_by,
        graded_at=turn.graded_at,
        look=turn.look,
        look_holds=turn.counts.looked,
        second=_second(turn, opinion) if opinion else None,
    )


def _second(turn: Turn, opinion: Opinion) -> SecondView:
    rows = [
        SecondRow(**dict(one), differs=bool(differences(turn.grade, turn.reading, (one,)))) for one in opinion.proposed
    ]
    return SecondView(
        model=opinion.model,
        at=opinion.at,
        seconds=opinion.seconds,
        rows=tuple(rows),
        dropped=opinion.dropped,
        removed=opinion.removed,
    )


def _said(row: OverrideRow) -> OverrideView:
    reason = row.override.reason
    return OverrideView(
        by_name=row.by_name,
        at=row.override.at,
        reason=reason,
        reason_text=REASONS.get(reason, {"zh": reason, "en": reason}),
        note=row.override.note,
        override=row.override,
    )
