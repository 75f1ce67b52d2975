"""Gates: critical errors that cap the total (guide B4). Codes and caps are in the rubric."""

from __future__ import annotations

from reading.nouns import Flag, Reading, Severity, Span

from .nouns import Criterion, Gate, Level, Mode
from .rubric import Rubric

BY_FLAG = {Flag.INJECTION: "INJECTION", Flag.STUFFING: "STUFFING", Flag.SLOTS: "SLOTS"}
CUSTOMER = (Criterion.RES, Criterion.ACC, Criterion.TON)


def gates(
    reading: Reading, levels: dict[Criterion, Level], rubric: Rubric, mode: Mode = "practice"
) -> tuple[Gate, ...]:
    """Every gate that fires, lowest cap first. In test mode a gate is provisional until a person confirms it."""
    found = _by_violation(reading) | _by_level(levels)
    for flagged in reading.flags:
        if code := BY_FLAG.get(flagged.flag):
            found.setdefault(code, flagged.span)
    made = [Gate(code=c, cap=rubric.caps[c], span=s, provisional=mode == "test") for c, s in found.items()]
    return tuple(sorted(made, key=lambda gate: (gate.cap, gate.code)))


def _by_violation(reading: Reading) -> dict[str, Span | None]:
    found: dict[str, Span | None] = {}
    heavy = [v for v in reading.violations if v.severity in (Severity.CRITICAL, Severity.GRAVE)]
    for violation in reading.violations:
        if violation.severity is Severity.GRAVE:
            found.setdefault("GRAVE", violation.span)
        elif violation.severity is Severity.CRITICAL:
            found.setdefault("CRITICAL", violation.span)
        elif violation.severity is Severity.MAJOR:
            found.setdefault("MAJOR", violation.span)
        elif violation.severity is Severity.BUSINESS:
            found.setdefault("OVERCOMMIT", violation.span)
    if len({v.code for v in heavy}) > 1:
        found["TWO_CRITICAL"] = heavy[1].span
    return found


def _by_level(levels: dict[Criterion, Level]) -> dict[str, Span | None]:
    found: dict[str, Span | None] = {}
    worst = min(levels[c].value for c in CUSTOMER)
    if worst == 0:
        found["CUSTOMER_0"] = None
    if levels[Criterion.RES].value == 1 or levels[Criterion.ACC].value == 1:
        found["CUSTOMER_1"] = None
    if levels[Criterion.LAN].value == 0:
        found["LANGUAGE"] = None
    return found
