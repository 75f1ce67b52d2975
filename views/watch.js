export default function ({ data, parentElement }) {
  const out = parentElement.querySelector(".count");
  const find = () => document.querySelector("." + data.box + " textarea");
  const words = (t) => data.lang === "zh" ? (t.match(/[\u3400-\u9fff]|[A-Za-z0-9']+/g) || []).length : (t.trim().match(/\S+/g) || []).length;
  let timer = 0, composing = false;
  const commit = () => {
    const box = find();
    if (!box || composing || document.activeElement !== box) return;
    box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", code: "Enter", keyCode: 13, ctrlKey: true, bubbles: true }));
  };
  const show = (typing) => {
    const box = find(); if (!box) return;
    const n = words(box.value);
    out.textContent = data.count.replace("#", n) + (typing ? " · " + data.typing : data.saved ? " · ✓ " + data.saved : "");
  };
  const input = (event) => {
    if (!event.target.closest || !event.target.closest("." + data.box)) return;
    show(true); clearTimeout(timer); timer = setTimeout(commit, 900);
  };
  const start = () => { composing = true; }, stop = () => { composing = false; };
  const old = parentElement.__haike; if (old) old();
  document.addEventListener("input", input); document.addEventListener("compositionstart", start); document.addEventListener("compositionend", stop);
  parentElement.__haike = () => {
    clearTimeout(timer); document.removeEventListener("input", input);
    document.removeEventListener("compositionstart", start); document.removeEventListener("compositionend", stop);
  };
  setTimeout(() => show(false), 60);
  return () => parentElement.__haike && parentElement.__haike();
}
