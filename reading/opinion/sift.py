"""What is left of an answer: only codes of the closed lists, with words that stand in the reply (guide B10, 2)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from reading.closed import Move, Span
from reading.nouns import Brief
from reading.opinion.data import Sent
from reading.opinion.nouns import STATES, VIOLATIONS, Proposed
from reading.opinion.prompt import open_tasks

MOST = 100  # entries of one list that are looked at
BRACES = 200  # places where an answer's object may begin
ANSWER = ("moves", "violations", "tasks", "levels")
BY_FIELD = {"criterion": "levels", "state": "tasks", "code": "moves"}
MOVES = frozenset(m.value for m in Move if m is not Move.OTHER)


def object_in(text: str) -> dict[str, Any] | None:
    """The answer's JSON object in ``text``, which may stand in a fence or after a remark; None when there is none.

    Of an answer that was cut off, the entries that are whole.
    """
    decoder, start, entries = json.JSONDecoder(), text.find("{"), []
    for _ in range(BRACES):
        if start < 0:
            break
        try:
            found, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            start = text.find("{", start + 1)
            continue
        if any(name in found for name in ANSWER):
            return dict(found)
        entries.append(found)
        start = text.find("{", end)
    return _gathered(entries)


def _gathered(entries: list[dict[str, Any]]) -> dict[str, Any] | None:
    """An answer made of single entries, each told by its fields."""
    made: dict[str, Any] = {}
    for entry in entries:
        name = next((name for field, name in BY_FIELD.items() if field in entry), None)
        if name == "moves" and entry["code"] in VIOLATIONS:
            name = "violations"
        if name:
            made.setdefault(name, []).append(entry)
    return made or None


def sifted(
    answer: dict[str, Any], sent: Sent, brief: Brief, options: dict[str, dict[str, int]]
) -> tuple[list[Proposed], int]:
    """What of ``answer`` may be kept, and how many entries were dropped. Total: any object will do.

    A task or criterion that is marked twice in different ways is dropped: the model has not made up its mind.
    """
    tasks = frozenset(task.id for task in open_tasks(brief))
    rules: dict[str, Callable[[dict[str, Any]], Proposed | None]] = {
        "moves": lambda entry: _quoted(entry, "move", MOVES, sent),
        "violations": lambda entry: _quoted(entry, "violation", frozenset(VIOLATIONS), sent),
        "tasks": lambda entry: _task(entry, tasks, sent),
        "levels": lambda entry: _level(entry, tasks, options, sent),
    }
    entries = [(rule, entry) for name, rule in rules.items() for entry in _entries(answer.get(name))]
    made = [rule(entry) if isinstance(entry, dict) else None for rule, entry in entries]
    kept = list(_unequivocal([one for one in made if one is not None]))
    return kept, len(entries) - len(kept)


def _entries(found: Any) -> list[Any]:
    return found[:MOST] if isinstance(found, list) else []


def _text(entry: dict[str, Any], name: str) -> str:
    value = entry.get(name)
    return value if isinstance(value, str) else ""


def _quoted(entry: dict[str, Any], kind: Any, codes: frozenset[str], sent: Sent) -> Proposed | None:
    code, span = _text(entry, "code"), sent.find(_text(entry, "words"))
    return Proposed(kind=kind, code=code, span=span) if code in codes and span else None


def _task(entry: dict[str, Any], tasks: frozenset[str], sent: Sent) -> Proposed | None:
    name, state, span = _text(entry, "id"), _text(entry, "state"), sent.find(_text(entry, "words"))
    if name not in tasks or state not in STATES or (span is None and state != "missing"):
        return None
    return Proposed(kind="task", code=name, value=state, span=None if state == "missing" else span)


def _level(
    entry: dict[str, Any], tasks: frozenset[str], options: dict[str, dict[str, int]], sent: Sent
) -> Proposed | None:
    """A level under 4 names the words that decide it or a task that is missing (guide B0, 1)."""
    name, span, lacks = _text(entry, "criterion"), sent.find(_text(entry, "words")), _text(entry, "missing")
    value = options.get(name, {}).get(_text(entry, "option"))
    lacks = lacks if lacks in tasks and span is None else ""
    if value is None or (value < 4 and span is None and not lacks):
        return None
    return Proposed(kind="level", code=name, value=str(value), span=span, lacks=lacks)


def _unequivocal(made: list[Proposed]) -> Iterator[Proposed]:
    seen: set[Proposed] = set()
    for one in made:
        same = {o.value for o in made if (o.kind, o.code) == (one.kind, one.code)}
        if one in seen or (one.kind in ("task", "level") and len(same) > 1):
            continue
        if one.kind in ("task", "level") and any((o.kind, o.code) == (one.kind, one.code) for o in seen):
            continue
        seen.add(one)
        yield one


def together(first: Iterable[Proposed], second: Iterable[Proposed]) -> tuple[Proposed, ...]:
    """Both runs in one: what both propose is agreed, with the words of the first; the rest stands alone."""
    one, two = list(first), list(second)
    agreed = [a.model_copy(update={"agreed": True}) for a in one if any(_same(a, b) for b in two)]
    alone = [a for a in one if not any(_same(a, b) for b in two)]
    alone += [b for b in two if not any(_same(a, b) for a in one)]
    return (*agreed, *alone)


def _same(a: Proposed, b: Proposed) -> bool:
    if (a.kind, a.code, a.value) != (b.kind, b.code, b.value):
        return False
    return a.kind in ("task", "level") or _touch(a.span, b.span)


def _touch(a: Span | None, b: Span | None) -> bool:
    return a is not None and b is not None and a.start < b.end and b.start < a.end
