"""The grade card: total, five levels, gates and at most three points of feedback, in plain words."""

from __future__ import annotations

from typing import Any

import streamlit as st

from content.words import Words
from desk.practice import TurnView

from .ink import chip, draw, esc, sentence
from .person import local

CRITERIA = ("RES", "ACC", "TON", "COM", "LAN")
BAND_KIND = {"优秀": "good", "良好": "good", "中等": "warn", "及格": "warn", "不及格": "bad"}  # words: the stored codes
DEAREST = 5  # faults shown with their price
ADVICE_SIGN = {"works": "✓", "change": "✎", "next": "→"}


def levels_of(turn: TurnView) -> dict[str, Any]:
    """The levels that count, by the criterion's code."""
    return {str(code): level for code, level in turn.effective.levels.items()}


def draw_card(turn: TurnView, say: Words, tasks: dict[str, str] | None = None, teacher: bool = False) -> None:
    """Draws the card of a turn; ``tasks`` gives the wording of the case's tasks by id."""
    draw(card_html(turn, say, tasks or {}, teacher))


def card_html(turn: TurnView, say: Words, tasks: dict[str, str], teacher: bool = False) -> str:
    """The whole card as HTML; a ``teacher`` is not told that a teacher will look."""
    grade = turn.effective
    parts = [_head(turn, say), _regraded(turn, say), _teacher(turn, say), _gates(turn, say)]
    if grade.status == "graded":
        parts += [_advice(turn, say), _what_if(turn, say, tasks), _criteria(turn, say, tasks)]
    else:
        parts += [_not_ratable(turn, say), _advice(turn, say)]
    if not teacher:
        parts.append(_review(turn, say))
    return f'<section class="card" aria-label="{esc(say("Grade card"))}">{"".join(parts)}</section>'


def _head(turn: TurnView, say: Words) -> str:
    grade = turn.effective
    if grade.status == "not_graded":
        name = esc(say("Not graded"))
        return f'<div class="sum"><div class="total">–</div><div><span class="band">{name}</span></div></div>'
    send = chip(say("Ready to send"), "good") if grade.sendable else chip(say("Do not send this yet"), "bad")
    raw = f'<div class="raw">{esc(_uncapped(turn, say))}</div>' if _capped(turn) else ""
    return (
        f'<div class="sum"><div class="total {BAND_KIND.get(grade.band, "")}">{grade.total}</div><div>'
        f'<span class="band">{esc(say.name("band", grade.band))}</span>{send}{raw}</div></div>'
    )


def _capped(turn: TurnView) -> bool:
    grade = turn.effective
    return bool(grade.gates) and grade.status == "graded" and raw_total(turn) > grade.total


def raw_total(turn: TurnView) -> int:
    """The points before any ceiling, rounded half up like the total."""
    return int(turn.effective.raw + 0.5)


def _uncapped(turn: TurnView, say: Words) -> str:
    """What it would have been without the ceiling, and which fault made that."""
    gates, raw = turn.effective.gates, raw_total(turn)
    if len({g.cap for g in gates}) < len(gates) or len(gates) > 1:
        return say("Without these it would have been {raw}.", raw=raw)
    fault = next((w for w in turn.effective.without if gates[0].code in w.lifts), None)
    if fault is None or fault.code != "violation":
        return say("Without this it would have been {raw}.", raw=raw)
    return say(
        "Without the cap for “{fault}” it would have been {raw}.", fault=say.name("violation", fault.item), raw=raw
    )


def _regraded(turn: TurnView, say: Words) -> str:
    """That the reply was graded again, and what it was before."""
    if not turn.history or turn.graded_at is None or turn.history[-1].grade.total == turn.grade.total:
        return ""
    day, before = say.day(local(turn.graded_at).date()), turn.history[-1].grade.total
    text = say("Graded again on {day}; before that {total}.", day=day, total=before)
    return f'<p class="note"><small>{esc(text)}</small></p>'


