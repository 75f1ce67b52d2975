"""The plan or appeal as a letter to answer: what it must say follows from the cause, its figures from the truth."""

from __future__ import annotations

import datetime as dt

from reading.asked import Fact, Task, Value
from reading.nouns import Line
from scenarios.clinic.nouns import Cause, ClinicCase, Tables, Ward
from scenarios.clinic.truth import Truth
from scenarios.nouns import Buyer, Case, Text
from scenarios.platforms.sheet import Metric, Sheet

PARTS = ("root", "done", "prevent")  # the tasks of a plan, in the order it is read


def plan_case(case: ClinicCase, ward: Ward, sheet: Sheet, tables: Tables, truth: Truth) -> Case:
    """A case as the reply desk has them, whose reply is the plan: tasks ``root``, ``done``, ``prevent``, ``figure``."""
    cause = ward.cause(case.cause)
    lang = ward.base.language
    hurt = sheet.metric(cause.hurts[0])
    now = dt.datetime.combine(case.day, dt.time(18), tzinfo=dt.UTC)
    return Case(
        id=f"{case.id}-plan",
        title=case.title,
        platform=case.platform,
        stage="dispute",
        language=lang,
        difficulty=case.difficulty,
        sources=case.sources,
        now=now,
        buyer=Buyer(name=ward.office),
        thread=(Line(sender="platform", text=asked(ward, sheet, case, truth)[lang], at=now - dt.timedelta(hours=8)),),
        facts=_facts(case, ward, cause, hurt, truth, tables, lang),
        tasks=(
            *(Task(id=part, text=told(getattr(cause.plan, part), cause, ward)[lang]) for part in PARTS),
            Task(id="figure", text=_figure_task(hurt, lang), core=False, facts=("figure",)),
        ),
    )


def told(text: Text, cause: Cause, ward: Ward) -> Text:
    """``text`` with the cause's own product and carrier filled in."""
    product = ward.base.products[cause.where.products[0] if cause.where.products else 0].name
    carrier = ward.base.carriers[cause.where.carriers[0] if cause.where.carriers else 0].name
    return {lang: said.replace("{product}", product[lang]).replace("{carrier}", carrier) for lang, said in text.items()}


def shown(metric: Metric, rate: float | None) -> str:
    """A figure as a letter writes it: ``2.25%``, ``3.9`` or ``2``; a dash where nothing is assessed."""
    if rate is None:
        return "–"
    return f"{100 * rate:.2f}%" if metric.unit == "rate" else f"{rate:g}"


def asked(ward: Ward, sheet: Sheet, case: ClinicCase, truth: Truth) -> Text:
    """The office's letter that asks for the plan."""
    hurt = sheet.metric(ward.cause(case.cause).hurts[0])
    figure = shown(hurt, truth.figures[hurt.id].rate)
    return {
        lang: text.replace("{metric}", hurt.name[lang]).replace("{figure}", figure)
        for lang, text in ward.letter.items()
    }


def _figure_task(hurt: Metric, lang: str) -> str:
    return f"写出{hurt.name['zh']}的数值" if lang == "zh" else f"States the figure of the {hurt.name['en'].lower()}"


def _facts(
    case: ClinicCase, ward: Ward, cause: Cause, hurt: Metric, truth: Truth, tables: Tables, lang: str
) -> tuple[Fact, ...]:
    figure = truth.figures[hurt.id]
    rate = figure.rate or 0.0
    said = dict.fromkeys(round(100 * rate, places) for places in (2, 1))  # rounding to one place is right
    shares = tuple(Value(kind="percent", value=one) for one in said) if hurt.unit == "rate" else ()
    many = Value(kind="quantity", value=len(truth.proof), unit="order")
    facts = [
        Fact(id="figure", text=f"{hurt.name[lang]}: {shown(hurt, figure.rate)}", values=shares),
        Fact(id="orders", text=f"{len(truth.proof)} orders show it", values=(many,)),
    ]
    facts += [Fact(id=part, text=told(getattr(cause.plan, part), cause, ward)[lang]) for part in PARTS]
    return tuple(facts)
