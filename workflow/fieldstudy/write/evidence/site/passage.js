// A passage of an interview, as it stands with a claim, a cell or in the list of passages.

const showPassage = (passage, withCode = false) => {
  const whence = `Interview ${passage.interview}`;
  const place =
    passage.turn === undefined
      ? whence
      : link(`#interview-${passage.interview}/${passage.turn}/${passage.at}`, { class: "place" }, `${whence}, turn ${passage.turn}`);
  const statement = data.codes[passage.code]?.statement ?? passage.code;
  return el(
    "figure",
    { class: `passage ${passage.stance}` },
    el("blockquote", {}, el("p", {}, wordsOf(passage))),
    el(
      "figcaption",
      {},
      place,
      passage.quoted && el("span", { class: "tag" }, "quoted in the paper"),
      withCode && el("span", { class: "on" }, `${passage.stance}: `, claimLink(passage.code, statement)),
    ),
  );
};

const claimLink = (code, text) => (claims.has(code) ? link(`#claim-${code}`, {}, text) : text);

const showPassages = (title, numbers, empty) => {
  const list = el("div", { class: "passages" });
  const part = el("section", {}, el("h3", {}, title, " ", el("span", { class: "count" }, String(numbers.length))), list);
  if (!numbers.length) list.append(el("p", { class: "none" }, empty));
  else inPortions(list, numbers.map((at) => data.passages[at]), (passage) => showPassage(passage), { first: 12, size: 50, noun: "passage" });
  return part;
};
