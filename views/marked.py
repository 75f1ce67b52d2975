"""The student's own words with their marks, as a component: hover, tap or tab to a word and it says why."""

from __future__ import annotations

import streamlit as st

from content.words import Words
from desk.practice import TurnView

from .marks import as_data

# Everything is set through textContent, so that a reply is shown as text whatever it holds.
JS = """
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  if (!root || !data) return;
  const text = root.querySelector(".text"), why = root.querySelector(".why"), legend = root.querySelector(".legend");
  text.replaceChildren(); why.replaceChildren(); legend.replaceChildren();
  text.lang = data.lang;
  let stuck = -1;
  const make = (tag, name, words) => { const e = document.createElement(tag); e.className = name; e.textContent = words; return e; };
  const show = (piece) => {
    why.replaceChildren();
    if (!piece) { why.append(make("span", "hint", data.hint)); return; }
    for (const n of piece.m) {
      const mark = data.marks[n], line = make("p", mark.k, "");
      line.append(make("i", "sign", mark.s), make("b", "", mark.n), make("span", "", " " + mark.d));
      why.append(line);
    }
  };
  const begun = new Set();
  data.pieces.forEach((piece, at) => {
    if (!piece.m.length) { text.append(document.createTextNode(piece.t)); return; }
    const span = make("span", "mark " + data.marks[piece.m[0]].k, "");
    for (const n of [...piece.m].reverse()) if (!begun.has(n)) {
      begun.add(n);
      const sign = make("i", "sign " + data.marks[n].k, data.marks[n].s); sign.setAttribute("aria-hidden", "true"); span.prepend(sign);
    }
    span.append(document.createTextNode(piece.t));
    span.tabIndex = 0; span.setAttribute("role", "button");
    span.setAttribute("aria-label", piece.t + ": " + piece.m.map((n) => data.marks[n].n).join(", "));
    span.onmouseenter = () => { if (stuck < 0) show(piece); };
    span.onmouseleave = () => { if (stuck < 0) show(null); };
    span.onfocus = () => show(piece);
    span.onclick = () => { stuck = stuck === at ? -1 : at; show(piece); };
    text.append(span);
  });
  for (const entry of data.legend) {
    const item = make("span", entry.k, ""); item.append(make("i", "sign " + entry.k, entry.s), document.createTextNode(entry.n + " " + entry.c));
    legend.append(item);
  }
  show(null);
}
"""
CSS = """
.root { --good: light-dark(#226b40, #83d0a0); --warn: light-dark(#8a4f08, #eab676); --bad: light-dark(#9c3320, #f6a48f);
  --soft: light-dark(#5a6870, #9fb0b7); font-family: var(--st-font); color: var(--st-text-color); font-size: 0.97rem; line-height: 1.75; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; max-height: 26rem; overflow-y: auto; }
.mark { border-radius: 3px; cursor: help; border-bottom: 2px solid var(--soft); }
.mark:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 1px; }
.mark.move, .mark.tone_good, .mark.fact_right { border-bottom: 2px solid light-dark(#7fb795, #3d7a58); }
.mark.fact_right { border-bottom-style: double; border-bottom-width: 3px; }
.mark.violation { background: light-dark(#f7d3c9, #5a2a20); border-bottom: 3px solid var(--bad); font-weight: 600; }
.mark.fact_wrong, .mark.alarm { background: light-dark(#fbe3dc, #42231c); border-bottom: 2px dashed var(--bad); }
.mark.tone_bad, .mark.slip, .mark.fact_unsure { background: light-dark(#fbecd3, #3a2c17); border-bottom: 2px dotted var(--warn); }
i.sign { font-style: normal; font-weight: 700; font-size: 0.72em; vertical-align: 0.28em; margin: 0 1px 0 1px; color: var(--good); user-select: none; }
i.sign.violation, i.sign.fact_wrong, i.sign.alarm, p.violation i, p.fact_wrong i, p.alarm i { color: var(--bad) !important; }
i.sign.tone_bad, i.sign.slip, i.sign.fact_unsure, p.tone_bad i, p.slip i, p.fact_unsure i { color: var(--warn) !important; }
.why { min-height: 2.6em; margin-top: 0.5rem; padding-top: 0.4rem; border-top: 1px dashed light-dark(#b9cfcb, #33525a); font-size: 0.88rem; line-height: 1.5; }
.why p { margin: 0 0 0.2rem; } .why b { margin: 0 0.25rem; } .why i.sign { font-size: 0.95em; vertical-align: 0; } .why .hint { color: var(--soft); }
.legend { display: flex; flex-wrap: wrap; gap: 0.1rem 0.9rem; font-size: 0.8rem; color: var(--soft); } .legend i.sign { margin-right: 4px; vertical-align: 0; font-size: 0.95em; }
"""
_component = st.components.v2.component(
    "haike_marked",
    html='<div class="root">\n<div class="text" dir="auto"></div><div class="why" aria-live="polite"></div><div class="legend"></div>\n</div>',
    css=CSS,
    js=JS,
)


def marked_text(turn: TurnView, say: Words, key: str) -> None:
    """Draws the words of a turn with their marks."""
    _component(data=as_data(turn, say), key=key)
