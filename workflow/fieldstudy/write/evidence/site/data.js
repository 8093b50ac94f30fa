// The content of the site, and ways to look it up.

const data = JSON.parse(document.getElementById("data").textContent);
const claims = new Map(data.claims.map((claim) => [claim.id, claim]));
const safeguarded = data.edition === "safeguarded";

const rowOf = (id) => {
  const table = data.tables[id.slice(0, id.indexOf(":"))];
  const cells = table?.rows[id];
  return cells && Object.fromEntries(table.columns.map((column, at) => [column, cells[at]]));
};

// The framework matrix: a cell for each statement and area, from the base table of findings.
const matrix = new Map(
  Object.keys(data.tables.findings?.rows ?? {}).map((id) => {
    const row = rowOf(id);
    return [`${row.code}/${row.area}`, { ...row, id }];
  }),
);
const groupOf = new Map([...matrix.values()].map((cell) => [cell.area, cell.group]));
const groups = [...new Set(groupOf.values())].sort().reverse();
const areas = groups.flatMap((group) => [...groupOf.keys()].filter((area) => groupOf.get(area) === group).sort());
const STANCES = { affirms: "affirms", denies: "denies", silent: "not raised" };

// Claims by the statement they count, and by the claims that rest on them.
const claimsOn = new Map();
const restingOn = new Map();
for (const claim of data.claims) {
  if (claim.code) claimsOn.set(claim.code, [...(claimsOn.get(claim.code) ?? []), claim.id]);
  for (const other of claim.rests_on) restingOn.set(other, [...(restingOn.get(other) ?? []), claim.id]);
}

// Turns by interview and number; a passage's words are cut from its turn.
const turns = new Map(
  Object.entries(data.transcripts).map(([interview, spoken]) => [interview, new Map(spoken.map((turn) => [turn[0], turn]))]),
);
data.passages.forEach((passage, at) => {
  passage.at = at;
});
const wordsOf = (passage) =>
  passage.words ?? turns.get(passage.interview)?.get(passage.turn)?.[3].slice(passage.start, passage.end) ?? "";
const coders = [...new Set(data.codings.map((coding) => coding.coder))].sort();
