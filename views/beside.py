"""What lies beside the conversation: what the reply must do, order, buyer, promises, rules, tools, the former try."""

from __future__ import annotations

import streamlit as st

from content.words import Words
from desk import practice
from desk.people import Person
from desk.practice import AttemptView

from .card import draw_card
from .flags import flag
from .ink import bullets, chip, draw, esc, rows, said
from .person import the_desk
from .tools import draw_tools

STATE_SIGN = {"done": "✓", "partial": "~", "missing": "✕", "": "○"}


def draw_beside(person: Person, view: AttemptView, say: Words) -> None:
    """Draws the right-hand side."""
    open_book = view.mode == "practice" or any(not t.silent_day for t in view.turns)
    if view.case.tasks and open_book:
        with st.container(key="must_do"):
            draw(_tasks(view, say))
    rules = view.rules if open_book else ()
    former = _former(person, view)
    names = [say("Order"), say("Buyer"), say("Can promise")]
    names += [say("Rules")] if rules else []
    names += [say("Tools")]
    names = ([say("Last try")] if former else []) + names
    tabs = iter(st.tabs(names))
    if former:
        with next(tabs):
            _last_try(former, say)
    with next(tabs):
        draw(_order(view, say))
    with next(tabs):
        draw(_buyer(view, say))
    with next(tabs):
        draw(_promises(view, say))
    if rules:
        with next(tabs):
            draw("".join(rule_html(r, say) for r in rules))
    with next(tabs):
        draw_tools(person, view, say)


def _tasks(view: AttemptView, say: Words) -> str:
    """What the reply must do; after a reply, how far each thing is done. What an earlier reply has done stays done."""
    said = [turn for turn in view.turns if not turn.silent_day]
    state: dict[str, str] = {}
    for task in (task for turn in said for task in turn.reading.tasks):
        if state.get(task.id) != "done":
            state[task.id] = task.state
    lines = []
    for wanted in view.case.tasks:
        now = state.get(wanted.id, "")
        core = chip(say("must"), "warn") if wanted.core and not now else ""
        label = say.name("task state", now) if now else ""
        lines.append(
            f'<div class="check {now}"><i title="{esc(label)}" aria-label="{esc(label)}">{STATE_SIGN[now]}</i>'
            f"<span>{esc(wanted.text)}</span>{core}</div>"
        )
    hints = ""
    if view.mode == "practice" and not view.turns and view.hints:
        body = bullets([esc(say.pick(h)) for h in view.hints])
        hints = f"<details open><summary>{esc(say('Hints'))}</summary>{body}</details>"
    title = say("What your reply did") if said else say("What this reply must do")
    title = say("What you have done") if len(said) > 1 else title
    return f'<div class="note"><h4>{esc(title)}</h4><div class="checks">{"".join(lines)}</div>{hints}</div>'


def _order(view: AttemptView, say: Words) -> str:
    order = view.case.order
    facts = bullets([esc(f.text) for f in view.case.facts])
    known = f"<h4>{esc(say('What you know'))}</h4>{facts}" if view.case.facts else ""
    if order is None:
        return f'<p class="soft">{esc(say("No order yet."))}</p>{known}'
    items = []
    for item in order.items:
        price = f" · {item.unit_price:g} {esc(order.currency)}" if item.unit_price is not None else ""
        sku = f' <small class="mono">{esc(item.sku)}</small>' if item.sku else ""
        items.append(f"{esc(item.title)}{sku}<br><small>× {item.qty}{price}</small>")
    shipping = ""
    if order.shipping is not None:
        shipping = esc(say("free")) if not order.shipping else f"{order.shipping:g} {esc(order.currency)}"
    pairs = [
        (say("Item"), "<br>".join(items)),
        (say("Status"), esc(_status(order.status, say))),
        (say("Order no."), f'<span class="mono">{esc(order.id)}</span>' if order.id else ""),
        (say("Placed"), esc(say.day(order.placed)) if order.placed else ""),
        (say("Shipped"), esc(say.day(order.shipped)) if order.shipped else ""),
        (say("Shipping"), shipping),
        (say("Carrier"), esc(order.carrier)),
        (say("Tracking no."), f'<span class="mono">{esc(order.tracking)}</span>' if order.tracking else ""),
        (say("Now"), esc(say.moment(view.case.now))),
    ]
    return rows(pairs) + (f'<div style="margin-top:.8rem">{known}</div>' if known else "")


def _status(status: str, say: Words) -> str:
    """An order's state in our words where we have them, else as the case says it."""
    return say.name("order status", status) if say.knows("order status", status) else status


def _buyer(view: AttemptView, say: Words) -> str:
    buyer = view.case.buyer
    where = say.country(buyer.country)
    zone = view.tools.buyer_zone
    local = f"{esc(view.tools.buyer_local_time)} <small>{esc(zone)}</small>" if view.tools.buyer_local_time else ""
    wants = say("list comma").join(say.name("move", a) for a in buyer.accepts)
    pairs = [
        (say("Name"), esc(buyer.name)),
        (say("Country"), f"{flag(buyer.country, where)} {esc(where)}" if where else ""),
        (say("Local time"), local),
        (say("Temper"), esc(say.name("temperament", buyer.temperament))),
        (say("Patience"), esc(say("{n} of 5", n=buyer.patience))),
    ]
    if view.mode == "practice" or view.turns:
        pairs += [(say("Wants"), esc(buyer.goal)), (say("Would accept"), esc(wants))]
    return rows(pairs)


def _promises(view: AttemptView, say: Words) -> str:
    if view.tools.promises:
        body = bullets([esc(say.pick(p)) for p in view.tools.promises])
    elif view.case.authority is None:
        body = f'<p class="soft">{esc(say("The case sets no limits. Promise only what you could keep."))}</p>'
    else:
        body = f'<p class="soft">{esc(say("Nothing beyond explaining and asking."))}</p>'
    never = bullets([esc(m) for m in view.case.must_not])
    stop = f"<h4>{esc(say('Do not'))}</h4>{never}" if view.case.must_not else ""
    return f"<h4>{esc(say('You may promise'))}</h4>{body}{stop}"


def rule_html(rule: object, say: Words) -> str:
    """One platform rule: what it says, where the course says it, and what speaks against it."""
    doubt = say.pick(getattr(rule, "doubt", ""))
    note = f'<p class="soft">{chip(say("In doubt"), "warn")} {esc(doubt)}</p>' if doubt else ""
    source = getattr(rule, "source", "") or say("list comma").join(getattr(rule, "sources", ()))
    where = f" <small>{esc(say('Source: {ids}', ids=source))}</small>" if source else ""
    title, text = say.pick(getattr(rule, "title", "")), say.pick(getattr(rule, "text", ""))
    return f'<div style="margin-bottom:.8rem"><b>{esc(title)}</b><div class="said">{esc(text)}{where}</div>{note}</div>'


def _former(person: Person, view: AttemptView) -> AttemptView | None:
    """The attempt this one rewrites, or the latest other one with a reply."""
    done = [row for row in view.previous if row.total is not None]
    chosen = next((row for row in done if row.id == view.parent), done[0] if done else None)
    return practice.look(the_desk(), person, chosen.id) if chosen else None


def _last_try(former: AttemptView, say: Words) -> None:
    turn = next((t for t in former.turns if not t.silent_day), None)
    if turn is None:
        return
    draw(f'<div class="note" lang="{former.case.language}">{said(turn.text, say("Show the rest"))}</div>')
    draw_card(turn, say, {t.id: t.text for t in former.case.tasks})
