"""What stands around a value and changes it: its bound, the other end of its range, the date a duration comes to."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import cast

from reading.nouns import Span
from reading.said import Days, Said, Scope, after

_AGO = re.compile(r"[ ](ago|earlier|back(?=\W*$|[.,;!?]))\b|(?:之)?前(?!往)", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?:(?P<at_least>\bat least|\bno(?:t)? less than|\bminimum(?: of)?|\bmore than|\bover|\bmin\."
    r"|至少|最少|不少于|起码|超过)"
    r"|(?P<up_to>\bwithin(?: the next)?|\bup to|\bat most|\bno(?:t)? (?:more|later) than|\bless than|\bunder"
    r"|\bmax(?:imum)?(?: of)?|\bby(?: the end of)?|\buntil|\btill|\bthrough|\bin the next"
    r"|最多|不超过|至多|最迟|最晚|截至|截止到?)"
    r"|(?P<before>\bbefore|\bprior to)"
    r"|(?P<from>\bfrom|\bstarting(?: from| at| on)?|\bas of|\bafter|\bsince|自从?|(?<!直)从)"
    r"|(?P<about>\babout|\baround|\bapprox\w{0,8}\.?|\broughly|\bnearly|\balmost|\bestimated"
    r"|大约|大概|约|差不多|将近|预计))"
    r"(?:[ ]?(?:the |another |an? (?:total|max\w{0,4}|min\w{0,4}) of |only )?|(?<=[多少过])[\u4e00-\u9fff]{0,4})$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?P<up_to>[ ]?(?:之内|以内|内)|[ ]or (?:less|earlier|sooner)\b)|(?P<before>[ ]?(?:之前|以前|前))"
    r"|(?P<from>[ ]?(?:之后|以后|后|起|开始)|[ ](?:onwards?|or later)\b)"
    r"|(?P<at_least>[ ]?以上|\+|[ ]or more\b|[ ]minimum\b)|(?P<about>[ ]?(?:左右|上下)|[ ]or so\b)",
    re.IGNORECASE,
)
_CUE_END = re.compile(r"[A-Za-z~.\u4e00-\u9fff][ ]?$")
_IN_CLOCK = re.compile(r"\b(by|before|until)\b", re.IGNORECASE)


def merged(found: Iterable[Said], text: str) -> Iterator[Said]:
    """Joins the two ends of a range that both have their unit: "$5 to $10", "12 June to 15 June"."""
    held: Said | None = None
    for said in found:
        if held is not None and (joined := _range(held, said, text)):
            held = joined
            continue
        if held is not None:
            yield held
        held = said
    if held is not None:
        yield held


_JOIN = re.compile(r"\s?(?:-|to|—|~|到|至)\s?(?:the )?", re.IGNORECASE)


def _range(a: Said, b: Said, text: str) -> Said | None:
    if a.kind != b.kind or not _JOIN.fullmatch(text, a.span.end, b.span.start):
        return None
    span = Span(start=a.span.start, end=b.span.end)
    raw = text[span.start : span.end]
    if a.days and b.days and a.days[0].first < b.days[0].last and a.kind == "date":
        days = (Days(first=a.days[0].first, last=b.days[0].last),)
        return a.model_copy(update={"span": span, "raw": raw, "days": days})
    if a.low is not None and b.high is not None and a.low < b.high and (a.unit, a.currency) == (b.unit, b.currency):
        return a.model_copy(update={"span": span, "raw": raw, "high": b.high})
    return None


def bounded(found: Iterable[Said], plain: str, text: str, now: dt.datetime) -> Iterator[Said]:
    """Adds what stands around each value: its bound, the date a duration comes to; makes raw the original words."""
    for said in found:
        start, end, kind, days = said.span.start, said.span.end, said.kind, said.days
        scope = _scope(said, plain)
        if kind == "date" and scope in {"up_to", "before"}:
            kind = "deadline"
        if kind == "duration" and (ahead := _reach(said, scope, plain, now.date())) is not None:
            days = (Days(first=ahead, last=ahead),)
            kind = "date" if ahead <= now.date() and _AGO.match(plain, end) else kind
        raw = text[start:end]
        same = (scope, kind, days, raw) == (said.scope, said.kind, said.days, said.raw)
        yield said if same else said.model_copy(update={"scope": scope, "kind": kind, "days": days, "raw": raw})


def _scope(said: Said, text: str) -> Scope:
    start, end = said.span.start, said.span.end
    before = text[max(0, start - 26) : start]
    match = (_BEFORE.search(before) if _CUE_END.search(before, max(0, len(before) - 2)) else None) or _AFTER.match(
        text, end
    )
    name = match.lastgroup if match else None
    if name is None and said.clock and (inner := _IN_CLOCK.search(said.raw)):
        name = "before" if inner[1].lower() == "before" else "up_to"
    return cast(Scope, name or "exact")


_IN = re.compile(
    r"\b(?:in|in about|wait|another|give (?:me|us))[ ](?:the next |about |another )?$|再(?:等|过)?$", re.IGNORECASE
)


def _reach(said: Said, scope: Scope, text: str, today: dt.date) -> dt.date | None:
    """The date a duration comes to, counted from today; None where the words count from something else."""
    if said.high is None or said.unit is None or said.high > 5000:
        return None
    number = int(said.high.to_integral_value(rounding="ROUND_CEILING"))
    start, end = said.span.start, said.span.end
    if (ago := _AGO.match(text, end)) and scope != "from" and (ago[1] or not text[end:].startswith(("前往",))):
        return after(today, -number, said.unit)
    if scope in {"up_to", "from"} or _IN.search(text, max(0, start - 26), start):
        return after(today, number, said.unit)
    return None
