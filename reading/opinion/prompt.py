"""What a model is asked about one reply: the closed lists in shuffled order, the case and the reply as data."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from content.loader import load_yaml
from content.words import words
from reading.closed import Move
from reading.nouns import Brief, Task
from reading.opinion.nouns import CRITERIA, STATES, VIOLATIONS

LETTERS = "ABCDE"
THREAD = 4_000  # characters of the thread that are sent, from its end
MOVES, LONGEST = 16, 200  # how many moves an answer may name, and how long a quotation may be


@dataclass(frozen=True)
class Question:
    """One run's question; ``options`` says which level each letter of a criterion stands for in this run."""

    system: str
    user: str
    options: dict[str, dict[str, int]]
    schema: dict[str, Any]  # of the answer, for servers that can hold a model to one


@cache
def told() -> dict[str, Any]:
    """The instructions, see ``prompt.yaml``."""
    found: dict[str, Any] = load_yaml(Path(__file__).with_name("prompt.yaml"))
    return found


def question(reply: str, brief: Brief, seed: int, run: int = 0) -> Question:
    """The question about ``reply`` (as it may be sent) with every list in the order of ``seed`` and ``run`` (0 or 1).

    In the two runs of a seed no letter stands for the same level: a model that likes a place agrees with itself never.
    """
    chance, heads = random.Random(f"{seed} {run}"), told()["headings"]
    options = {criterion: _letters(f"{seed} {criterion}", run) for criterion in _shuffled(CRITERIA, chance)}
    parts = {
        "moves": _list("move about", _shuffled([m for m in Move if m is not Move.OTHER], chance)),
        "violations": _list("violation about", _shuffled(VIOLATIONS, chance)),
        "levels": "\n".join(_criterion(name, letters) for name, letters in options.items()),
        "case": json.dumps(_case(brief), ensure_ascii=False),
        "reply": json.dumps({"reply": reply}, ensure_ascii=False),
        "form": told()["form"].strip(),
    }
    user = "\n\n".join(f"{heads[name]}\n{text}" for name, text in parts.items())
    return Question(told()["system"].strip(), user, options, schema([task.id for task in open_tasks(brief)]))


def open_tasks(brief: Brief) -> tuple[Task, ...]:
    """The tasks that this reply has to do: those that no earlier one has done."""
    return tuple(task for task in brief.tasks if task.id not in brief.closed)


def schema(tasks: Sequence[str]) -> dict[str, Any]:
    """The JSON schema of an answer: the closed lists as they are, words as free text."""
    words: dict[str, Any] = {"type": "string", "maxLength": LONGEST}
    task = {"enum": ["", *tasks]}
    return _object(
        moves=_array(MOVES, code={"enum": [m.value for m in Move if m is not Move.OTHER]}, words=words),
        violations=_array(len(VIOLATIONS), code={"enum": list(VIOLATIONS)}, words=words),
        tasks=_array(len(tasks), id=task, state={"enum": list(STATES)}, words=words),
        levels=_array(
            len(CRITERIA), criterion={"enum": list(CRITERIA)}, option={"enum": list(LETTERS)}, words=words, missing=task
        ),
    )


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object", "properties": properties, "required": list(properties), "additionalProperties": False,
    }  # fmt: skip


def _array(most: int, **properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "maxItems": most, "items": _object(**properties)}


def _shuffled(items: Any, chance: random.Random) -> list[Any]:
    found = list(items)
    chance.shuffle(found)
    return found


def _letters(seed: str, run: int) -> dict[str, int]:
    """Levels in the order of ``seed``; in the second run turned round, so that every one stands elsewhere."""
    chance = random.Random(seed)
    order, turn = _shuffled(range(5), chance), chance.randrange(1, 5) * run
    return dict(zip(LETTERS, order[turn:] + order[:turn], strict=True))


def _list(kind: str, codes: list[Any]) -> str:
    say = words("en")
    return "\n".join(f"{code}: {say.name(kind, code)}" for code in codes)


def _criterion(name: str, letters: dict[str, int]) -> str:
    say = words("en")
    lines = [f"{name}: {say.name('criterion about', name)}"]
    return "\n".join([*lines, *(f"  {letter}. {say.name(f'level {name}', n)}" for letter, n in letters.items())])


def _case(brief: Brief) -> dict[str, Any]:
    """The card without the buyer's name, country and everything else that must move no level (guide B10, 4)."""
    thread = [{"from": line.sender, "text": line.text[-THREAD:]} for line in brief.thread[-6:]]
    while len(thread) > 1 and sum(len(line["text"]) for line in thread) > THREAD:
        thread.pop(0)
    return {
        "now": brief.now.isoformat(),
        "language": brief.language,
        "thread": thread,
        "facts": [fact.text for fact in (*brief.facts, *brief.order)],
        "tasks": [{"id": t.id, "text": t.text, "core": t.core} for t in open_tasks(brief)],
        "may_promise": None if brief.authority is None else [_promise(p.move, p.condition) for p in brief.authority],
        "must_not": list(brief.must_not),
        "forbidden_here": [f.code for f in brief.forbidden if f.severity != "none"],
    }


def _promise(move: Move, condition: str | None) -> str:
    return f"{move.value}: {condition}" if condition else move.value
