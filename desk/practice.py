"""The main job: choose a case, write, answer the buyer, look at what came of it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from content.errors import NotAllowed, NotFound
from desk import second
from desk.beside import clock_of, hints_of, rules_of, tools_of
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
from desk.seen import row_of, turn_view
from desk.turn import dealt, digest, mood_of, replied, stayed_silent
from grading.nouns import Mode
from scenarios.nouns import PLATFORMS, STAGES, Case, End
from store import attempts, classrooms, opinions
from store.nouns import Attempt, Line

LONGEST_REPLY = 20_000  # characters
LONGEST_DRAFT = 200_000  # characters; more than can be sent, so that a huge paste is not lost
LONGEST_NONCE = 200
HALF = re.compile("[\ud800-\udfff]")  # half a character: no file and no database can hold it
TRIES = 5  # times a reply is worked out anew because another one of the same attempt was faster
FIRST_LINE = 140  # characters of the buyer's message in the inbox


def inbox(desk: Desk, who: Person) -> tuple[InboxRow, ...]:
    """Every case with this person's own state in it, by platform, stage and difficulty."""
    lines: dict[str, list[Line]] = {}
    for line in attempts.lines(desk.store, who, who.id):
        lines.setdefault(line.case_id, []).append(line)
    best: dict[str, int] = {}
    for said in attempts.history(desk.store, who, who.id):
        if said.counts is not None:
            best[said.case_id] = max(best.get(said.case_id, 0), said.counts.total)
    rows = [_inbox_row(desk, who, case, lines.get(case.id, []), best.get(case.id)) for case in desk.cases.values()]
    return tuple(
        sorted(rows, key=lambda r: (PLATFORMS.index(r.platform), STAGES.index(r.stage), r.difficulty, r.case_id))
    )


def _inbox_row(desk: Desk, who: Person, case: Case, lines: list[Line], best: int | None) -> InboxRow:
    open_line = next((line for line in lines if line.ended is None), None)
    said = next((line.text for line in reversed(case.thread) if line.sender == "buyer"), case.thread[-1].text)
    clock = clock_of(case)
    return InboxRow(
        case_id=case.id,
        title=case.title,
        platform=case.platform,
        stage=case.stage,
        situation=case.situation,
        difficulty=case.difficulty,
        language=case.language,
        buyer_name=case.buyer.name,
        country=case.buyer.country,
        hours_left=clock.hours_left if clock else None,
        clock_name=clock.name if clock else {},
        attempts=len(lines),
        best=best,
        open_attempt=open_line.id if open_line else None,
        has_draft=any(line.has_draft for line in lines if line.ended is None),
        first_line=_shortened(said),
    )


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= FIRST_LINE else plain[: FIRST_LINE - 1].rstrip() + "…"


def open_case(desk: Desk, who: Person, case_id: str, mode: Mode, now: dt.datetime) -> int:
    """The attempt's id: an unfinished one of that mode goes on, else a new one is dealt. Raises NotFound."""
    if mode not in ("practice", "test"):
        raise NotAllowed("只有练习和测试两种模式。", "There are two modes only: practice and test.")
    if (found := attempts.unfinished(desk.store, who, case_id, mode)) is not None:
        return found
    case = desk.cases.get(case_id)
    if case is None:
        raise NotFound(f"没有案例 {case_id}。", f"There is no case {case_id}.")
    before = attempts.lines(desk.store, who, who.id, case_id)
    new, seed = dealt(desk, who, case, sum(line.parent_id is None for line in before))
    return attempts.start(desk.store, who, new, seed, digest(case.model_dump_json()), mode, now)


def rewrite(desk: Desk, who: Person, attempt_id: int, now: dt.datetime) -> int:
    """A new attempt of the same dealt case beside the old one, with the old first reply as its draft."""
    old = _own(desk, who, attempt_id)
    said = next((turn.text for turn in attempts.turns(desk.store, who, old.id) if not turn.silent), old.draft)
    version = digest(old.case.model_dump_json())
    return attempts.start(desk.store, who, old.case, old.seed, version, old.mode, now, parent=old.id, draft=said)


def save_draft(desk: Desk, who: Person, attempt_id: int, text: str, now: dt.datetime) -> None:
    """Keeps what is typed, up to ``LONGEST_DRAFT`` characters. Raises NotFound for somebody else's attempt."""
    attempts.save_draft(desk.store, who, attempt_id, text[:LONGEST_DRAFT])


