// The smaller views: all figures, and what the words mean.

const makeFigures = () => el("div", { class: "column" }, el("h2", {}, "Figures"), data.figures.map((figure) => el("section", { class: "plate" }, showFigure(figure))));

const KEYS = [
  ["/", "search"],
  ["↓ ↑", "walk through the list; in the matrix, ← → as well"],
  ["Enter", "open"],
  ["Esc", "back: from a search, a claim, a cell, a passage"],
  ["?", "this page"],
];

const makeAbout = () =>
  el(
    "div",
    { class: "column about" },
    el("h2", {}, "About this site"),
    el("p", {}, "Every number, every “all areas” and every quotation that the paper prints is a claim: it is recomputed from the data, compared with what was published, and given a verdict. Here each claim opens to the rows, passages and figures that it rests on, and to the rules and files that made it."),
    el(
      "p",
      {},
      safeguarded
        ? "This is the safeguarded edition, for reviewers under agreement. It holds the anonymised transcripts and every coded passage, and must not be passed on."
        : "This is the open edition. It holds passages that the paper quotes and no others, and rows only where all that a claim asks has passed disclosure checks whole. Interviews are never joined to areas.",
    ),
    el("h3", {}, "Verdicts"),
    el("dl", { class: "files" }, Object.entries(data.verdicts).map(([verdict, means]) => [el("dt", {}, verdictMark(verdict)), el("dd", {}, means)])),
    el("h3", {}, "Keys"),
    el("dl", { class: "files keys" }, KEYS.map(([key, means]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, means)])),
  );
