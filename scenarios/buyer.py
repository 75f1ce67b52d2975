"""The buyer: her mood moves by what was said to her, never by a mark, and so do her answers and the end."""

from __future__ import annotations

import math
from collections.abc import Iterable

from reading.nouns import REMEDIES, Claim, Move, Reading
from scenarios.brief import order_facts
from scenarios.buyer_says import SELLING, manners, question_for, say, sign, temperament
from scenarios.nouns import Answer, Case, End, Mood, Text
from scenarios.situations import canonical

CONCRETE = frozenset({Move.ACTION, Move.DEADLINE, Move.QUOTE, Move.RECOMMEND, Move.HOWTO, *REMEDIES})
ANOTHER_WAY = frozenset({Move.COUNTER, Move.OPTIONS, Move.ESCALATE, *REMEDIES})
MORE_TURNS = 2  # a conversation lasts at most her patience and this many turns more
OFFSITE, TRADE = ("V04", "V05"), ("V01", "V02", "V03")
_CHOICES = (Move.REFUND_FULL, Move.REPLACE, Move.REFUND_PART, Move.RETURN)


def first_mood(case: Case) -> Mood:
    """Her mood before the first reply: by temperament, with the patience of the case (1 to 5)."""
    return Mood(warmth=int(temperament(case)["start"]), patience=case.buyer.patience)


def reply_to(case: Case, mood: Mood, reading: Reading, seed: int = 0) -> Answer:
    """What she does after a reply. The same case, mood, reading and seed give the same answer.

    ``because`` names what moved her: codes of ``buyer.yaml``, task ids, signals, violations, moves.
    """
    if reading.not_ratable is not None:
        return _puzzled(case, mood, seed)
    solved = tuple(dict.fromkeys((*mood.solved, *(t.id for t in reading.tasks if t.state == "done"))))
    because = _moved_by(case, mood, reading, solved)
    table: dict[str, float] = manners()["moves_her"]
    warmth = _warmth(mood.warmth, sum(table.get(code, 0.0) for code in because))
    open_tasks = _open(case, solved)
    satisfied = not open_tasks and not {"wrong_fact", "V09", "V10", "V11", "mockery"} & set(because)
    holding = not satisfied and case.holding_allowed and reading.made(Move.ACTION) and reading.made(Move.DEADLINE)
    cost = 0 if satisfied or holding else 2 if set(manners()["heavy"]) & set(because) else 1
    after = Mood(warmth=warmth, patience=max(mood.patience - cost, 0), solved=solved, turns=mood.turns + 1)
    if satisfied:
        end = End.HAPPY if warmth >= 1 and not _put_off(case, reading) else End.COLD
        return Answer(mood=after, text=_closing(case, reading, after, end, seed), end=end, because=because)
    if holding:
        because = (*because, "holding")
    if _over(case, after):
        return _end(case, after, _reaction(case, reading, because, after, seed), (*because, "patience"), seed)
    text = _reaction(case, reading, because, after, seed)
    if open_tasks and not {"V11", "V09", "V10"} & set(because):
        task = next(task for task in case.tasks if task.id == open_tasks[0])
        text = _join(case, text, say(case, "ask_again", after.turns, seed, question=question_for(case, task)))
    if not reading.violations and not {"blame", "mockery", "dismissive", "vague", "wrong_fact"} & set(because):
        text = sign(case, text, "ask_again", after.turns, seed)
    return Answer(mood=after, text=text, end=End.OPEN, because=because)


def silent_day(case: Case, mood: Mood, seed: int = 0) -> Answer:
    """A day without a reply: she reminds, and when her patience is used up she ends it."""
    warmth = _warmth(mood.warmth, manners()["moves_her"]["silence"])
    after = mood.model_copy(update={"warmth": warmth, "patience": max(mood.patience - 1, 0), "turns": mood.turns + 1})
    if _over(case, after):
        return _end(case, after, "", ("silence", "patience"), seed)
    return Answer(mood=after, text=say(case, "silent", after.turns, seed), end=End.OPEN, because=("silence",))


