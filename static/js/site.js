/* The one entry: loads a small module only where the page has something for it. */

const modules = [
  ["[data-error-summary]", () => import("./focus-errors.js")],
  ["[data-busy]", () => import("./once.js")],
  ["[data-unsaved]", () => import("./unsaved.js")],
  ["[data-autosave]", () => import("./autosave.js")],
  ["[data-check]", () => import("./check-question.js")],
  ["[data-select-rows]", () => import("./select-rows.js")],
  ["[data-passphrase]", () => import("./passphrase.js")],
  ["[data-copy], [data-print]", () => import("./copy.js")],
  ["[data-offline]", () => import("./offline.js")],
  ["[data-time-zone]", () => import("./time-zone.js")],
  ["[name=take_suggested]", () => import("./suggested-words.js")],
];

/* A script that could not be fetched, often because the page was left, is no error: the page works without it. */
const forgive = (error) => {
  if (!/dynamically imported|importing a module/i.test(error.message)) throw error;
};

for (const [selector, load] of modules) {
  if (document.querySelector(selector)) load().catch(forgive);
}
