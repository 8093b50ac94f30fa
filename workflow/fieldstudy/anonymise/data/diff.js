"use strict";
const changes = [...document.querySelectorAll("ins[data-n]")];
const boxes = [...document.querySelectorAll("input[name=state]")];
const only = document.getElementById("only");
const bar = document.getElementById("bar");
const told = document.getElementById("told");
const page = document.body.dataset.page;
let seen = new Set();
let at = -1;
try { seen = new Set(JSON.parse(localStorage.getItem(page) || "[]")); } catch { seen = new Set(); }

const shown = () => {
  const states = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  return changes.filter((change) => states.has(change.dataset.state));
};
const both = (change) => document.querySelectorAll(`[data-n="${change.dataset.n}"]`);

function say() {
  const list = shown();
  const read = list.filter((change) => seen.has(change.dataset.n)).length;
  const place = at >= 0 ? list.indexOf(changes[at]) + 1 : 0;
  bar.max = Math.max(list.length, 1);
  bar.value = read;
  told.textContent = `${place ? `Change ${place}` : "No change chosen"} of ${list.length}; ${read} seen.`;
}

function filter() {
  const list = new Set(shown());
  for (const change of changes)
    for (const side of both(change)) side.classList.toggle("off", !list.has(change));
  const rows = new Set([...list].map((change) => change.closest("tr")));
  for (const row of document.querySelectorAll("tbody tr"))
    row.classList.toggle("out", only.checked && !rows.has(row));
  say();
}

function go(step) {
  const list = shown();
  if (!list.length) return;
  // A change that the filter leaves out is a place to go on from all the same.
  const next = step > 0
    ? list.find((change) => changes.indexOf(change) > at) || list[0]
    : list.findLast((change) => changes.indexOf(change) < at) || list[list.length - 1];
  if (at >= 0) for (const side of both(changes[at])) side.classList.remove("here");
  at = changes.indexOf(next);
  for (const side of both(next)) side.classList.add("here");
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
  seen.add(next.dataset.n);
  try { localStorage.setItem(page, JSON.stringify([...seen])); } catch { /* kept for this visit only */ }
  say();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "n" || event.key === "j") go(1);
  else if (event.key === "p" || event.key === "k") go(-1);
  else return;
  event.preventDefault();
});
document.getElementById("next").addEventListener("click", () => go(1));
document.getElementById("previous").addEventListener("click", () => go(-1));
for (const box of [...boxes, only]) box.addEventListener("change", filter);
filter();