def _teacher(turn: TurnView, say: Words) -> str:
    if not turn.override:
        return ""
    note = f" {esc(turn.override.note)}" if turn.override.note else ""
    machine = say("The machine gave {total}.", total=turn.grade.total)
    return (
        f'<p class="note"><b>{esc(say("{name} changed this grade.", name=turn.override.by_name))}</b> '
        f"{esc(say('{text}.', text=say.pick(turn.override.reason_text)))}{note} <small>{esc(machine)}</small></p>"
    )


def _gates(turn: TurnView, say: Words) -> str:
    """The lowest ceiling in plain words; others that would also hold follow in one line."""
    gates = turn.effective.gates
    if not gates:
        return ""
    first, rest = gates[0], gates[1:]
    size = first.span.end - first.span.start if first.span else 0
    words = f" “{esc(first.span.of(turn.text)[:120])}”" if first.span and 0 < size < 200 else ""
    until = f" <small>{esc(say('Until a teacher confirms it.'))}</small>" if first.provisional else ""
    cap = esc(say("At most {cap} points.", cap=first.cap)) if first.code != "NOT_RATABLE" else ""
    also = say("list comma").join(dict.fromkeys(_gate_name(turn, g.code, say) for g in rest))
    more = f"<br><small>{esc(say('Also:'))} {esc(also)}</small>" if rest else ""
    return (
        f'<div class="gates"><div class="gate {"soft" if first.code == "MAJOR" else ""}">'
        f"<b>✕ {esc(_gate_name(turn, first.code, say))}</b>{words} "
        f"{esc(say.name('gate about', first.code))} {cap}{until}{more}</div></div>"
    )


def _gate_name(turn: TurnView, code: str, say: Words) -> str:
    """A gate's name; where it hangs on a level, with the criterion that is too low."""
    name = say.name("gate", code)
    if not code.startswith("CUSTOMER_"):
        return name
    limit, levels = int(code[-1]), levels_of(turn)
    low = [say.name("criterion", c) for c in ("RES", "ACC", "TON") if c in levels and levels[c].value <= limit]
    return say("{name}: {text}", name=name, text=say("list comma").join(low)) if low else name


def _advice(turn: TurnView, say: Words) -> str:
    lines = []
    for point in turn.effective.advice[:3]:
        text = point.zh if say.lang == "zh" else point.en
        lines.append(
            f'<div class="{point.kind}"><i aria-hidden="true">{ADVICE_SIGN[point.kind]}</i><span>{esc(text)}'
            f"{_model(point, turn)}</span></div>"
        )
    return f'<div class="advice">{"".join(lines)}</div>' if lines else ""


def _model(point: Any, turn: TurnView) -> str:
    """The model sentence of a point, in the language of the thread."""
    if not point.model:
        return ""
    return f'<span class="model" lang="{turn.reading.language}">{esc(point.model)}</span>'


def _what_if(turn: TurnView, say: Words, tasks: dict[str, str]) -> str:
    """What the total would be without each fault alone, the dearest first."""
    dear = [one for one in turn.effective.without if one.gain > 0]
    if not dear:
        return ""
    rows = []
    for one in dear[:DEAREST]:
        words = " ".join(one.span.of(turn.text).split()) if one.span else ""
        quote = f"<q>{esc(words[:80])}</q>" if 0 < len(words) < 400 else ""
        rows.append(
            f'<li><span class="nm">{esc(sentence(fault_name(one.code, one.item, say, tasks)))} {quote}</span>'
            f'<b class="up">+{one.gain}</b><span class="to">{esc(say("{n} points", n=one.total))}</span></li>'
        )
    others = len(turn.effective.without) - len(rows)
    more = esc(say("Each counted alone. Other points that bring nothing alone: {n}.", n=others)) if others else ""
    more = more or esc(say("Each counted alone."))
    return (
        f'<details class="whatif"><summary>{esc(say("What if you mended just one thing?"))} '
        f'<b class="up">+{dear[0].gain}</b></summary><ul>{"".join(rows)}</ul><p><small>{more}</small></p></details>'
    )


