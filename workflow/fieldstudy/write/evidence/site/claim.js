// One claim, opened: what it says, whether that is so, and everything it rests on.

const verdictMark = (verdict) => el("span", { class: `verdict v-${slug(verdict)}` }, verdict);

const showClaim = (claim) =>
  el(
    "article",
    { class: "claim", "aria-labelledby": "opened" },
    el(
      "p",
      { class: "eyebrow" },
      data.sections[claim.section],
      " · ",
      claim.basis === "record" ? "public record" : "the study",
      " · ",
      el("code", {}, claim.id),
    ),
    el("h2", { id: "opened", tabindex: "-1" }, capital(claim.meaning)),
    el("p", { class: "because" }, verdictMark(claim.verdict), " ", claim.reason),
    compared(claim),
    inThePaper(claim),
    strip(claim),
    rests(claim),
    spoken(claim),
    evidenceRows(claim),
    pictures(claim),
    computed(claim),
    behind(claim),
    neighbours(claim),
  );

const compared = (claim) =>
  el(
    "dl",
    { class: "compared" },
    el(
      "div",
      {},
      el("dt", {}, "Published"),
      el("dd", {}, claim.published || el("span", { class: "none" }, "nothing to compare with"), claim.hedge && el("small", {}, ` softened by “${claim.hedge}”`)),
    ),
    el(
      "div",
      {},
      el("dt", {}, "Regenerated"),
      el("dd", {}, claim.words || el("span", { class: "none" }, "nothing"), claim.value && claim.value !== claim.words && el("small", {}, ` ${claim.value}`)),
    ),
  );

const inThePaper = (claim) =>
  claim.sentences.length > 0 &&
  el(
    "section",
    { class: "sentences" },
    el("h3", {}, "In the paper"),
    claim.sentences.map((pieces) => el("p", {}, pieces.map(([text, own]) => (own ? el("mark", {}, text) : text)))),
  );

// The open edition never shows areas beside the words of a numbered interview: it counts them by group.
const apart = (claim) => !safeguarded && claim.for.length > 0;

const tallied = (claim, group) => {
  const cells = areas.filter((area) => groupOf.get(area) === group).map((area) => matrix.get(`${claim.code}/${area}`));
  const of = (stance) => cells.filter((cell) => cell?.stance === stance).length;
  return Object.keys(STANCES).filter(of).map((stance) => el("li", {}, el("span", { class: `tile ${stance}` }, el("span", {}, `${of(stance)} of ${cells.length}`), el("small", {}, STANCES[stance]))));
};

// A tile for each area, groups apart: what it said of the claim's statement.
const strip = (claim) => {
  const code = data.codes[claim.code];
  if (!code || !areas.length) return null;
  const tile = (area) => {
    const cell = matrix.get(`${claim.code}/${area}`);
    return cell && el("li", {}, link(cellAddress(cell), { class: `tile ${cell.stance}` }, el("span", {}, area), el("small", {}, STANCES[cell.stance])));
  };
  return el(
    "section",
    {},
    el("h3", {}, "What the areas said of it"),
    el("p", { class: "statement" }, code.statement),
    el(
      "div",
      { class: "strip" },
      groups.map((group) =>
        el("div", {}, el("p", {}, capital(data.groups[group] ?? group)), el("ul", {}, apart(claim) ? tallied(claim, group) : areas.filter((area) => groupOf.get(area) === group).map(tile))),
      ),
    ),
  );
};

const rests = (claim) => {
  const list = (title, ids) =>
    ids?.length > 0 &&
    el(
      "section",
      {},
      el("h3", {}, title),
      el("ul", { class: "linked" }, ids.filter((id) => claims.has(id)).map((id) => el("li", {}, verdictMark(claims.get(id).verdict), " ", link(`#claim-${id}`, {}, capital(claims.get(id).meaning)), ": ", claims.get(id).words))),
    );
  return [list("Rests on", claim.rests_on), list("Against it", claim.against_it), list("Rested on by", restingOn.get(claim.id))];
};

const spoken = (claim) => {
  if (!claim.code && !claim.for.length && !claim.against.length) return null;
  if (!safeguarded) {
    return showPassages("Passages quoted", claim.for, "The paper quotes nothing on this. What was said is in the safeguarded edition, for reviewers under agreement.");
  }
  return [
    showPassages("Passages for it", claim.for, "No passage of the adjudicated coding affirms it in these areas."),
    showPassages("Passages against it", claim.against, "No passage of the adjudicated coding denies it in these areas; silence is not denial."),
  ];
};

