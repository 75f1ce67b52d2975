"""The console of the operations room: its tables with rows to tick, and the forms of what may be done with them."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Any

import pandas as pd
import streamlit as st

from content.errors import HaikeError
from content.words import Words
from desk import operations, operations_work
from desk.operations import Act, Operation
from desk.operations_work import Work
from desk.people import Person

from .ink import draw, esc
from .person import current_words, now, the_desk

FIRST = ("id", "status")  # the columns that are seen without scrolling
Picked = tuple[str, tuple[str, ...]]  # a table and the ids ticked in it


def draw_tables(work: Work, say: Words) -> Picked:
    """Draws the tables that have rows, each in a tab; gives the table with ticked rows."""
    known = operations.console(work.task.platform).tables
    names = [name for name, rows in work.room.tables.items() if rows and name in known]
    _files(work)
    if not names:
        draw(f'<p class="note">{esc(say("There is no table here yet. Choose what to do."))}</p>')
        return "", ()
    key = f"operation_{work.exercise.id}_{len(work.acts)}"
    picked: Picked = ("", ())
    tabs = st.tabs([f"{say.pick(known[name].name)} {len(work.room.tables[name])}" for name in names])
    for tab, name in zip(tabs, names, strict=True):
        with tab:
            ids = _table(work, name, f"{key}_{name}", say)
            if ids:
                picked = (name, ids)
    return picked


def _table(work: Work, name: str, key: str, say: Words) -> tuple[str, ...]:
    columns = operations.console(work.task.platform).tables[name].columns
    rows = operations.shown(work.room, name, work.sheet)
    if name == "orders":
        first = set(operations.first_page(work.room, work.sheet))
        every = st.toggle(say("All dates"), key=f"{key}_all", value=len(first) == len(rows))
        rows = rows if every else tuple(row for row in rows if row["id"] in first)
    found = st.text_input(
        say("Search"), key=f"{key}_search", placeholder=say("Search in this table"), label_visibility="collapsed"
    )
    rows = tuple(row for row in rows if not found or found.casefold() in " ".join(map(str, row.values())).casefold())
    titles = {column: st.column_config.Column(say.pick(known.name)) for column, known in columns.items()}
    titles["id"] = st.column_config.Column(say.pick(columns["id"].name), pinned=True)
    cells = [{c: _cell(columns[c], value, say) for c, value in row.items()} for row in rows]
    frame = pd.DataFrame(cells, columns=list(rows[0]) if rows else list(titles))
    told = [c for c in frame if (frame[c].notna() & (frame[c] != "")).any()]
    table = frame[sorted(told, key=lambda c: FIRST.index(c) if c in FIRST else len(FIRST))]
    event = st.dataframe(
        table, hide_index=True, key=f"{key}_rows_{len(rows)}_{found}", on_select="rerun", selection_mode="multi-row",
        height="content" if len(rows) <= 10 else 420, placeholder="",
        column_config=titles,
    )  # fmt: skip
    return tuple(str(rows[n]["id"]) for n in event["selection"]["rows"] if n < len(rows))


def _cell(column: Any, value: Any, say: Words) -> Any:
    """A value as the console shows it: words for codes, plain dates."""
    if value is None:
        return None
    if column.type == "code":
        return say.pick(column.values[value]) if value in column.values else value
    if isinstance(value, bool):
        return say("yes") if value else ""
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d" if column.type == "day" else "%Y-%m-%d %H:%M")
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return str(value) if isinstance(value, dt.date) else value


def _files(work: Work) -> None:
    """Files the task begins with, and those the console has made."""
    made = [operations.download(work.room, name, work.sheet) for name in operations.files(work.room)]
    every = (*operations.handouts(work.task), *(one for one in made if one.content.strip().count(b"\n")))
    if every:
        with st.container(horizontal=True):
            for one in every:
                st.download_button(
                    one.name, one.content, file_name=one.name, mime=one.media, icon=":material/download:",
                    key=f"file_{work.exercise.id}_{one.name}", on_click="ignore", type="tertiary",
                )  # fmt: skip


def draw_acts(person: Person, work: Work, picked: Picked, say: Words) -> None:
    """The acts for the ticked rows first, then those of the whole console; the chosen one opens its form."""
    draw(f"<h3>{esc(say('What will you do?'))}</h3>")
    table, ids = picked
    offered = operations.offers(work.task, work.room)
    for_rows = operations_work.names(work, ids, table) if ids else ()
    whole = tuple(name for name, one in offered.items() if not one.table)
    choice = [*for_rows, *(name for name in whole if name != "wait"), "wait"]
    if ids:
        draw(f"<p><b>{esc(say('Ticked'))}</b> {esc(', '.join(ids[:4]))}{' …' if len(ids) > 4 else ''}</p>")
    elif any(work.room.tables.values()):
        st.caption(say("Tick rows in a table to see what can be done with them."))
    key = f"operation_{work.exercise.id}_{len(work.acts)}"
    name = st.selectbox(
        say("What will you do?"), choice, label_visibility="collapsed",
        key=f"{key}_act_{table}_{'_'.join(ids[:6])}", index=0 if for_rows else None,
        placeholder=say("Choose an act"), format_func=lambda act: say.pick(offered[act].name),
    )  # fmt: skip
    if name:
        _form(person, work, name, offered[name], picked, key, say)


def _form(person: Person, work: Work, name: str, operation: Operation, picked: Picked, key: str, say: Words) -> None:
    form = f"{key}_form_{name}_{'_'.join(picked[1][:6])}"
    with st.form(form, border=True):
        if operation.path:
            st.caption(say.pick(operation.path))
        for field in operation.fields:
            _field(work, field, picked, f"{form}_{field.id}", say)
        if operation.irreversible:
            draw(f'<p class="note">{esc(say("This cannot be undone."))} {esc(say.pick(operation.warning))}</p>')
        if operation.doubt:
            st.caption(say.pick(operation.doubt))
        st.form_submit_button(
            say.pick(operation.name), type="primary", on_click=_do,
            args=(person, work.exercise.id, work.exercise.stamp, name, operation, form),
        )  # fmt: skip


def _field(work: Work, field: Any, picked: Picked, key: str, say: Words) -> None:
    title = say.pick(field.name) + ("" if field.required else f" ({say('optional')})")
    hint = say.pick(field.hint) or None
    ticked = [one for one in picked[1] if picked[0] == field.table]
    ids = [str(row["id"]) for row in work.room.tables.get(field.table, ())]
    if field.kind == "row":
        chosen = ids.index(ticked[0]) if ticked and ticked[0] in ids else None
        st.selectbox(title, ids, index=chosen, key=key, help=hint, placeholder=say("Choose"))
    elif field.kind == "rows":
        st.multiselect(title, ids, default=ticked, key=key, help=hint, placeholder=say("Choose"))
    elif field.kind == "choice":
        st.selectbox(
            title, list(field.options), index=None, key=key, help=hint, placeholder=say("Choose"),
            format_func=lambda option: say.pick(field.options[option]),
        )  # fmt: skip
    elif field.kind == "number":
        st.number_input(title, value=None, step=1, min_value=int(field.at_least or 0), key=key, help=hint)
    elif field.kind == "money":
        st.number_input(title, value=None, step=0.01, min_value=0.0, format="%.2f", key=key, help=hint)
    elif field.kind == "date":
        st.date_input(
            title, value=None, key=key, help=hint, min_value=dt.date(2010, 1, 1), max_value=dt.date(2040, 1, 1)
        )
    elif field.kind == "file":
        st.file_uploader(title, key=key, help=hint, max_upload_size=2)
    elif field.kind == "long_text":
        st.text_area(title, key=key, help=hint)
    else:
        st.text_input(title, key=key, help=hint)


def _do(person: Person, work_id: int, stamp: int, name: str, operation: Operation, form: str) -> None:
    say = current_words()
    args = {field.id: _given(st.session_state.get(f"{form}_{field.id}")) for field in operation.fields}
    act = Act(name=name, args={field: value for field, value in args.items() if value not in (None, "", [])})
    try:
        operations_work.act(the_desk(), person, work_id, act, stamp, now())
    except HaikeError as error:
        st.session_state[f"operation_{work_id}_trouble"] = error.say(say.lang)


def _given(value: Any) -> Any:
    """A form's value as JSON holds it."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if hasattr(value, "getvalue"):
        return {"name": value.name, "base64": base64.b64encode(value.getvalue()).decode()}
    return list(value) if isinstance(value, tuple) else value
