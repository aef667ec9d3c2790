/* Presses what a page offers for a key: `data-key` lists 1 to 9, Enter, Space, forward and back (the arrows, as the text
   runs). Nothing happens while somebody types or stands on something that can be pressed, and the keys can be turned off. */

const hint = document.querySelector("[data-keys]");
const button = hint?.querySelector("[data-keys-switch]");
const on = button?.textContent;
const mirrored = getComputedStyle(document.documentElement).direction === "rtl";
const names = {
  " ": "Space",
  ArrowRight: mirrored ? "back" : "forward",
  ArrowLeft: mirrored ? "forward" : "back",
};

const off = () => localStorage.getItem("keys") === "off";

const show = () => { button.textContent = off() ? button.dataset.off : on; };

if (button) {
  hint.hidden = false;
  button.addEventListener("click", () => {
    localStorage.setItem("keys", off() ? "on" : "off");
    show();
  });
  show();
}

/* What the browser itself does with this key at this place comes first. */
const taken = (target, name) => target.closest("input, select, textarea, [contenteditable]")
  || (/^(Enter|Space)$/.test(name) && target.closest("a, button, summary"));

const answers = (part, name) => part.dataset.key.split(" ").includes(name) && part.checkVisibility()
  && !part.matches("[open] > summary"); // it has shown what it can show

document.addEventListener("keydown", (event) => {
  const name = names[event.key] ?? event.key;
  if (off() || event.defaultPrevented || event.repeat || taken(event.target, name)) return;
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const part = [...document.querySelectorAll("[data-key]")].find((one) => answers(one, name));
  if (!part) return;
  event.preventDefault();
  part.click();
});

/* The line before is mostly the page before: going back there keeps the history straight. */
for (const link of document.querySelectorAll("[data-walked-back]")) {
  link.addEventListener("click", (event) => {
    if (document.referrer !== link.href) return;
    event.preventDefault();
    history.back();
  });
}
