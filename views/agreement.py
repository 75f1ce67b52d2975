"""How far the machine agrees with raters: choose a set, wait beside the class, read bars, tables and the worst ten."""

from __future__ import annotations

import streamlit as st

from content.errors import HaikeError
from content.words import Words
from desk import agree_job
from desk.agree_job import Job
from desk.people import Person

from .agreement_report import draw_report
from .ink import draw, esc
from .person import current_person, current_words, the_desk

OWN, UPLOAD, HELD = "own", "upload", "held"
ORDER = {"tune": 0, "train": 1, HELD: 3}  # the quick one first, the one to keep for last at the end
EVERY = 1.0  # seconds between two looks at a running measurement
# Streamlit's uploader speaks English only; its words give way to ours.
UPLOADER = (
    "<style>.st-key-rated_files [data-testid=stFileUploaderDropzoneInstructions]{display:none}"
    ".st-key-rated_files section button p{font-size:0}.st-key-rated_files section button p::after"
    "{content:'WORDS';font-size:.9rem}</style>"
)


def page() -> None:
    """Draws the page."""
    person, say = current_person(), current_words()
    if person is None:
        return
    names = agree_job.sets(person)
    lead = say("Before you trust a grade, see how far the machine agrees with people who rated the same replies.")
    draw(f'<div class="headline"><h1>{esc(say("Machine and raters"))}</h1></div><p class="soft">{esc(lead)}</p>')
    _choose(person, names, say)
    job = agree_job.job(str(st.session_state.get("agreement", "")))
    if job is None:
        return
    if job.running:
        _wait(job.key)
    elif job.trouble is not None:
        st.warning(job.trouble.say(say.lang))
    elif job.told is not None:
        draw_report(job.told, say, blind=bool(st.session_state.get("agreement_blind")))


def _choose(person: Person, names: tuple[str, ...], say: Words) -> None:
    shipped = sorted(names, key=lambda name: ORDER.get(name, 2))
    titles = {name: set_words("set", name, say) or say("Rated set: {name}", name=name) for name in shipped}
    titles |= {OWN: say("My own reviews"), UPLOAD: say("Upload a rated set")}
    left, right = st.columns([2.2, 1], vertical_alignment="bottom")
    with left:
        chosen = st.selectbox(
            say("Whose ratings?"), list(titles), key="agreement_set", format_func=lambda name: titles.get(name, name)
        )
    files = _files(say) if chosen == UPLOAD else []
    if chosen == OWN:
        st.caption(say("Only replies whose grade you changed are here, so the machine looks worse than it is."))
    if about := set_words("set about", str(chosen), say):
        made = say("Written and rated for this app by its guide: not replies of students, not ratings of teachers.")
        st.caption(f"{about} {made}")
    with right:
        asked = st.button(say("Measure"), key="measure", type="primary", icon=":material/balance:", width="stretch")
    if asked:
        try:
            st.session_state["agreement"] = _start(person, str(chosen), files, say)
            st.session_state["agreement_blind"] = chosen == HELD
        except HaikeError as error:
            st.session_state.pop("agreement", None)
            st.warning(error.say(say.lang))


def set_words(kind: str, name: str, say: Words) -> str:
    """The title of a shipped set ("set") or what it is good for ("set about"); "" for one without words."""
    return say.name(kind, name) if say.knows(kind, name) else ""


def _files(say: Words) -> list[tuple[str, bytes]]:
    st.html(UPLOADER.replace("WORDS", esc(say("Choose files"))))
    st.caption(
        say(
            "A CSV with reply_id, case_id, text, rater, RES, ACC, TON, COM, LAN, violations, or a replies.jsonl; "
            "add case files (YAML) where they are not the app's own cases."
        )
    )
    found = st.file_uploader(
        say("Files"), type=["csv", "txt", "jsonl", "yaml", "yml"], accept_multiple_files=True, key="rated_files",
        label_visibility="collapsed",
    )  # fmt: skip
    return [(file.name, file.getvalue()) for file in found]


def _start(person: Person, chosen: str, files: list[tuple[str, bytes]], say: Words) -> str:
    job: Job
    if chosen == OWN:
        job = agree_job.start_own(the_desk(), person)
    elif chosen == UPLOAD:
        job = agree_job.start_upload(person, files)
    else:
        job = agree_job.start_shipped(person, chosen)
    return job.key


@st.fragment(run_every=EVERY)
def _wait(key: str) -> None:
    """How far it is; the page comes anew once it is done. You may leave: it goes on."""
    say, job = current_words(), agree_job.job(key)
    if job is None or not job.running:
        st.rerun()
        return
    share = job.done / job.total if job.total else 0.0
    st.progress(min(1.0, share), text=say("Read {n} of {total} replies", n=job.done, total=job.total))
    st.caption(say("You may leave this page; it goes on, and the result is kept."))
