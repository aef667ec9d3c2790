/* The checklist beside a learner: kept on this device with every touch, finished with or without the network. */

import { entries, flush, keep, remove, say } from "./observe-queue.js";
import { shrunken } from "./observe-photo.js";

const PATIENCE = 6_000;
const OWN = ["csrf_token", "photo", "then"];

const form = document.querySelector("form[data-observe]");
const { dataset } = form;
dataset.url = location.pathname;
const status = form.querySelector("[data-status]");
const problem = form.querySelector("[data-problem]");
const counted = form.querySelector("[data-counted]");
const canvas = form.querySelector("[data-shot]");

let photo = "";

const criteria = [...form.querySelectorAll("[data-criterion]")];
const rated = (criterion) => criterion.querySelector("input:checked");

const count = () => {
  const done = criteria.filter(rated).length;
  counted.textContent = dataset.count.replace("{done}", done).replace("{total}", dataset.total);
};

const fieldsNow = () => [...new FormData(form)].filter(([name]) => !OWN.includes(name));

const entryNow = (finished) => ({
  key: form.elements.key.value,
  url: location.pathname,
  version: dataset.version,
  name: dataset.name,
  title: dataset.title,
  fields: fieldsNow(),
  photo,
  finished,
});

const keepNow = (finished) => {
  try {
    keep(entryNow(finished));
    return true;
  } catch {
    problem.textContent = dataset.full;
    return false;
  }
};

const restore = ({ fields, photo: kept }) => {
  for (const [name, value] of fields) {
    if (name === "person") continue;
    for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (control.type === "radio") control.checked = control.value === value;
      else control.value = value;
      if (value && control.matches("details :is(textarea, input)") && control.type !== "date") {
        control.closest("details").open = true;
      }
    }
  }
  photo = kept ?? "";
  status.textContent = dataset.restored;
};

/* What was begun here goes on. If the page is of another version by now, what was filled in is sent as it is, and comes
   back with the version that it was made with. */
const earlier = entries().find(({ url, finished, refused }) => url === location.pathname && (!finished || refused));
if (earlier && earlier.version === dataset.version) {
  restore(earlier);
} else if (earlier && !earlier.refused) {
  keep({ ...earlier, finished: true });
  if (await flush()) location.reload();
}
count();

/* A photo among it makes each writing dear, so typing is kept when a thumb pauses, and at once when the page is left. */
let pausing = null;
const settle = () => { clearTimeout(pausing); pausing = null; };
const keepTyped = () => {
  if (pausing === null) return;
  settle();
  keepNow(false);
};
form.addEventListener("input", () => {
  settle();
  pausing = setTimeout(keepTyped, 400);
});
addEventListener("pagehide", keepTyped);
document.addEventListener("visibilitychange", () => document.hidden && keepTyped());
form.addEventListener("change", async (event) => {
  settle();
  if (event.target.name === "photo") {
    const [file] = event.target.files;
    photo = file ? await shrunken(file, canvas).catch(() => "") : "";
    canvas.hidden = !photo;
  }
  problem.textContent = "";
  keepNow(false);
  count();
});

const firstMissing = () => criteria.find((criterion) => !rated(criterion));

const [kept, arrived] = ["[data-kept]", "[data-arrived-here]"].map((name) => document.querySelector(name));

const turnTo = (panel) => {
  for (const one of [form, kept, arrived]) one.hidden = one !== panel;
  scrollTo(0, 0);
  panel.querySelector("h1").focus();
};

/* The network came back while the page said that it waits. */
document.addEventListener("observation-arrived", ({ detail: { key, reply } }) => {
  if (kept.hidden || key !== form.elements.key.value || reply.beside) return;
  say("");
  arrived.querySelector("a").href = reply.url;
  turnTo(arrived);
});

/* A photo that the browser cannot shrink goes with the form, as it does without scripts. */
const needsTheForm = () => form.elements.photo.files.length > 0 && !photo;

let going = false;
form.addEventListener("submit", async (event) => {
  const leaving = event.submitter?.value === "leave";
  const missing = leaving ? null : firstMissing();
  if (missing) {
    event.preventDefault();
    problem.textContent = dataset.missing.replace("{criterion}", missing.dataset.criterion);
    missing.scrollIntoView();
    missing.querySelector("input").focus({ preventScroll: true });
    return;
  }
  if (needsTheForm()) {
    settle();
    remove(form.elements.key.value);
    return;
  }
  event.preventDefault();
  settle();
  if (going || !keepNow(true)) return;
  going = true;
  status.textContent = dataset.sending;
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE, null); });
  const reply = await Promise.race([flush(), late]);
  going = false;
  status.textContent = "";
  if (reply) location.assign(leaving ? "/observe" : reply.url);
  else if (entries().some(({ key, refused }) => key === form.elements.key.value && refused)) scrollTo(0, 0);
  else turnTo(kept);
});