const evidenceRows = (claim) => {
  const byTable = new Map();
  for (const id of claim.evidence) {
    const table = id.slice(0, id.indexOf(":"));
    byTable.set(table, [...(byTable.get(table) ?? []), id]);
  }
  const part = el("section", {}, el("h3", {}, "Rows behind it ", el("span", { class: "count" }, String(claim.evidence.length))));
  if (claim.closed.length) {
    part.append(el("p", { class: "none" }, `It asks ${claim.closed.join(", ")}, which the open tier does not hold whole; its rows are in the safeguarded edition.`));
  } else if (!claim.evidence.length) {
    part.append(el("p", { class: "none" }, claim.rests_on.length ? "It rests on other claims, not on rows." : "No row was found."));
  }
  for (const [table, ids] of byTable) {
    const closed = table === "findings" && apart(claim);
    part.append(closed ? el("p", { class: "none" }, "Rows by area do not stand beside the words of a numbered interview; they are in ", el("code", {}, "tables/base/findings.csv"), ".") : rowsOf(table, ids));
  }
  return part;
};

const rowsOf = (table, ids) => {
  const columns = data.tables[table]?.columns ?? [];
  const body = el("tbody", { "data-portions": true });
  const grid = el(
    "table",
    {},
    el("caption", {}, el("code", {}, table), `, ${counted(ids.length, "row")}`),
    el("thead", {}, el("tr", {}, ["row", ...columns].map((column) => el("th", { scope: "col" }, column.replace(/_/g, " "))))),
    body,
  );
  const box = scrolling(`Rows of ${table}`, grid);
  const held = el("div", {}, box);
  const make = (id) => {
    const row = rowOf(id) ?? {};
    return el("tr", {}, el("th", { scope: "row" }, rowLink(id)), columns.map((column) => el("td", {}, row[column])));
  };
  inPortions(box, ids, make, { first: 12, size: 100, noun: "row" });
  return held;
};

// A row that the site shows elsewhere as well leads there.
const rowLink = (id) => {
  const [table, first] = id.split(":");
  if (table === "findings") return link(cellAddress(rowOf(id)), {}, id);
  if ((table === "claims" || table === "verdicts") && claims.has(first)) return link(`#claim-${first}`, {}, id);
  if ((table === "interviews" || table === "corpus") && turns.has(first)) return link(`#interview-${first}`, {}, id);
  return id;
};

const pictures = (claim) => {
  const shown = data.figures.filter((figure) => figure.claims.includes(claim.id));
  return shown.length > 0 && el("section", {}, el("h3", {}, "Figures that show it"), shown.map(showFigure));
};

const showFigure = (figure) =>
  el(
    "figure",
    { class: "drawn" },
    el("img", { src: `data:image/svg+xml,${encodeURIComponent(figure.svg)}`, alt: figure.alt, loading: "lazy", decoding: "async" }),
    el("figcaption", {}, figure.caption),
  );

const computed = (claim) => {
  if (!claim.sql.rows) return null;
  const names = { rows: "Its evidence", value: "Its value, from those rows alone" };
  return el(
    "section",
    {},
    el("h3", {}, "How it is computed"),
    claim.code && el("p", { class: "small" }, el("code", {}, "$code"), " is ", el("code", {}, claim.code)),
    Object.entries(claim.sql).map(([name, sql]) => {
      const title = names[name] ?? `The same for ${name}`;
      return el("div", { class: "sql" }, el("p", {}, title), scrolling(`SQL: ${title}`, el("pre", {}, el("code", {}, sql.trim()))));
    }),
    claim.value && el("p", { class: "small" }, "Value: ", el("strong", {}, claim.value)),
  );
};

const behind = (claim) => {
  const stages = [...new Set(claim.rules.map((rule) => rule.split("_")[0]))];
  const hashes = new Map(data.hashes.map((row) => [row.what, row.sha256]));
  return el(
    "section",
    {},
    el("h3", {}, "What stands behind it"),
    el("p", { class: "small" }, "Rules, in the order in which they run: ", claim.rules.map((rule, at) => [at > 0 && ", ", el("code", {}, rule)])),
    claim.public.length > 0 && el("p", { class: "small" }, "Made of ", claim.public.map((file, at) => [at > 0 && ", ", el("code", {}, file)])),
    el(
      "details",
      {},
      el("summary", {}, "Rule files and package files"),
      el("dl", { class: "files" }, stages.map((stage) => [el("dt", {}, el("code", {}, data.stages[stage].rules)), el("dd", {}, el("code", {}, `workflow/fieldstudy/${stage}/`), " ", data.stages[stage].files.join(", "))])),
    ),
    claim.raw.length > 0 &&
      el(
        "details",
        {},
        el("summary", {}, "Raw files, by salted hash"),
        el("dl", { class: "files" }, claim.raw.map((what) => [el("dt", {}, capital(what)), el("dd", {}, el("code", {}, hashes.get(what)))])),
      ),
  );
};

const neighbours = (claim) => {
  const at = data.claims.indexOf(claim);
  const other = (step, words, rel) => {
    const next = data.claims[at + step];
    return next && link(`#claim-${next.id}`, { rel }, el("small", {}, words), " ", capital(next.meaning));
  };
  return el("nav", { class: "neighbours", "aria-label": "Other claims" }, other(-1, "Before", "prev"), other(1, "Next", "next"));
};