def answer(desk: Desk, who: Person, attempt_id: int, text: str, nonce: str, now: dt.datetime) -> TurnView:
    """One reply, read once, with its three consequences, written in one transaction.

    The same ``nonce`` twice gives the same turn. Raises NotAllowed for an empty or too long text (the draft is kept),
    for an ended conversation and for somebody else's attempt.
    """
    if not 0 < len(nonce) <= LONGEST_NONCE:
        raise ValueError(f"a nonce has 1 to {LONGEST_NONCE} characters")
    text = HALF.sub("\ufffd", text)
    chosen = classrooms.rules_of(desk.store, who)
    for _ in range(TRIES):
        attempt = _own(desk, who, attempt_id)
        earlier = attempts.turns(desk.store, who, attempt_id)
        if (same := next((turn for turn in earlier if turn.nonce == nonce), None)) is not None:
            return turn_view(same)
        _refuse_ended(attempt)
        _refuse(desk, who, attempt, text)
        tries = attempts.tries(desk.store, who, attempt.case_id) + 1
        made = replied(desk, attempt, earlier, text, nonce, now, chosen, tries)
        written = attempts.add_turn(desk.store, who, made)
        if written is not None:
            second.after(desk, who, written, now)
            return turn_view(written)
    raise _busy()


def wait_day(desk: Desk, who: Person, attempt_id: int, now: dt.datetime) -> TurnView:
    """A day passes without a reply: the buyer reminds or ends it. The draft stays. Raises like ``answer``."""
    attempt = _own(desk, who, attempt_id)
    _refuse_ended(attempt)
    turn = stayed_silent(attempt, attempts.turns(desk.store, who, attempt_id), now)
    written = attempts.add_turn(desk.store, who, turn, keep_draft=True)
    if written is None:
        raise _busy()
    return turn_view(written)


def look(desk: Desk, who: Person, attempt_id: int) -> AttemptView:
    """The attempt with all its turns; for its owner and for the teacher of the class. Raises NotFound."""
    attempt = attempts.attempt(desk.store, who, attempt_id)
    turns = attempts.turns(desk.store, who, attempt_id)
    seconds = opinions.of_attempt(desk.store, who, attempt_id)
    others = attempts.lines(desk.store, who, attempt.person_id, attempt.case_id)
    hidden = attempt.mode == "test" and all(turn.silent for turn in turns)
    return AttemptView(
        id=attempt.id,
        case=_shown(attempt.case, hidden),
        mode=attempt.mode,
        person_id=attempt.person_id,
        person_name=attempt.person_name,
        started=attempt.started,
        draft=attempt.draft if attempt.person_id == who.id else "",
        turns=tuple(turn_view(turn, seconds.get(turn.id)) for turn in turns),
        mood=mood_of(attempt.case, turns),
        end=attempt.end,
        rules=() if hidden else rules_of(attempt.case),
        clock=clock_of(attempt.case),
        tools=tools_of(desk, attempt.case),
        hints=() if hidden else hints_of(attempt.case),
        previous=tuple(row_of(line) for line in others if line.id != attempt.id),
        can_answer=attempt.person_id == who.id and attempt.end is End.OPEN,
        parent=attempt.parent_id,
    )


def _shown(case: Case, hidden: bool) -> Case:
    """Without the samples, which would be the answer; in a test that has not begun without what points to it."""
    kept: dict[str, object] = {"samples": {}}
    return case.model_copy(update=kept | ({"tasks": (), "temptations": (), "must_not": ()} if hidden else {}))


def attempts_of(desk: Desk, who: Person, case_id: str) -> tuple[AttemptRow, ...]:
    """This person's attempts of a case, newest first."""
    return tuple(row_of(line) for line in attempts.lines(desk.store, who, who.id, case_id))


def _own(desk: Desk, who: Person, attempt_id: int) -> Attempt:
    attempt = attempts.attempt(desk.store, who, attempt_id)
    if attempt.person_id != who.id:
        raise NotAllowed("这是别人的练习，只能看。", "This is somebody else's attempt; you can only look.")
    return attempt


def _busy() -> NotAllowed:
    return NotAllowed(
        "这次对话正在另一个窗口里回复，请刷新页面。", "This conversation is being answered in another window; reload."
    )


def _refuse_ended(attempt: Attempt) -> None:
    if attempt.ended is not None:
        raise NotAllowed(
            "这次对话已经结束。想再试一次，请点「重写」。",
            "This conversation has ended. To try again, choose “rewrite”.",
        )


def _refuse(desk: Desk, who: Person, attempt: Attempt, text: str) -> None:
    """Raises NotAllowed for what cannot be a reply; a long one is kept as draft so that nothing is lost."""
    if not any(unicodedata.category(char)[0] not in "CZ" for char in text):
        raise NotAllowed(
            "还没有写内容。先写几句给买家，再发送。", "There is nothing written yet. Write to the buyer first."
        )
    if len(text) > LONGEST_REPLY:
        save_draft(desk, who, attempt.id, text, attempt.started)
        kept = min(len(text), LONGEST_DRAFT)
        raise NotAllowed(
            f"回复太长（{len(text)} 个字符，最多 {LONGEST_REPLY}）。已存为草稿（前 {kept} 个字符），请删短再发送。",
            f"The reply is too long ({len(text)} characters, at most {LONGEST_REPLY}). "
            f"Its first {kept} characters are kept as your draft; shorten it and send again.",
        )
