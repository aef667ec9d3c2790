/* The field in the header answers under itself: arrows choose, Enter opens, Escape closes, then leaves. */

import { fill, listen } from "./search-answers.js";

const MOST = 6;

const form = document.querySelector("form[data-find]");
const field = form.elements.q;
const list = form.querySelector("ul");
const said = form.querySelector("[data-said]");
let chosen = -1;

const options = () => [...list.children];

field.setAttribute("role", "combobox");
field.setAttribute("aria-autocomplete", "list");
field.setAttribute("aria-controls", list.id);
field.setAttribute("aria-expanded", "false");
list.setAttribute("role", "listbox");

const open = (on) => {
  list.hidden = !on;
  field.setAttribute("aria-expanded", String(on));
  if (!on) choose(-1);
};

const choose = (place) => {
  chosen = place;
  for (const [number, option] of options().entries()) {
    option.setAttribute("aria-selected", String(number === place));
    if (number === place) option.scrollIntoView({ block: "nearest" });
  }
  if (place < 0) field.removeAttribute("aria-activedescendant");
  else field.setAttribute("aria-activedescendant", options()[place].id);
};

const line = (tag, pieces) => {
  const element = document.createElement(tag);
  fill(element, pieces);
  return element;
};

const option = (url, parts, language, number) => {
  const item = document.createElement("li");
  item.id = `${list.id}-${number}`;
  item.setAttribute("role", "option");
  item.dataset.url = url;
  if (language) item.lang = language;
  item.append(...parts);
  return item;
};

const made = (answer, number) => {
  const heading = line("small", [["", `${answer.where}. `], ...answer.heading]);
  const told = answer.said.length ? line("p", answer.said) : line("span", answer.excerpt);
  return option(answer.at_work || answer.url, [heading, told], answer.language, number);
};

listen(form, (found, text) => {
  const answers = (found?.answers ?? []).slice(0, MOST);
  const items = answers.map(made);
  if (found && (found.more || found.answers.length > MOST)) {
    const all = `${form.action}?${new URLSearchParams({ q: text })}`;
    items.push(option(all, [line("p", [["", form.dataset.all]])], "", items.length));
  }
  list.replaceChildren(...items);
  said.textContent = found?.said ?? "";
  open(items.length > 0 && document.activeElement === field);
  choose(-1);
}, () => open(false));

field.addEventListener("keydown", (event) => {
  const number = options().length;
  if (event.key === "Escape") {
    if (list.hidden) field.blur();
    else open(false);
    event.preventDefault();
  } else if (number && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    if (list.hidden) open(true);
    // One place more than there are answers: the field itself.
    const step = event.key === "ArrowDown" ? 1 : -1;
    choose((chosen + 1 + step + number + 1) % (number + 1) - 1);
  } else if (event.key === "Enter" && chosen >= 0 && !list.hidden) {
    event.preventDefault();
    location.assign(options()[chosen].dataset.url);
  }
});

/* A press must not take the focus away, else the list would be gone before it ends. */
list.addEventListener("mousedown", (event) => event.preventDefault());
list.addEventListener("click", (event) => {
  const item = event.target.closest("li");
  if (item) location.assign(item.dataset.url);
});
field.addEventListener("blur", () => open(false));
field.addEventListener("focus", () => { if (list.children.length && field.value.trim()) open(true); });