def fault_name(code: str, item: str, say: Words, tasks: dict[str, str]) -> str:
    """A fault in a few words."""
    if code.startswith("task_") or code == "nothing_to_use":
        text = tasks.get(item, item)
        return say("{name}: {text}", name=say.name("reason", code), text=text) if text else say.name("reason", code)
    if code in ("violation", "slip") or say.knows("reason", code) or say.knows("signal", code):
        return _reason(code, item, say, tasks)
    return say.name("flag", code) if say.knows("flag", code) else say.name("reason", code)


def _criteria(turn: TurnView, say: Words, tasks: dict[str, str]) -> str:
    rows = []
    for code in CRITERIA:
        level = levels_of(turn).get(code)
        if level is None:
            continue
        said = say("{name}: level {n} of 4", name=say.name("criterion", code), n=level.value)
        bar = "".join(f'<i class="{"on" if n < level.value else ""}"></i>' for n in range(4))
        rows.append(
            f'<details class="crit"><summary aria-label="{esc(said)}">'
            f'<span class="nm">{esc(say.name("criterion", code))}</span>'
            f'<span class="bar {"low" if level.value < 3 else ""}" aria-hidden="true">{bar}</span>'
            f'<span class="lv"><b>{level.value}</b>/4</span></summary>'
            f'<div class="more">{_why(turn, code, say, tasks)}</div></details>'
        )
    return "".join(rows)


def _why(turn: TurnView, code: str, say: Words, tasks: dict[str, str]) -> str:
    level = levels_of(turn)[code]
    about = esc(say.name(f"level {code}", level.value))
    reasons: list[str] = []
    for reason in level.reasons[:6]:
        words = reason.span.of(turn.text).strip() if reason.span else ""
        quote = f" <q>{esc(words[:90])}</q>" if 0 < len(words) < 400 else ""
        text = _reason(reason.code, reason.item, say, tasks) + _lacking(turn, reason, say)
        reasons.append(f"<li>{esc(sentence(text))}{quote}</li>")
    sure = esc(say("The machine is {n}% sure.", n=round(100 * level.confidence)))
    unsure = f"<p><small>{sure}</small></p>" if level.confidence < 1 else ""
    if level.confidence < 0.55:
        unsure = f"<p>{sure} {esc(say('A teacher may see it differently.'))}</p>"
    return f"<p>{about}</p>" + (f"<ul>{''.join(dict.fromkeys(reasons))}</ul>" if reasons else "") + unsure


def _lacking(turn: TurnView, reason: Any, say: Words) -> str:
    """The moves that a task still waits for."""
    task = next((t for t in turn.reading.tasks if t.id == reason.item), None) if "task_" in reason.code else None
    names = [say.name("move", name) for name in task.lacks if say.knows("move", name)] if task else []
    return " " + say("(missing: {moves})", moves=say("list comma").join(names)) if names else ""


def _reason(code: str, item: str, say: Words, tasks: dict[str, str]) -> str:
    name = say.name("reason", code) if say.knows("reason", code) else say.name("signal", code)
    if code.startswith("task_"):
        return say("{name}: {text}", name=name, text=tasks.get(item, item))
    if code == "violation":
        return say.name("violation", item)
    if code == "slip":
        return say.name("slip", item) if say.knows("slip", item) else say("Language")
    return name


def _not_ratable(turn: TurnView, say: Words) -> str:
    code = turn.effective.reason or ""
    text = say.name("flag about", code) if say.knows("flag about", code) else code
    return f'<p class="note">{esc(text)}</p>' if text else ""


def _review(turn: TurnView, say: Words) -> str:
    if not turn.effective.review or turn.override:
        return ""
    return f'<p class="soft late">{esc(say("A teacher will look at this reply too."))}</p>'


def small_score(total: int | None, say: Words) -> str:
    """A total as a coloured number for lists; a dash before the first reply."""
    if total is None:
        return '<span class="soft">–</span>'
    return chip(total, "good" if total >= 80 else "warn" if total >= 60 else "bad", say("{n} points", n=total))


def draw_moves(turn: TurnView, say: Words) -> None:
    """What an experienced agent would also have done here: the expected moves that are missing."""
    missing = [say.name("move", m) for m in turn.reading.expected_missing]
    if missing:
        st.caption(say("Usual in this situation, missing here: {moves}", moves=say("list comma").join(missing)))
