"""What a teacher may want to look at again in a case that is already good enough to be used."""

from __future__ import annotations

from collections.abc import Iterator

from reading.nouns import Frozen
from scenarios.nouns import Case
from scenarios.situations import canonical, situations

CODES = tuple(f"V{n:02d}" for n in range(1, 16))


class Caution(Frozen):
    """One warning: the field, and what about it, in both languages."""

    field: str
    zh: str
    en: str


def lint(case: Case) -> tuple[Caution, ...]:
    """Warnings about a case that loads: unknown fields and kinds, tasks without cues, missing samples."""
    return (*_odd(case), *_tasks(case), *_rest(case))


def _odd(case: Case) -> Iterator[Caution]:
    for name in case.extra.get("odd", ()):
        kind = name.startswith("facts.")
        zh = "不认识的值类型或字段，按文字处理。" if kind else "不认识的字段，已保留但不使用。"
        en = "Unknown kind or field; it is read as text." if kind else "Unknown field; kept but not used."
        yield Caution(field=name, zh=zh, en=en)


def _tasks(case: Case) -> Iterator[Caution]:
    if not any(task.core for task in case.tasks):
        yield Caution(field="tasks", zh="没有核心任务(core: true)。", en="No task is core.")
    for task in case.tasks:
        if not task.by and not task.facts:
            yield Caution(
                field=f"tasks.{task.id}",
                zh="只有文字说明，判断的把握较低；可以补上 by 或 facts。",
                en="Described in words only, judged with less confidence; `by` or `facts` would help.",
            )
    used = {fact for task in case.tasks for fact in task.facts}
    if used:
        for fact in case.facts:
            if fact.id not in used and not fact.values:
                yield Caution(
                    field=f"facts.{fact.id}",
                    zh="没有任务用到它，也没有可核对的值。",
                    en="No task uses it and it has no value to check.",
                )


def _rest(case: Case) -> Iterator[Caution]:
    if case.situation and canonical(case.situation) not in situations():
        yield Caution(
            field="situation",
            zh="不在情境表里，不检查必备语步。",
            en="Not in the table of situations: no moves are expected.",
        )
    if case.authority is None:
        yield Caution(
            field="authority",
            zh="没有写权限，无法判断越权承诺。",
            en="No authority given: over-promising is not judged.",
        )
    for code in case.temptations:
        if code not in CODES:
            yield Caution(field="temptations", zh=f"没有违规代码 {code}。", en=f"There is no violation {code}.")
    for name in ("good", "weak"):
        if name not in case.samples:
            yield Caution(field="samples", zh=f"缺少样例 {name}。", en=f"The sample `{name}` is missing.")
    for name, sample in case.samples.items():
        if not sample.levels and not sample.gates:
            yield Caution(
                field=f"samples.{name}",
                zh="样例没有写应得等级。",
                en="The sample does not say which levels it must get.",
            )
