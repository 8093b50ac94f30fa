// The list of claims: searched, filtered, walked through by arrows.

const haystack = (claim) =>
  plain(
    [claim.id.replace(/_/g, " "), claim.id, claim.meaning, claim.words, claim.published, claim.reason, data.sections[claim.section], data.codes[claim.code]?.statement, ...claim.for.slice(0, 50).map((at) => data.passages[at].words)]
      .filter(Boolean)
      .join(" "),
  );

const makeClaims = () => {
  const wanted = { words: [], verdicts: new Set(), section: "", basis: "" };
  const entries = data.claims.map((claim) => ({
    claim,
    text: haystack(claim),
    item: el(
      "li",
      {},
      link(`#claim-${claim.id}`, {}, el("span", { class: "meaning" }, capital(claim.meaning)), el("span", { class: "said" }, claim.words), verdictMark(claim.verdict)),
    ),
  }));
  const parts = Object.keys(data.sections).map((section) => ({
    section,
    node: el("section", {}, el("h3", {}, data.sections[section]), el("ul", {}, entries.filter((entry) => entry.claim.section === section).map((entry) => entry.item))),
  }));
  const none = el("p", { class: "none", hidden: true }, "No claim is like that.");

  const apply = () => {
    let shown = 0;
    for (const { claim, text, item } of entries) {
      const fits =
        holds(text, wanted.words) &&
        (!wanted.verdicts.size || wanted.verdicts.has(claim.verdict)) &&
        (!wanted.section || claim.section === wanted.section) &&
        (!wanted.basis || claim.basis === wanted.basis);
      item.hidden = !fits;
      shown += fits;
    }
    for (const part of parts) part.node.hidden = !part.node.querySelector("li:not([hidden])");
    none.hidden = shown > 0;
    const all = shown === entries.length;
    count.textContent = all ? counted(shown, "claim") : `${shown} of ${counted(entries.length, "claim")}`;
    tell(count.textContent);
    clear.hidden = all && !search.value;
  };

  const search = el("input", {
    type: "search",
    id: "search-claims",
    placeholder: "Search claims",
    "aria-label": "Search claims",
    "aria-keyshortcuts": "/",
    autocomplete: "off",
    spellcheck: "false",
    oninput: () => {
      wanted.words = searched(search.value);
      apply();
    },
  });
  const tally = (verdict) => data.claims.filter((claim) => claim.verdict === verdict).length;
  const chips = Object.keys(data.verdicts)
    .filter(tally)
    .map((verdict) => {
      const chip = el("button", {
        type: "button",
        class: `chip v-${slug(verdict)}`,
        "aria-pressed": "false",
        onclick: () => {
          const on = !wanted.verdicts.delete(verdict);
          if (on) wanted.verdicts.add(verdict);
          chip.setAttribute("aria-pressed", String(on));
          apply();
        },
      }, verdict, " ", el("b", {}, String(tally(verdict))));
      return chip;
    });
  const choice = (name, label, options) =>
    el("select", {
      "aria-label": label,
      onchange: (event) => {
        wanted[name] = event.target.value;
        apply();
      },
    }, options.map(([value, text]) => el("option", { value }, text)));
  const section = choice("section", "Section", [["", "All sections"], ...Object.entries(data.sections)]);
  const basis = choice("basis", "Basis", [["", "Any basis"], ["record", "Public record"], ["study", "The study"]]);
  const clear = el("button", {
    type: "button",
    class: "clear",
    hidden: true,
    onclick: () => {
      Object.assign(wanted, { words: [], section: "", basis: "" });
      wanted.verdicts.clear();
      search.value = section.value = basis.value = "";
      for (const chip of chips) chip.setAttribute("aria-pressed", "false");
      apply();
      search.focus();
    },
  }, "Clear");
  const count = el("span", { class: "shown" });
  const list = el(
    "div",
    { class: "list" },
    el("div", { class: "filters" }, search, el("div", { class: "chips", role: "group", "aria-label": "Verdicts" }, chips), el("div", { class: "choices" }, section, basis), el("p", { class: "tally" }, count, clear)),
    el("div", { class: "items" }, el("h2", { class: "sr" }, "Claims"), parts.map((part) => part.node), none),
  );
  apply();
  return {
    list,
    search,
    mark: (id) => {
      for (const { claim, item } of entries) {
        const here = claim.id === id;
        item.firstChild.toggleAttribute("aria-current", here);
        if (here) {
          item.firstChild.setAttribute("aria-current", "true");
          keepInView(list.querySelector(".items"), item);
        }
      }
    },
  };
};

// Scroll a list, and the list alone, until an item is in it.
const keepInView = (box, item) => {
  if (box.scrollHeight <= box.clientHeight) return;
  const [outer, inner] = [box.getBoundingClientRect(), item.getBoundingClientRect()];
  if (inner.top < outer.top || inner.bottom > outer.bottom) box.scrollTop += inner.top - outer.top - outer.height / 3;
};
