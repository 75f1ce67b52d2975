"""Small pieces of HTML for ``st.html``: every word of a person goes through ``esc`` and is shown as text."""

from __future__ import annotations

import html
import unicodedata
from pathlib import Path
from urllib.parse import quote

import streamlit as st

STYLE = Path(__file__).with_name("style.css")
LONG = 6_000  # characters of one message drawn at once; more is folded away


def esc(text: object) -> str:
    """``text`` as harmless HTML; control characters become visible signs, so that nothing hides in them."""
    return html.escape(visible(str(text)), quote=True)


def visible(text: str) -> str:
    """``text`` with control characters (NUL, escape, direction overrides) drawn as a sign of the same length."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(c if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs") else _sign(c) for c in text)


def _sign(char: str) -> str:
    if char in "\r\u200d\ufe0f\ufeff":  # line ends and the joiners that emoji are made of
        return char
    if char == "\u200b" or unicodedata.category(char) == "Cf":
        return "\u00b7"
    return chr(0x2400 + ord(char)) if ord(char) < 0x20 else "\ufffd"


def sentence(text: str) -> str:
    """``text`` with a capital first letter, as a line or label of its own."""
    return text[:1].upper() + text[1:]


def draw(body: str, lang: str = "") -> None:
    """Puts HTML on the page; ``lang`` marks the language of the words in it."""
    st.html(f'<div class="hk" lang="{lang}">{body}</div>' if lang else f'<div class="hk">{body}</div>')


def chip(text: object, kind: str = "", title: str = "") -> str:
    """A small rounded label; ``kind`` is a colour class of style.css."""
    hint = f' title="{esc(title)}"' if title else ""
    return f'<span class="chip {kind}"{hint}>{esc(text)}</span>'


def dots(value: int, of: int = 5, label: str = "") -> str:
    """Filled and open dots; the number stands in the label for people who hear the page."""
    marks = "".join(f'<i class="{"on" if n < value else ""}"></i>' for n in range(of))
    return f'<span class="dots" role="img" aria-label="{esc(label)}" title="{esc(label)}">{marks}</span>'


def rows(pairs: list[tuple[str, str]]) -> str:
    """A list of names and values; the values are HTML already."""
    return '<dl class="rows">' + "".join(f"<dt>{esc(k)}</dt><dd>{v}</dd>" for k, v in pairs if v) + "</dl>"


def bullets(lines: list[str], kind: str = "") -> str:
    """A list; the lines are HTML already."""
    return f'<ul class="bullets {kind}">' + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"


def said(text: str, more: str = "") -> str:
    """A person's message with its line breaks; the end of a very long one is folded away under ``more``."""
    if len(text) <= LONG:
        return f'<div class="said" dir="auto">{esc(text)}</div>'
    head, rest = text[:LONG], text[LONG:]
    return (
        f'<div class="said" dir="auto">{esc(head)}</div><details><summary>{esc(more)}</summary>'
        f'<div class="said" dir="auto">{esc(rest)}</div></details>'
    )


def picture(svg: str, kind: str, label: str) -> str:
    """An SVG drawing as an image of its own, because ``st.html`` takes drawings out of the page."""
    source = "data:image/svg+xml," + quote(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1), safe="")
    return f'<img class="{kind}" src="{source}" alt="{esc(label)}" title="{esc(label)}">'


def face(warmth: int, label: str) -> str:
    """A face whose mouth bends with the buyer's mood, -4 to 4; drawn, because not every machine has emoji."""
    level = max(-4, min(4, warmth))
    skin = "#f1b8a4" if level <= -2 else "#f3d9a4" if level < 2 else "#b9dfc4"
    brow = '<path d="M8.5 10.5l5 2.2M23.5 10.5l-5 2.2"/>' if level <= -2 else ""
    svg = (
        f'<svg viewBox="0 0 32 32"><circle cx="16" cy="16" r="14.5" fill="{skin}"/>'
        f'<g stroke="#33261c" stroke-width="2" '
        f'stroke-linecap="round" fill="none">{brow}<path d="M11.5 14.8v.1M20.5 14.8v.1" stroke-width="3.4"/>'
        f'<path d="M10 {21 - level * 0.25:.1f} Q16 {21 + level * 1.4:.1f} 22 {21 - level * 0.25:.1f}"/></g></svg>'
    )
    return picture(svg, "face", label)
