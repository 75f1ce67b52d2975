"""What a person sees when a page fails: plain words in both languages, never a traceback."""

from __future__ import annotations

import logging

import streamlit as st

log = logging.getLogger("haike")

ZH = "这一页出了点问题。你写的内容已经保存，刷新一下再试。还是不行的话，告诉老师。"  # words: both on purpose
EN = "Something went wrong on this page. What you wrote is kept. Reload to try again; if it stays, tell your teacher."


def on_script_error(error: Exception) -> bool:
    """Called by ``st.App`` for an exception of a page; True: we have shown our own words."""
    log.error("a page failed", exc_info=error)
    st.error(f"{ZH}\n\n{EN}", icon=":material/error:")
    return True
