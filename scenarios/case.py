"""What a case file says: reads it into a Case, fills in the defaults and names what is wrong with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from content.errors import ContentError
from content.loader import Document, load_documents, parse_documents
from reading.nouns import Fact, Line, Move, Promise, Task
from scenarios.card import buyer_of, deal_of, expected_of, fact_of, order_of, samples_of
from scenarios.form import Form
from scenarios.nouns import PLATFORMS, STAGES, Case

KNOWN_TOOLS = (
    "size_chart",
    "tracking_history",
    "product",
    "policy",
    "guide",
    "attachments",
    "closes",
    "solved",
    "notes",
)
ORDER_FACTS = ("order_id", "order", "tracking", "carrier", "total", "placed", "shipped", "shipping", "status")
FIRST_DAY = dt.datetime(2026, 6, 17, 9, tzinfo=dt.UTC)  # "now" of a case that names no time at all, a Wednesday


def load_cases(path: Path) -> tuple[Case, ...]:
    """All cases of a file (one case, several ``---`` documents, or a list) or of a folder, recursively.

    Raises ContentError for a broken case, for the same id twice and when there is no case at all.
    """
    files = [path]
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if p.suffix in (".yaml", ".yml") and not p.name.startswith("."))
    cases: list[Case] = []
    seen: dict[str, str] = {}
    for document in (document for file in files for document in load_documents(file)):
        for case, keys in _cases_of(document):
            line = document.line((*keys, "id"))
            if case.id in seen:
                raise ContentError(
                    document.file,
                    line,
                    "id",
                    f"编号 {case.id} 已在 {seen[case.id]} 用过。",
                    f"The id {case.id} is already used in {seen[case.id]}.",
                )
            seen[case.id] = f"{document.file}:{line}"
            cases.append(case)
    if not cases:
        raise ContentError(str(path), None, "-", "这里没有找到任何案例(*.yaml)。", "No case (*.yaml) was found here.")
    return tuple(cases)


def parse_case(source: Path | str, file: str = "case.yaml") -> Case:
    """The one case in a file (Path) or in YAML text (str). Raises ContentError with file, line and field."""
    documents = load_documents(source) if isinstance(source, Path) else parse_documents(source, file)
    name = str(source) if isinstance(source, Path) else file
    if len(documents) != 1:
        raise ContentError(
            name,
            None,
            "-",
            f"这里应该正好有一个案例，找到 {len(documents)} 个。",
            f"Expected exactly one case, found {len(documents)}.",
        )
    return _case(Form(documents[0], documents[0].value))


def _cases_of(document: Document) -> list[tuple[Case, tuple[int, ...]]]:
    if isinstance(document.value, list):
        return [(_case(Form(document, value, (n,))), (n,)) for n, value in enumerate(document.value)]
    return [(_case(Form(document, document.value)), ())]


def _case(form: Form) -> Case:
    """Contracts, section 1: six fields are required, the rest has defaults; unknown fields are kept in ``extra``."""
    now, thread = _thread(form)
    odd: list[str] = []
    facts = form.each("facts", lambda entry, n: fact_of(entry, n, odd), "text")
    order, order_rest = order_of(form.form("order"), odd)
    case_id = str(form.need("id")).strip()
    made: dict[str, Any] = {
        "id": case_id,
        "title": form.both("title", case_id),
        "platform": form.choice("platform", PLATFORMS),
        "stage": form.choice("stage", STAGES),
        "situation": form.text("situation"),
        "language": form.choice("language", ("en", "zh")),
        "difficulty": form.whole("difficulty", 1, 5, 2),
        "sources": form.words("sources"),
        "now": now,
        "thread": thread,
        "buyer": buyer_of(form.form("buyer"), odd),
        "order": order,
        "facts": facts,
        "authority": _authority(form, odd),
        "tasks": _tasks(form, facts, odd),
        "must_not": form.words("must_not"),
        "temptations": tuple(word.upper() for word in form.words("temptations")),
        "samples": samples_of(form.form("samples"), odd),
        "holding_allowed": form.flag("holding_allowed", False),
        "dealt": _deal(form),
        "expected": expected_of(form.form("expected")),
    }
    _no_twins(form, "facts", [fact.id for fact in facts])
    _no_twins(form, "tasks", [task.id for task in made["tasks"]])
    return Case(**made, extra=_extra(form, odd, order_rest))


def _extra(form: Form, odd: list[str], order_rest: dict[str, Any]) -> dict[str, Any]:
    """The desk's tools and everything nobody knows; ``odd`` lists what ``lint`` will warn about."""
    extra = {name: form.value[name] for name in form.rest()}
    odd.extend(name for name in extra if name not in KNOWN_TOOLS)
    if order_rest:
        extra["order"] = order_rest
    if odd:
        extra["odd"] = tuple(odd)
    return extra


