// The address says what is shown: #claims, #claim-ID, #matrix, #cell-CODE/AREA, #passages,
// #interview-N/TURN/PASSAGE, #figures, #about. Going back is the browser's own.

const main = document.getElementById("main");
const status = document.getElementById("status");
const tell = (words) => {
  if (status) status.textContent = words;
};

const once = (make) => {
  let made;
  return () => (made ??= make());
};
const views = { claims: once(makeClaims), matrix: once(makeMatrix), passages: once(makePassages), figures: once(makeFigures), about: once(makeAbout) };
const first = turns.keys().next().value;
const NAMES = [
  ["claims", "Claims", "#claims"],
  ["matrix", "Matrix", "#matrix"],
  ...(safeguarded ? [["passages", "Passages", "#passages"], ["interview", "Transcripts", `#interview-${first}`]] : []),
  ["figures", "Figures", "#figures"],
  ["about", "About", "#about"],
];
const tabs = NAMES.map(([view, name, href]) => link(href, { "data-view": view }, name));
document.getElementById("views").append(...tabs);

let whence = "#claims"; // where a reader of transcripts came from
let opened = null; // the link that led to what is open, to go back to

const split = (list, detail, empty) => {
  const pane = el("div", { class: "detail" }, detail ?? el("p", { class: "empty" }, empty));
  main.replaceChildren(el("div", { class: detail ? "split open" : "split" }, list, pane));
};

const back = (href, words) => link(href, { class: "back" }, "← ", words);

const show = {
  claims: () => {
    split(views.claims().list, null, "Choose a claim to see what it rests on.");
    views.claims().mark("");
    return "Claims";
  },
  claim: (id) => {
    const claim = claims.get(id);
    if (!claim && Object.hasOwn(data.codes, id)) return coded(id);
    if (!claim) return unknown(`There is no claim “${id}”.`);
    const list = views.claims();
    const kept = list.list.querySelector(".items")?.scrollTop ?? 0;
    split(list.list, [back("#claims", "All claims"), showClaim(claim)]);
    list.list.querySelector(".items").scrollTop = kept;
    list.mark(id);
    return capital(claim.meaning);
  },
  matrix: () => {
    split(views.matrix(), null, "Choose a cell to see what is behind it.");
    return "Framework matrix";
  },
  cell: (address) => {
    const cell = matrix.get(address);
    if (!cell) return unknown(`There is no cell “${address}”.`);
    const kept = views.matrix().querySelector(".items").scrollTop;
    split(views.matrix(), [back("#matrix", "The matrix"), showCell(cell)]);
    views.matrix().querySelector(".items").scrollTop = kept;
    for (const other of main.querySelectorAll("a.cell[aria-current]")) other.removeAttribute("aria-current");
    const here = main.querySelector(`a.cell[href="${cellAddress(cell)}"]`);
    here?.setAttribute("aria-current", "true");
    if (here) keepInView(main.querySelector(".items"), here);
    return `${cell.area}: ${STANCES[cell.stance]}`;
  },
  passages: () => {
    main.replaceChildren(views.passages().node);
    return "Coded passages";
  },
  interview: (address) => {
    const [name, turn, at] = address.split("/");
    if (!turns.has(name)) return unknown(`This edition holds no interview “${name}”.`);
    main.replaceChildren(makeReader(name));
    if (turn) main.firstChild.prepend(back(whence, "Back to where the passage stood"));
    if (turn && !goToTurn(turn, at)) return unknown(`Interview ${name} has no turn “${turn}”.`);
    return turn ? `Interview ${name}, turn ${turn}` : `Interview ${name}`;
  },
  figures: () => {
    main.replaceChildren(views.figures());
    return "Figures";
  },
  about: () => {
    main.replaceChildren(views.about());
    return "About";
  },
};

// A quotation may speak to a code that no claim is made of.
const coded = (code) => {
  const words = `Passages coded “${code.replaceAll("_", " ")}”`;
  const found = data.passages.filter((passage) => passage.code === code);
  const told = el("p", {}, "No claim of the paper is made of this code alone. ", link("#claims", {}, "See all claims"));
  main.replaceChildren(el("div", { class: "column" }, el("h2", { id: "opened", tabindex: "-1" }, words), told, found.map((passage) => showPassage(passage, true))));
  return words;
};

