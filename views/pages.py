"""The pages of the app: their names, addresses and who may see them. The rest asks here to go somewhere."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

import streamlit as st

from content.words import Words
from desk.people import Person

LONGEST_NUMBER = 12  # digits


class Screen(NamedTuple):
    """One page: the module that draws it, its title's msgid, an icon, and whether the menu shows it."""

    module: str
    title: str
    icon: str
    shown: bool = True


# The order is the order of the menu; the first page of a role is where people land.
STUDENT = {
    "Practice": {
        "inbox": Screen("inbox", "Inbox", "inbox"),
        "desk": Screen("practice", "Reply desk", "forum", False),
        "clinic": Screen("clinic", "Account clinic", "stethoscope"),
        "shop": Screen("clinic_case", "A shop", "stethoscope", False),
        "operations": Screen("operations", "Operations room", "storefront"),
        "console": Screen("operation_case", "A task", "storefront", False),
    },
    "Look up": {
        "letters": Screen("letters", "Model letters", "mail"),
        "rules": Screen("rules", "Platform rules", "gavel"),
        "guide": Screen("guide", "How you are graded", "fact_check"),
    },
    "Me": {
        "progress": Screen("progress", "My progress", "trending_up"),
        "exercise": Screen("exercise", "One piece of work", "monitor_heart", False),
        "account": Screen("account", "Account", "person"),
    },
}
TEACHER = {
    "Class": {
        "class": Screen("classroom", "Class at a glance", "groups"),
        "queue": Screen("queue", "To look at", "flag"),
        "attempts": Screen("attempts", "Replies", "rate_review"),
        "attempt": Screen("attempt", "One reply", "rate_review", False),
        "exercises": Screen("exercises", "Clinic and operations", "monitor_heart"),
        "exercise": Screen("exercise", "One piece of work", "monitor_heart", False),
        "grading": Screen("regrade", "Grading", "tune"),
        "roster": Screen("roster", "Roster", "badge"),
        "agreement": Screen("agreement", "Machine and raters", "balance"),
    },
    "Practice": {
        "inbox": Screen("inbox", "Try the cases", "inbox"),
        "desk": Screen("practice", "Reply desk", "forum", False),
        "clinic": Screen("clinic", "Account clinic", "stethoscope"),
        "shop": Screen("clinic_case", "A shop", "stethoscope", False),
        "operations": Screen("operations", "Operations room", "storefront"),
        "console": Screen("operation_case", "A task", "storefront", False),
        "progress": Screen("progress", "One student", "trending_up", False),
    },
    "Look up": STUDENT["Look up"],
    "Me": {"account": Screen("account", "Account", "person")},
}


def sections(person: Person) -> dict[str, dict[str, Screen]]:
    """The menu of a role: section's msgid to pages by address."""
    return TEACHER if person.role == "teacher" else STUDENT


def addresses(person: Person) -> set[str]:
    """The addresses of all pages this person may open."""
    return {name for screens in sections(person).values() for name in screens}


def _draw(module: str) -> Callable[[], None]:
    """The function that draws a page; modules are loaded when first asked for."""

    def drawing() -> None:
        import_module(f"views.{module}").page()

    return drawing


def load() -> None:
    """Imports every page, so that no visitor waits for one and a broken one stops the start."""
    for menu in (STUDENT, TEACHER):
        for screens in menu.values():
            for screen in screens.values():
                import_module(f"views.{screen.module}")


def navigation(person: Person, say: Words) -> st.Page:
    """Draws the menu and gives back the page that is asked for."""
    menu = {}
    landing = True
    for section, screens in sections(person).items():
        menu[say(section)] = [
            _page(name, screen, say, default=landing and n == 0) for n, (name, screen) in enumerate(screens.items())
        ]
        landing = False
    return st.navigation(menu, position="sidebar", expanded=True)


def _page(name: str, screen: Screen, say: Words, default: bool) -> st.Page:
    return st.Page(
        _draw(screen.module),
        title=say(screen.title),
        icon=f":material/{screen.icon}:",
        url_path=name,
        default=default,
        visibility="visible" if screen.shown else "hidden",
    )


def landing(person: Person) -> str:
    """The address where people of this role land."""
    return next(iter(next(iter(sections(person).values()))))


def asked_number(name: str) -> int | None:
    """The number that the address gives for ``name``; None for none, and for what can be no row's number."""
    asked = st.query_params.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) < LONGEST_NUMBER else None


def go(name: str, person: Person, say: Words, **query: object) -> None:
    """Goes to a page of this person's menu; ``query`` becomes the part of the address after the question mark."""
    screen = next(screens[name] for screens in sections(person).values() if name in screens)
    page = _page(name, screen, say, default=name == landing(person))
    st.switch_page(page, query_params={k: str(v) for k, v in query.items()})