def _no_twins(form: Form, name: str, ids: Sequence[str]) -> None:
    for n, one in enumerate(ids):
        if one in ids[:n]:
            form.fail((name, n, "id"), f"编号 {one} 用了两次。", f"The id {one} is used twice.")


def _deal(form: Form) -> dict[str, Any]:
    """The block ``deal`` (or ``dealt``); plain ``true`` varies names and ids."""
    name = "deal" if form.get("deal") is not None else "dealt"
    if isinstance(form.get(name), bool):
        return {"name": True, "ids": True} if form.value[name] else {}
    return deal_of(form.form(name))


def _thread(form: Form) -> tuple[dt.datetime, tuple[Line, ...]]:
    now = form.moment("now", dt.UTC, hour=9)
    zone = now.tzinfo if now and now.tzinfo else dt.UTC

    def line(entry: Form, _n: int) -> Line:
        sender = entry.choice("from", ("buyer", "seller", "platform")) if entry.get("from") else "buyer"
        text = entry.text("text")
        if not text:
            entry.fail(("text",), "这条消息没有内容。", "This message has no text.")
        return Line(sender=sender, text=text, at=entry.moment("at", zone))

    form.need("thread")
    thread = form.each("thread", line, "text")
    last = [one.at for one in thread if one.at]
    return now or (last[-1] if last else FIRST_DAY), thread


def _authority(form: Form, odd: list[str]) -> tuple[Promise, ...] | None:
    """``REFUND_FULL@from 21 June`` is a Promise with a condition; a missing field says nothing."""
    if form.get("authority") is None:
        return None
    promises = []
    for n, entry in enumerate(form.words("authority")):
        word, _, condition = entry.partition("@")
        if " " in word.strip() or any("\u4e00" <= c <= "\u9fff" for c in word):
            odd.append(f"authority[{n}]")  # a remark in the teacher's own words: no code, so nothing to hold against
            continue
        promises.append(Promise(move=form.move(word, ("authority", n)), condition=condition.strip() or None))
    return tuple(promises)


def _tasks(form: Form, facts: Sequence[Fact], odd: list[str]) -> tuple[Task, ...]:
    known = (*(fact.id for fact in facts), *ORDER_FACTS)

    def task(entry: Form, n: int) -> Task:
        moves: tuple[Move, ...] = tuple(entry.move(word, ("by", k)) for k, word in enumerate(entry.words("by")))
        text = entry.text("text") or " / ".join(moves)
        if not text:
            entry.fail(("text",), "请写出这项任务要求回复做到什么。", "Say what the reply must do for this task.")
        named = tuple(fact if fact in known else entry.one_of(fact, known, ("facts",)) for fact in entry.words("facts"))
        made = Task(id=entry.text("id") or f"t{n + 1}", text=text, core=entry.flag("core", True), by=moves, facts=named)
        odd.extend(f"tasks.{made.id}.{name}" for name in entry.rest())
        return made

    form.need("tasks")
    return form.each("tasks", task, "text")
