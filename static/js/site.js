/* The one entry: does what most pages need, and loads a small module only where the page has something for it. */

const modules = [
  ["[data-error-summary]", () => import("./focus-errors.js")],
  ["[data-unsaved]", () => import("./unsaved.js")],
  ["[data-autosave]", () => import("./autosave.js")],
  ["[data-check]", () => import("./check-question.js")],
  ["[data-select-rows]", () => import("./select-rows.js")],
  ["[data-passphrase]", () => import("./passphrase.js")],
  ["[data-copy], [data-print]", () => import("./copy.js")],
  ["[data-time-zone]", () => import("./time-zone.js")],
  ["[data-key]", () => import("./keys.js")],
  ["[data-clock], [data-begins]", () => import("./clock.js")],
  ["[data-gap], [data-fill], [data-empties]", () => import("./fill-gaps.js")],
  ["[data-speak]", () => import("./speak.js")],
  ["[data-turn-clock]", () => import("./turn-clock.js")],
  ["[data-practice-queue]", () => import("./practice-queue.js")],
  ["[data-practice]", () => import("./practice.js")],
  ["[data-observe-queue]", () => import("./observe-queue.js")],
  ["[data-observe]", () => import("./observe.js")],
  ["[data-search]", () => import("./search-page.js")],
  ["[data-look-again]", () => import("./look-again.js")],
  ["[data-begin-at]", () => import("./begin-at.js")],
  ["[name=take_suggested]", () => import("./suggested-words.js")],
];

/* A script that could not be fetched, often because the page was left, is no error: the page works without it. */
const forgive = (error) => {
  if (!/dynamically imported|importing a module/i.test(error.message)) throw error;
};

for (const [selector, load] of modules) {
  if (document.querySelector(selector)) load().catch(forgive);
}

/* Where the places of a manager do not fit on a phone, the line begins with the one that is open. */
const places = document.querySelector("header nav ul");
const here = places?.querySelector("[aria-current]");
if (here && places.scrollWidth > places.clientWidth) {
  places.scrollLeft += here.getBoundingClientRect().left - places.getBoundingClientRect().left - 48;
}

/* “/” leads to the field in the header, and the field answers once somebody stands in it. */
const field = document.querySelector("[data-find] input");
if (field) {
  field.addEventListener("focus", () => import("./search-box.js").catch(forgive), { once: true });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !field.checkVisibility()) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}

/* A form is sent once however often its button is pressed, and the button says that it works.
   The button is not disabled: a disabled one loses focus and its own name and value. */

const sent = new Set();

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  if (event.defaultPrevented || !button?.dataset.busy) return;
  sent.add(form);
  button.dataset.label = button.textContent;
  button.textContent = button.dataset.busy;
  button.setAttribute("aria-disabled", "true");
});

/* Back in the browser brings the page as it was left, so it becomes usable again. */
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  sent.clear();
  for (const button of document.querySelectorAll("button[data-label]")) {
    button.textContent = button.dataset.label;
    button.removeAttribute("aria-disabled");
    delete button.dataset.label;
  }
});

/* Says so while the device has no network. */
const banner = document.querySelector("[data-offline]");
if (banner) {
  const show = () => { banner.hidden = navigator.onLine; };
  addEventListener("online", show);
  addEventListener("offline", show);
  show();
}