def reason(code: str, case: Case) -> Text | None:
    """The words for an entry of ``because`` in both languages; None for codes that reading names (V04, REPLACE …)."""
    words: dict[str, Text] = manners()["because"]
    task = next((task for task in case.tasks if task.id == code), None)
    return {"zh": task.text, "en": task.text} if task else words.get(code)


def _puzzled(case: Case, mood: Mood, seed: int) -> Answer:
    warmth = _warmth(mood.warmth, manners()["moves_her"]["puzzled"])
    after = mood.model_copy(update={"warmth": warmth, "patience": max(mood.patience - 1, 0), "turns": mood.turns + 1})
    if _over(case, after):
        return _end(case, after, "", ("puzzled", "patience"), seed)
    return Answer(mood=after, text=say(case, "puzzled", after.turns, seed), end=End.OPEN, because=("puzzled",))


def _warmth(before: int, change: float) -> int:
    """Whole steps only: half a kindness is not yet a better mood, half an offence is already a worse one."""
    step = math.floor(change) if change >= 0 else -math.floor(-change + 0.5)
    return max(-4, min(4, before + step))


def _open(case: Case, solved: Iterable[str]) -> list[str]:
    """Core tasks she still waits for; every task counts where none is core."""
    core = [task.id for task in case.tasks if task.core] or [task.id for task in case.tasks]
    return [task_id for task_id in core if task_id not in set(solved)]


def _moved_by(case: Case, mood: Mood, reading: Reading, solved: tuple[str, ...]) -> tuple[str, ...]:
    before, after = _open(case, mood.solved), _open(case, solved)
    codes: list[str] = []
    if before and not after:
        codes.append("all_core")
    elif len(after) < len(before):
        codes.append("some_core")
    if after:
        codes.append("unanswered")
    helpful = reading.made(*CONCRETE) or any(t.state != "missing" for t in reading.tasks)
    codes.append("concrete" if reading.made(*CONCRETE) else "") if helpful else codes.append("vague")
    if not after and all(task.id in solved for task in case.tasks):
        codes.append("support")
    codes += _offers(case, reading) + _refusal(case, reading)
    if any(_visibly_wrong(case, claim) for claim in reading.claims):
        codes.append("wrong_fact")
    codes += [signal.code for signal in reading.signals if signal.code in manners()["moves_her"]]
    codes += [violation.code for violation in reading.violations if violation.severity != "none"]
    codes += [task.id for task in reading.tasks if task.state == "done" and task.id not in mood.solved]
    return tuple(dict.fromkeys(code for code in codes if code))


def _offers(case: Case, reading: Reading) -> list[str]:
    codes = [code for code, move in (("OPTIONS", Move.OPTIONS), ("GOODWILL", Move.GOODWILL)) if reading.made(move)]
    wanted = {move for move in Move if move in case.buyer.accepts}
    if wanted and reading.made(*wanted):
        return [*codes, "accepted"]
    offered_other = reading.made(*REMEDIES) and not reading.made(Move.OPTIONS) and wanted & REMEDIES
    return [*codes, "unwanted"] if offered_other else codes


def _refusal(case: Case, reading: Reading) -> list[str]:
    if not reading.made(Move.DECLINE):
        return []
    reasoned = reading.made(Move.POLICY, Move.CAUSE, Move.PRODUCT_INFO, Move.STATUS) or reading.shows("softens")
    another_way, bears = reading.made(*ANOTHER_WAY), bool(temperament(case).get("bears_refusal"))
    if reasoned and another_way and bears:
        return ["bears_refusal"]
    return ["refused_kindly" if reasoned and (another_way or bears) else "refused"]


def _visibly_wrong(case: Case, claim: Claim) -> bool:
    """True when a claim contradicts what she has before her: her order, or a fact she wrote herself."""
    if claim.verdict != "material":
        return False
    if claim.fact in {fact.id for fact in order_facts(case.order)}:
        return True
    fact = next((fact for fact in case.facts if fact.id == claim.fact), None)
    hers = " ".join(line.text for line in case.thread if line.sender == "buyer").lower()
    return fact is not None and any(v.value is not None and str(v.value).lower() in hers for v in fact.values)


