// Everything is set through textContent, so that a reply is shown as text whatever it holds.
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
    const signs = new Set();  // one sign of a kind is enough where several marks begin
    for (const n of [...piece.m].reverse()) if (!begun.has(n)) {
      begun.add(n);
      if (signs.has(data.marks[n].k)) continue;
      signs.add(data.marks[n].k);
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
