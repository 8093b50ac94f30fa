// Make elements. Text is always set as text: nothing that the page shows is ever read as markup.

const el = (tag, looks = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(looks)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
};

const link = (href, looks, ...children) => el("a", { href, ...looks }, ...children);

const counted = (number, one, many = `${one}s`) => `${number.toLocaleString("en-GB")} ${number === 1 ? one : many}`;

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

const slug = (text) => text.toLowerCase().replace(/\W+/g, "-");

const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/[’‘]/g, "'").toLowerCase();

// Whether a text, made plain, holds every word that was searched for.
const holds = (text, words) => words.every((word) => text.includes(word));

const searched = (text) => plain(text).split(/\s+/).filter(Boolean);

// A region that scrolls sideways can be reached and scrolled by keyboard.
const scrolling = (name, ...children) =>
  el("div", { class: "scrolling", tabindex: "0", role: "region", "aria-label": name }, ...children);

// Fill a list in portions: some now, more at a press or, if it is `endless`, as the reader comes near.
const inPortions = (parent, items, make, { first, size, noun, endless = false }) => {
  const list = parent.querySelector("[data-portions]") ?? parent;
  let shown = 0;
  const add = (number) => {
    const next = items.slice(shown, shown + number).map((item) => make(item));
    list.append(...next);
    shown += next.length;
    const left = items.length - shown;
    button.textContent = `Show ${Math.min(left, size)} more of ${counted(items.length, noun)}`;
    if (!left) {
      near.disconnect();
      button.remove();
    }
    return next[0];
  };
  const button = el("button", { type: "button", class: "more", onclick: () => add(size).querySelector("a")?.focus() });
  const near = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && add(size), { rootMargin: "600px" });
  parent.after(button);
  add(first);
  if (endless && shown < items.length) near.observe(button);
};
