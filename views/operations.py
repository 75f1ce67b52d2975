"""The operations room: the tasks there are in the sellers' consoles."""

from __future__ import annotations

from functools import partial

from desk import operations_work
from desk.people import Person

from .ink import draw, esc
from .pages import go
from .person import current_person, current_words, now, the_desk
from .worklist import draw_worklist


def page() -> None:
    """Draws the page."""
    person, say = current_person(), current_words()
    if person is None:
        return
    lead = say(
        "Work the seller's console: the right act on the right row at the right time. Sometimes waiting is right."
    )
    draw(f'<div class="headline"><h1>{esc(say("Operations room"))}</h1></div><p class="soft">{esc(lead)}</p>')
    draw_worklist(operations_work.shelf(the_desk(), person), "operation", partial(_open, person), say)


def _open(person: Person, task_id: str) -> None:
    work = operations_work.open_task(the_desk(), person, task_id, now())
    go("console", person, current_words(), work=work)
