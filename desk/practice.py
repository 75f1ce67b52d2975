"""The main job: choose a case, write, answer the buyer, look at what came of it."""

from __future__ import annotations

import datetime as dt

from desk.house import Desk
from desk.people import Person
from desk.seen import AttemptRow as AttemptRow
from desk.seen import AttemptView as AttemptView
from desk.seen import ClockView as ClockView
from desk.seen import InboxRow as InboxRow
from desk.seen import OverrideView as OverrideView
from desk.seen import RuleNote as RuleNote
from desk.seen import Tools as Tools
from desk.seen import TurnView as TurnView
from grading.nouns import Mode

LONGEST_REPLY = 20_000  # characters
LONGEST_DRAFT = 200_000  # characters; more than can be sent, so that a huge paste is not lost


def inbox(desk: Desk, who: Person) -> tuple[InboxRow, ...]:
    """Every case with this person's own state in it, by platform, stage and difficulty."""
    raise NotImplementedError


def open_case(desk: Desk, who: Person, case_id: str, mode: Mode, now: dt.datetime) -> int:
    """The attempt's id: an unfinished one of that mode goes on, else a new one is dealt. Raises NotFound."""
    raise NotImplementedError


def rewrite(desk: Desk, who: Person, attempt_id: int, now: dt.datetime) -> int:
    """A new attempt of the same dealt case beside the old one, with the old first reply as its draft."""
    raise NotImplementedError


def save_draft(desk: Desk, who: Person, attempt_id: int, text: str, now: dt.datetime) -> None:
    """Keeps what is typed, up to ``LONGEST_DRAFT`` characters."""
    raise NotImplementedError


def answer(desk: Desk, who: Person, attempt_id: int, text: str, nonce: str, now: dt.datetime) -> TurnView:
    """One reply, read once, with its three consequences, written in one transaction.

    The same ``nonce`` twice gives the same turn. Raises NotAllowed for an empty or too long text (the draft is kept),
    for an ended conversation and for somebody else's attempt.
    """
    raise NotImplementedError


def wait_day(desk: Desk, who: Person, attempt_id: int, now: dt.datetime) -> TurnView | None:
    """A day passes without a reply; None when the buyer does nothing."""
    raise NotImplementedError


def look(desk: Desk, who: Person, attempt_id: int) -> AttemptView:
    """The attempt with all its turns; for its owner and for the teacher of the class. Raises NotFound."""
    raise NotImplementedError


def attempts_of(desk: Desk, who: Person, case_id: str) -> tuple[AttemptRow, ...]:
    """This person's attempts of a case, newest first."""
    raise NotImplementedError
