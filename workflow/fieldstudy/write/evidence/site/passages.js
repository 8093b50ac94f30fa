// Every passage of the adjudicated coding, searched and filtered; thousands stay quick.

const makePassages = () => {
  const wanted = { words: [], interview: "", theme: "", stance: "" };
  const texts = data.passages.map((passage) => plain(wordsOf(passage)));
  const results = el("div", { class: "passages" });
  const held = el("div", { class: "found" });
  const count = el("span", { class: "shown" });
  const fits = (passage, at) =>
    holds(texts[at], wanted.words) &&
    (!wanted.interview || passage.interview === wanted.interview) &&
    (!wanted.theme || data.codes[passage.code]?.theme === wanted.theme) &&
    (!wanted.stance || passage.stance === wanted.stance || (wanted.stance === "quoted" && passage.quoted));
  const apply = () => {
    const found = data.passages.filter(fits);
    const list = results.cloneNode(false);
    held.replaceChildren(list);
    inPortions(list, found, (passage) => showPassage(passage, true), { first: 40, size: 60, noun: "passage", endless: true });
    if (!found.length) list.append(el("p", { class: "none" }, "No passage is like that."));
    count.textContent = found.length === data.passages.length ? counted(found.length, "passage") : `${found.length.toLocaleString("en-GB")} of ${counted(data.passages.length, "passage")}`;
    tell(count.textContent);
  };
  const search = el("input", {
    type: "search",
    placeholder: "Search passages",
    "aria-label": "Search passages",
    "aria-keyshortcuts": "/",
    autocomplete: "off",
    oninput: () => {
      wanted.words = searched(search.value);
      apply();
    },
  });
  const choice = (name, label, options) =>
    el("select", {
      "aria-label": label,
      onchange: (event) => {
        wanted[name] = event.target.value;
        apply();
      },
    }, options.map(([value, text]) => el("option", { value }, text)));
  const choices = [
    choice("interview", "Interview", [["", "All interviews"], ...[...turns.keys()].map((name) => [name, `Interview ${name}`])]),
    choice("theme", "Theme", [["", "All themes"], ...Object.entries(data.themes)]),
    choice("stance", "Stance", [["", "For and against"], ["affirms", "Affirms"], ["denies", "Denies"], ["quoted", "Quoted in the paper"]]),
  ];
  apply();
  const node = el("div", { class: "column" }, el("h2", {}, "Coded passages"), el("div", { class: "filters" }, search, el("div", { class: "choices" }, choices), el("p", { class: "tally" }, count)), held);
  return { node, search };
};
