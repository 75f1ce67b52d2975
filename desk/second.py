"""The second opinion: a language model of the school's choice proposes marks beside the grade, never in it (B10).

Never on the way of a reply: a teacher asks by hand, or every reply is asked about after it was graded and answered.
"""

from __future__ import annotations

import datetime as dt
import logging

from content.errors import HaikeError, NotAllowed
from desk.house import Desk
from desk.later import Later
from desk.people import Person
from desk.seen import SecondRow as SecondRow
from desk.seen import SecondView as SecondView
from desk.seen import TurnView, turn_view
from desk.turn import brief_of
from grading.second import doubted
from reading.opinion.endpoint import Endpoint
from reading.opinion.nouns import NoOpinion, Opinion
from store import attempts, opinions, reviews
from store.nouns import Turn

_log = logging.getLogger(__name__)
_later = Later("second opinions")


def model(desk: Desk) -> str:
    """The model that can be asked; "" when none is set."""
    return desk.endpoint.model if desk.endpoint else ""


def ask(desk: Desk, teacher: Person, turn_id: int, now: dt.datetime) -> TurnView:
    """The turn with a new opinion beside its grade.

    Raises NotFound for a turn of another class; NotAllowed for a student, for a silent day and when no model is set;
    NoOpinion when the model is slow, away, over budget or not to be understood. Then nothing has changed.
    """
    if teacher.role != "teacher":
        raise NotAllowed("只有老师可以请求第二意见。", "Only a teacher can ask for a second opinion.")
    turn = reviews.turn(desk.store, teacher, turn_id)
    return turn_view(turn, _asked(desk, teacher, turn, now))


def after(desk: Desk, who: Person, turn: Turn, now: dt.datetime) -> bool:
    """Has the model asked about a fresh turn in the background, where the settings say so; True when it will be."""
    if desk.endpoint is None or not desk.endpoint.auto or turn.grade.status != "graded":
        return False
    return _later.soon(lambda: _quietly(desk, who, turn, now))


def shown_to_class(desk: Desk, who: Person) -> bool:
    """Whether the students of this person's class see second opinions on their own replies; no, by default."""
    return opinions.shown_to_class(desk.store, who)


def show_to_class(desk: Desk, teacher: Person, shown: bool) -> None:
    """Lets the class see them, or no longer. Raises NotAllowed for a student."""
    opinions.show_to_class(desk.store, teacher, shown)


def wait() -> None:
    """Returns when everything that is asked in the background is done: for tests and for a tidy end."""
    _later.wait()


def _quietly(desk: Desk, who: Person, turn: Turn, now: dt.datetime) -> None:
    try:
        _asked(desk, who, turn, now)
    except HaikeError as error:
        _log.info("no second opinion on turn %s: %s", turn.id, error.en)


def _asked(desk: Desk, who: Person, turn: Turn, now: dt.datetime) -> Opinion:
    if turn.silent:
        raise NotAllowed("这一天没有回复，没有可问的内容。", "Nothing was written that day; there is nothing to ask.")
    if desk.endpoint is None:
        raise NotAllowed(
            "还没有设置语言模型（HAIKE_LLM_URL、HAIKE_LLM_MODEL）。",
            "No language model is set (HAIKE_LLM_URL, HAIKE_LLM_MODEL).",
        )
    made = _within_budget(desk, desk.endpoint, who, turn, now)
    flags = doubted(turn.grade, turn.reading, made).review
    opinions.add(desk.store, who, turn.id, made, flags)
    return made


def _within_budget(desk: Desk, endpoint: Endpoint, who: Person, turn: Turn, now: dt.datetime) -> Opinion:
    """The opinion, paid from the day's budget: the most it may cost is set aside first, the rest given back."""
    from reading.opinion.propose import opinion_on  # HTTP is loaded when somebody asks

    attempt = attempts.attempt(desk.store, who, turn.attempt_id)
    earlier = [t for t in attempts.turns(desk.store, who, turn.attempt_id) if t.number < turn.number]
    day = now.astimezone(dt.UTC).date()
    if not opinions.reserve(desk.store, day, endpoint.tokens, endpoint.daily):
        raise NoOpinion(
            "今天的 token 预算（HAIKE_LLM_DAILY）用完了，明天再问；成绩不受影响。",
            "Today's budget of tokens (HAIKE_LLM_DAILY) is used up; ask again tomorrow. The grade is not touched.",
        )
    spent = 0
    try:
        made = opinion_on(turn.text, brief_of(desk, attempt, earlier), endpoint, now)
        spent = made.tokens
        return made
    except NoOpinion as trouble:
        spent = trouble.tokens
        raise
    finally:
        opinions.settle(desk.store, day, spent - endpoint.tokens)
