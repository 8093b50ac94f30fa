// The framework matrix: a row for each statement, a column for each area, each cell to be opened.

const cellAddress = (cell) => `#cell-${cell.code}/${encodeURIComponent(cell.area)}`;

const makeMatrix = () => {
  const body = Object.entries(data.themes).map(([theme, name]) => {
    const codes = Object.values(data.codes).filter((code) => code.theme === theme);
    return el(
      "tbody",
      {},
      el("tr", { class: "theme" }, el("th", { scope: "rowgroup", colspan: String(areas.length + 1) }, name)),
      codes.map((code) => el("tr", {}, el("th", { scope: "row" }, code.statement), areas.map((area) => el("td", {}, cellLink(code, area))))),
    );
  });
  const head = el(
    "thead",
    {},
    el("tr", {}, el("td", {}), groups.map((group) => el("th", { scope: "colgroup", colspan: String(areas.filter((area) => groupOf.get(area) === group).length) }, capital(data.groups[group] ?? group)))),
    el("tr", {}, el("td", {}), areas.map((area) => el("th", { scope: "col" }, area))),
  );
  const grid = el("table", { class: "matrix" }, el("caption", { class: "sr" }, "What each area said of each statement"), el("colgroup", {}, el("col", { class: "statements" }), areas.map(() => el("col"))), head, body);
  grid.querySelector("a")?.setAttribute("tabindex", "0");
  grid.addEventListener("keydown", (event) => walk(grid, event));
  grid.addEventListener("focusin", (event) => {
    if (!event.target.matches("a.cell")) return;
    for (const other of grid.querySelectorAll('a[tabindex="0"]')) other.tabIndex = -1;
    event.target.tabIndex = 0;
  });
  const key = el("p", { class: "key" }, Object.entries(STANCES).map(([stance, words]) => [el("span", { class: `cell ${stance}`, "aria-hidden": "true" }), `${words} `]));
  return el("div", { class: "list wide" }, el("div", { class: "items" }, el("h2", {}, "Framework matrix"), el("p", { class: "small" }, "Silence is not absence: what was not raised may be there. Arrow keys walk from cell to cell."), key, grid));
};

const cellLink = (code, area) => {
  const cell = matrix.get(`${code.code}/${area}`);
  if (!cell) return null;
  return link(cellAddress(cell), { class: `cell ${cell.stance}`, tabindex: "-1", "aria-label": `${area}: ${STANCES[cell.stance]}` });
};

const walk = (grid, event) => {
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
  if (!step || !event.target.matches("a.cell")) return;
  event.preventDefault();
  const rows = [...grid.querySelectorAll("tbody tr:not(.theme)")];
  const row = rows.indexOf(event.target.closest("tr"));
  const column = event.target.closest("td").cellIndex;
  rows[row + step[0]]?.cells[column + step[1]]?.querySelector("a")?.focus();
};

const showCell = (cell) => {
  const code = data.codes[cell.code];
  const on = claimsOn.get(cell.code) ?? [];
  const here = (passage) => passage.code === cell.code && placeOf.get(passage.interview) === cell.area;
  return el(
    "article",
    { class: "claim", "aria-labelledby": "opened" },
    el("p", { class: "eyebrow" }, data.themes[code.theme], " · ", capital(data.groups[cell.group] ?? cell.group), " · ", el("code", {}, cell.code)),
    el("h2", { id: "opened", tabindex: "-1" }, `${cell.area}: ${STANCES[cell.stance]}`),
    el("p", { class: "statement" }, code.statement),
    cell.mixed === "yes" && el("p", { class: "small" }, "Its people both affirmed and denied it; the adjudicated coding decided."),
    el("dl", { class: "defined" }, [["Definition", code.definition], ["Counted", code.include], ["Not counted", code.exclude]].filter(([, text]) => text).map(([name, text]) => el("div", {}, el("dt", {}, name), el("dd", {}, text)))),
    safeguarded
      ? showPassages("Passages", data.passages.filter(here).map((passage) => passage.at), "Nobody of this area raised it.")
      : el("section", {}, el("h3", {}, "Passages"), el("p", { class: "none" }, `${counted(Number(cell.passages), "passage")} of the adjudicated coding. Who said what is not joined to an area in the open edition.`)),
    on.length > 0 && el("section", {}, el("h3", {}, "Claims that count it"), el("ul", { class: "linked" }, on.map((id) => el("li", {}, verdictMark(claims.get(id).verdict), " ", link(`#claim-${id}`, {}, capital(claims.get(id).meaning)))))),
  );
};

// The area of each interview; the open edition holds no such table.
const placeOf = new Map(Object.keys(data.tables.interviews?.rows ?? {}).map((id) => [rowOf(id).interview, rowOf(id).area]));