const unknown = (words) => {
  main.replaceChildren(el("div", { class: "column" }, el("h2", { id: "opened", tabindex: "-1" }, words), el("p", {}, link("#claims", {}, "See all claims"))));
  return words;
};

const addressed = () => {
  try {
    return decodeURIComponent(location.hash.slice(1)) || "claims";
  } catch {
    return location.hash.slice(1); // a stray % in an address that somebody typed
  }
};

const route = (moved) => {
  const address = addressed();
  const [, view, rest] = /^(claim|cell|interview)-(.*)$/.exec(address) ?? [null, address, ""];
  const known = Object.hasOwn(show, view);
  const title = known ? show[view](rest) : unknown(`There is no page “${address}”.`);
  const tab = { claim: "claims", cell: "matrix" }[view] ?? view;
  for (const one of tabs) {
    if (one.dataset.view === tab) one.setAttribute("aria-current", "page");
    else one.removeAttribute("aria-current");
  }
  document.title = `${title} · Evidence: ${data.title}`;
  if (view !== "interview") whence = location.hash || "#claims";
  if (!moved) return;
  if (view === "interview" && rest.includes("/")) return;
  window.scrollTo(0, 0);
  const heading = document.getElementById("opened");
  if (heading) heading.focus({ preventScroll: true });
  else if (opened && main.contains(opened)) opened.focus();
  else main.focus({ preventScroll: true });
};

const items = () => [...main.querySelectorAll(".list .items li:not([hidden]) > a")].filter((item) => !item.closest("[hidden]"));

const walkList = (event) => {
  const search = main.querySelector('input[type="search"]');
  const list = items();
  const at = list.indexOf(document.activeElement);
  if (at < 0 && document.activeElement !== search) return;
  const next = at + (event.key === "ArrowDown" ? 1 : -1);
  event.preventDefault();
  if (next < 0) search?.focus();
  else list[next]?.focus();
};

const escape = () => {
  const search = main.querySelector('input[type="search"]');
  if (document.activeElement === search && search.value) {
    search.value = "";
    search.dispatchEvent(new Event("input"));
    return;
  }
  const away = main.querySelector("a.back");
  if (away) location.hash = away.getAttribute("href");
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.matches("input[type=search], select");
  if (event.key === "Escape") escape();
  else if (event.key === "/" && !typing) {
    const search = main.querySelector('input[type="search"]');
    if (!search) location.hash = "#claims";
    event.preventDefault();
    setTimeout(() => main.querySelector('input[type="search"]')?.focus(), 0);
  } else if (event.key === "?" && !typing) location.hash = "#about";
  else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !event.target.matches("select, a.cell")) walkList(event);
});

main.addEventListener("click", (event) => {
  const chosen = event.target.closest(".list a");
  if (chosen) opened = chosen;
});

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});

// As the system has it, or light, or dark; kept where the browser allows it.
const THEMES = { auto: "light dark", light: "light", dark: "dark" };
const button = document.getElementById("theme");
const keep = (theme) => {
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // A page from disk may be refused storage; the choice then lasts as long as the page.
  }
};
const kept = () => {
  try {
    return localStorage.getItem("theme");
  } catch {
    return null;
  }
};
const dress = (theme) => {
  document.documentElement.style.colorScheme = THEMES[theme];
  button.dataset.theme = theme;
  button.textContent = { auto: "◐", light: "○", dark: "●" }[theme];
  button.setAttribute("aria-label", `Colours: ${theme}; press to change`);
  button.title = `Colours: ${theme}`;
};
button.addEventListener("click", () => {
  const names = Object.keys(THEMES);
  const next = names[(names.indexOf(button.dataset.theme) + 1) % names.length];
  dress(next);
  keep(next);
});
dress(Object.hasOwn(THEMES, kept() ?? "") ? kept() : "auto");

// The list stays in view below the head of the page, however tall the notice makes it.
const head = document.querySelector(".top");
new ResizeObserver(() => document.documentElement.style.setProperty("--head", `${head.offsetHeight}px`)).observe(head);

window.addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details")) part.open = true;
});
window.addEventListener("hashchange", () => route(true));
route(location.hash !== "");
