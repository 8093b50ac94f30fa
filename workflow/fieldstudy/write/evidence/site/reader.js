// The anonymised transcripts, with what each coder marked and what adjudication kept.

const ADJUDICATED = "adjudicated";
const marked = new Map(); // the codings of each turn, each with whoever made it
const mark = (coding, by) => {
  const key = `${coding.interview}/${coding.turn}`;
  if (!marked.has(key)) marked.set(key, []);
  marked.get(key).push({ ...coding, by });
};
for (const passage of data.passages) if (passage.turn !== undefined) mark(passage, ADJUDICATED);
for (const coding of data.codings) mark(coding, coding.coder);

const shownCoders = new Set([ADJUDICATED]);
const lookOf = (by) => (by === ADJUDICATED ? "by-adjudicated" : `by-${coders.indexOf(by) % 4}`);
const nameOf = (by) => (by === ADJUDICATED ? "adjudicated" : `coder ${by}`);
const clock = (start) => {
  if (!start) return "";
  const seconds = Math.floor(Number(start));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

const makeReader = (interview) => {
  const spoken = [...(turns.get(interview)?.values() ?? [])];
  const list = el("ol", { class: "turns" });
  const fill = () => list.replaceChildren(...spoken.map((turn) => showTurn(interview, turn)));
  const toggle = (by) =>
    el("label", { class: lookOf(by) }, el("input", {
      type: "checkbox",
      checked: shownCoders.has(by),
      onchange: (event) => {
        if (event.target.checked) shownCoders.add(by);
        else shownCoders.delete(by);
        fill();
        tell(`${capital(nameOf(by))} ${event.target.checked ? "shown" : "hidden"}`);
      },
    }), el("span", {}, capital(nameOf(by))));
  const tabs = el("nav", { class: "tabs", "aria-label": "Interviews" }, [...turns.keys()].map((name) => link(`#interview-${name}`, { "aria-current": name === interview ? "page" : null }, `Interview ${name}`)));
  fill();
  return el(
    "div",
    { class: "column reader" },
    tabs,
    el("h2", { id: "opened", tabindex: "-1" }, `Interview ${interview}`),
    el("fieldset", { class: "coders" }, el("legend", {}, "Codings shown"), [ADJUDICATED, ...coders].map(toggle)),
    list,
  );
};

const showTurn = (interview, [number, speaker, start, text]) => {
  const codings = (marked.get(`${interview}/${number}`) ?? []).filter((coding) => shownCoders.has(coding.by));
  return el(
    "li",
    { class: speaker.startsWith("Interviewer") ? "turn asked" : "turn", id: `turn-${number}`, tabindex: "-1", value: number },
    el("p", { class: "speaker" }, el("span", { class: "number" }, number), " ", el("b", {}, speaker), " ", el("span", { class: "clock" }, clock(start))),
    el("p", { class: "words" }, pieces(text, codings)),
    codings.length > 0 && notes(codings),
  );
};

// Cut a turn wherever a coding begins or ends, and mark each piece by whoever coded it.
const pieces = (text, codings) => {
  const cuts = [...new Set([0, text.length, ...codings.flatMap((coding) => [coding.start, coding.end])])].sort((one, other) => one - other);
  return cuts.slice(1).map((end, at) => {
    const over = codings.filter((coding) => coding.start <= cuts[at] && coding.end >= end);
    const piece = text.slice(cuts[at], end);
    return over.length ? el("mark", { class: [...new Set(over.map((coding) => lookOf(coding.by)))].join(" "), "data-at": over.map((coding) => coding.at).filter((found) => found !== undefined).join(" ") }, piece) : piece;
  });
};

// Beside a turn: each code, how it was taken, and by whom.
const notes = (codings) => {
  const byCode = new Map();
  for (const coding of codings) {
    const key = `${coding.code}/${coding.stance}`;
    if (!byCode.has(key)) byCode.set(key, { ...coding, who: new Set() });
    byCode.get(key).who.add(coding.by);
  }
  return el(
    "ul",
    { class: "notes", "aria-label": "Codes" },
    [...byCode.values()].map((note) =>
      el("li", { class: note.stance }, claimLink(note.code, note.code.replace(/_/g, " ")), note.stance === "denies" && el("em", {}, " denies"), el("small", {}, ` ${[...note.who].map(nameOf).join(", ")}`)),
    ),
  );
};

// Go to a turn, and light up the passage that led here.
const goToTurn = (number, at) => {
  const turn = document.getElementById(`turn-${number}`);
  if (!turn) return false;
  for (const lit of document.querySelectorAll("mark.lit")) lit.classList.remove("lit");
  for (const piece of turn.querySelectorAll("mark")) if (piece.dataset.at.split(" ").includes(at)) piece.classList.add("lit");
  turn.focus({ preventScroll: true });
  turn.scrollIntoView({ block: "center" });
  return true;
};
