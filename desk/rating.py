"""A rater's word as it is written down, checked field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from content.errors import ContentError
from desk.review import CODES
from grading.floors import STATES
from grading.judged import Judged
from grading.nouns import Criterion
from reading.nouns import Flag, Move

LEVELS = ("0", "1", "2", "3", "4")
STATUSES = ("graded", "not_ratable")
WORD = {
    "rater", "status", "levels", "tasks", "violations", "flags", "moves", "claims", "slips", "why",
    "gates", "total", "sendable",
}  # fmt: skip
RULING = {"status", "levels", "tasks", "violations", "flags", "moves", "ruling", "why", "claims", "slips"}


def check(sound: bool, file: str, line: int, name: str, zh: str, en: str) -> None:
    """Raises ContentError saying what was expected at this place, unless it is sound."""
    if not sound:
        raise ContentError(file, line, name, f"应为{zh}。", f"expected {en}.")


def word(given: Any, file: str, line: int, place: str) -> tuple[Judged, tuple[Flag, ...]]:
    """One rating as a judge's word, and the flags raised. Raises ContentError."""
    check(isinstance(given, dict), file, line, place or "-", "一个对象", "an object")
    at = Place(file, line, place)
    at.known(given, WORD)
    by = given.get("rater", "")
    at.check(
        isinstance(by, (str, int)) and bool(str(by).strip()), "rater", "评分者的代号", "the rater's name or number"
    )
    status = at.one_of(given.get("status", "graded"), STATUSES, "status")
    levels = at.levels(given.get("levels"))
    whole = status != "graded" or set(levels) == set(Criterion)
    at.check(whole, "levels", f"五项等级 {', '.join(Criterion)}", f"levels of {', '.join(Criterion)}")
    moves = given.get("moves")
    said = Judged(
        by=str(by).strip(),
        status=status,
        levels=levels if status == "graded" else {},
        violations=frozenset(at.codes(given.get("violations", []))),
        tasks=at.tasks(given.get("tasks")),
        moves=None if moves is None else frozenset(at.named(moves, list(Move), "moves")),
        why=str(given.get("why") or ""),
    )
    return said, at.flags(given.get("flags"))


def ruling(given: Any, file: str, line: int) -> dict[str, Any]:
    """What an adjudication changes in each rating of the reply: the fields it names, checked."""
    check(isinstance(given, dict), file, line, "settled", "一个对象", "an object")
    at = Place(file, line, "settled")
    at.known(given, RULING)
    found: dict[str, Any] = {}
    if given.get("status") is not None:
        found["status"] = at.one_of(given["status"], STATUSES, "status")
    if given.get("levels") is not None:
        found["levels"] = at.levels(given["levels"])
    if given.get("tasks") is not None:
        found["tasks"] = at.tasks(given["tasks"])
    if given.get("violations") is not None:
        found["violations"] = frozenset(at.codes(given["violations"]))
    if given.get("moves") is not None:
        found["moves"] = frozenset(at.named(given["moves"], list(Move), "moves"))
    if given.get("flags") is not None:
        found["flags"] = at.flags(given["flags"])
    found["why"] = str(given.get("ruling") or given.get("why") or "")
    return found


class Place:
    """Where a word stands, so that what is wrong with it can be named."""

    def __init__(self, file: str, line: int, name: str) -> None:
        self.file, self.line, self.name = file, line, name

    def check(self, sound: bool, name: str, zh: str, en: str) -> None:
        check(sound, self.file, self.line, f"{self.name}.{name}" if self.name else name, zh, en)

    def known(self, given: Mapping[str, Any], names: set[str]) -> None:
        for name in sorted(set(given) - names):
            self.check(False, name, f"字段 {', '.join(sorted(names))} 之一", f"one of {', '.join(sorted(names))}")

    def one_of(self, value: Any, allowed: Iterable[str], name: str) -> str:
        words = list(allowed)
        self.check(value in words, name, f" {' / '.join(words)}", " / ".join(words))
        return str(value)

    def levels(self, given: Any) -> dict[str, int]:
        """Levels by criterion; empty where none is given (a reply that is not ratable)."""
        given = {} if given is None else given
        self.check(isinstance(given, dict), "levels", "等级表", "levels by criterion")
        found = {name: value for name, value in given.items() if value is not None}
        for name, value in found.items():
            self.one_of(name, list(Criterion), "levels")
            sound = isinstance(value, int) and not isinstance(value, bool) and str(value) in LEVELS
            self.check(sound, f"levels.{name}", "0 到 4", "0 to 4")
        return found

    def tasks(self, given: Any) -> dict[str, str]:
        given = {} if given is None else given
        self.check(isinstance(given, dict), "tasks", "任务状态表", "states by task")
        return {str(task): self.one_of(state, STATES, f"tasks.{task}") for task, state in given.items()}

    def codes(self, given: Any) -> list[str]:
        return self.named(given, sorted(CODES), "violations", key="code")

    def named(self, given: Any, allowed: list[str], name: str, key: str = "move") -> list[str]:
        """Codes, each plain or as an object with its quote."""
        self.check(isinstance(given, (list, tuple)), name, "列表", "a list")
        found = []
        for n, one in enumerate(given):
            code = one.get(key, one.get("code")) if isinstance(one, dict) else one
            found.append(self.one_of(code, allowed, f"{name}[{n}]"))
        return found

    def flags(self, given: Any) -> tuple[Flag, ...]:
        self.check(given is None or isinstance(given, (list, tuple)), "flags", "列表", "a list")
        words = [one.get("flag", one.get("code")) if isinstance(one, dict) else one for one in given or ()]
        lower = [w.casefold() if isinstance(w, str) else w for w in words]
        return tuple(Flag(self.one_of(w, list(Flag), f"flags[{n}]")) for n, w in enumerate(lower))