def _over(case: Case, mood: Mood) -> bool:
    return mood.patience <= 0 or mood.turns >= case.buyer.patience + MORE_TURNS


def _reaction(case: Case, reading: Reading, because: tuple[str, ...], mood: Mood, seed: int) -> str:
    """Her answer to the strongest thing that was said; empty when nothing calls for one."""
    codes, turn = set(because), mood.turns
    said = next((claim.said for claim in reading.claims if _visibly_wrong(case, claim)), "")
    table: list[tuple[set[str], str]] = [
        ({"V09", "V10", "mockery"}, "threat"),
        ({"V11"}, "tamper"),
        (set(OFFSITE), "offsite_yes" if _takes_up(case, "offsite") else "offsite_no"),
        (set(TRADE), "trade_yes" if _takes_up(case, "trade") else "trade_no"),
        ({"wrong_fact", "V12"}, "wrong"),
        ({"blame", "lecture", "guilt"}, "blame"),
        ({"refused", "refused_kindly"}, "refused"),
        ({"dismissive", "push"}, "wait"),
        ({"unwanted"}, "not_enough"),
        ({"vague"}, "vague"),
        ({"some_core", "concrete"}, "progress"),
    ]
    act = next((act for any_of, act in table if codes & any_of), "")
    words = {"said": said} if said else {}
    return say(case, act, turn, seed, **words) if act else ""


def _takes_up(case: Case, what: str) -> bool:
    """Some buyers take an offer of outside contact or of money for stars; those who asked to leave always do."""
    asked = what == "offsite" and bool(set(OFFSITE) & set(case.temptations))
    return asked or bool(temperament(case).get(what))


def _put_off(case: Case, reading: Reading) -> bool:
    """True when she was offered a deal beside the rules and is not one to take it: helped, but not charmed."""
    off, trade = reading.breaks(*OFFSITE), reading.breaks(*TRADE)
    return (off and not _takes_up(case, "offsite")) or (trade and not _takes_up(case, "trade"))


def _closing(case: Case, reading: Reading, mood: Mood, end: End, seed: int) -> str:
    chosen = [move for move in case.buyer.accepts if move in _CHOICES and reading.made(Move(move))]
    offered = sum(reading.made(move) for move in _CHOICES)
    choice = say(case, f"choose_{chosen[0]}", mood.turns, seed) if chosen and offered > 1 else ""
    side = ""
    if reading.breaks(*OFFSITE, *TRADE):
        side = _reaction(case, reading, tuple(v.code for v in reading.violations), mood, seed)
    text = _join(case, side, _join(case, say(case, end.value, mood.turns, seed), choice))
    return sign(case, text, end.value, mood.turns, seed)


def _end(case: Case, mood: Mood, reaction: str, because: tuple[str, ...], seed: int) -> Answer:
    end = _last_step(case, mood)
    act = {End.CLAIM: "claim", End.BAD_FEEDBACK: "bad_feedback"}.get(end)
    if end is End.CLAIM and case.stage == "dispute":
        act = "decide"
    if end is End.BAD_FEEDBACK and case.stage == "feedback":
        act = "bad_feedback_stays"
    text = _join(case, reaction, say(case, act, mood.turns, seed)) if act else None
    return Answer(mood=mood, text=text, end=end, because=because)


def _last_step(case: Case, mood: Mood) -> End:
    """What she does once she has no patience left: by the stage, by what is at stake and by how angry she is."""
    if case.stage in SELLING or canonical(case.situation) == "unpaid-order":
        return End.SILENT
    if case.stage == "feedback":
        return End.BAD_FEEDBACK
    if case.stage == "dispute":
        return End.CLAIM
    if mood.warmth <= -2:
        return End.CLAIM if case.order is not None else End.BAD_FEEDBACK
    return End.SILENT if mood.warmth >= 1 else End.BAD_FEEDBACK


def _join(case: Case, first: str, second: str) -> str:
    gap = "" if case.language == "zh" else " "
    return f"{first}{gap}{second}" if first and second else first or second
