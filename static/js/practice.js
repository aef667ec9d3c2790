/* A sitting of practice in one page: it goes on without the network, tells at once what was right, and answers to the
   keyboard. Everything shown was drawn by the server; this takes it out of its templates. */

import { flush, keep, waiting } from "./practice-queue.js";
import { compare } from "./practice-typing.js";

const root = document.querySelector("[data-practice]");
const stage = root.querySelector("[data-place]");
const count = document.querySelector("[data-count]");
const title = document.querySelector("[data-title]");
const bar = document.querySelector("progress");
const total = Number(root.dataset.total);
const PATIENCE = 4_000;

let number = Number(root.dataset.number);
let asked = 0;
let current = null;

const same = (one, other) => one.length === other.length && one.every((item, place) => item === other[place]);

const oneSwap = (given, right) => {
  const wrong = right.flatMap((item, place) => (item === given[place] ? [] : [place]));
  const [first, second] = wrong;
  return wrong.length === 2 && second === first + 1 && given[first] === right[second] && given[second] === right[first];
};

/* What a verdict says; the server comes to the same. */
const outcomeOf = (card, values) => {
  if (card.way === "say") return values[0] === "not-yet" ? "wrong" : "right";
  if (card.way === "type") return { same: "right", close: "close", other: "wrong" }[compare(values[0], card.phrase)];
  if (card.way === "choose") return same([...values].sort(), [...card.right].sort()) ? "right" : "wrong";
  if (same(values, card.right)) return "right";
  return oneSwap(values, card.right) ? "swapped" : "wrong";
};

const valuesOf = (card, form, submitter) => {
  if (card.way === "say") return submitter?.name === "answer" ? [submitter.value] : [];
  if (card.way === "order") return [...form.querySelectorAll("[data-step]")].map(({ dataset }) => dataset.step);
  return new FormData(form).getAll("answer").map((value) => value.trim()).filter(Boolean);
};

const cards = [...root.querySelectorAll("template[data-card]")].map((template) => ({
  id: Number(template.dataset.card),
  way: template.dataset.way,
  title: template.dataset.title,
  tries: Number(template.dataset.tries),
  right: JSON.parse(template.dataset.right || "[]"),
  phrase: template.dataset.phrase,
  again: false,
  template,
}));

/* What was answered here and has not arrived yet is not asked again, unless it was not remembered. */
const answeredHere = new Map(waiting().map((entry) => [entry.card, entry]));
const rest = cards.filter(({ id }) => !answeredHere.has(id) || answeredHere.get(id).again);

/* Steps are moved by buttons; without scripts each has a number to choose. */
const movable = (form) => {
  const list = form.querySelector(".places");
  const hint = form.querySelector("[data-moved]");
  hint.textContent = hint.dataset.moved;
  const word = (step) => step.querySelector("p").textContent;
  const move = (step, back) => {
    const other = back ? step.previousElementSibling : step.nextElementSibling;
    if (!other) return;
    if (back) other.before(step);
    else other.after(step);
    step.querySelector(`[data-move=${back ? "up" : "down"}]`).focus();
  };
  for (const step of list.children) {
    const buttons = document.createElement("span");
    for (const [name, sign] of [["up", "↑"], ["down", "↓"]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button quiet";
      button.dataset.move = name;
      button.textContent = sign;
      button.setAttribute("aria-label", root.dataset[name].replace("{line}", word(step)));
      button.addEventListener("click", () => move(step, name === "up"));
      buttons.append(button);
    }
    step.querySelector("select").replaceWith(buttons);
  }
};

const reveal = (told, name) => {
  for (const found of told.querySelectorAll(name)) found.hidden = false;
};

const tellVerdict = (card, told, values, outcome, confidence) => {
  told.querySelector("[data-panel]").classList.toggle("good", outcome === "right" || outcome === "close");
  for (const word of told.querySelectorAll("[data-outcome]")) {
    if (word.dataset.outcome === outcome) word.hidden = false;
    else word.remove();
  }
  if (outcome === "wrong" && confidence === "sure") reveal(told, "[data-was-sure]");
  if (outcome === "right" && confidence === "guessed") reveal(told, "[data-was-guess]");
  for (const option of told.querySelectorAll("[data-option]")) {
    const [chosen, right] = [values.includes(option.dataset.option), card.right.includes(option.dataset.option)];
    option.hidden = !chosen && !right;
    option.dataset.state = right ? "met" : "expired";
    reveal(option, `[data-note="${chosen ? "chosen " : ""}${right ? "right" : "wrong"}"]`);
  }
  const typed = told.querySelector("[data-typed]");
  if (typed) {
    typed.textContent = values[0];
    typed.parentElement.hidden = outcome === "right";
  }
};

const complain = (form) => {
  let place = form.querySelector(".error");
  if (!place) {
    place = document.createElement("p");
    place.className = "error";
    place.setAttribute("role", "alert");
    form.querySelector("legend").after(place);
  }
  place.textContent = root.dataset.missing;
};

const answer = (event) => {
  event.preventDefault();
  const { card, form, told, since } = current;
  const values = valuesOf(card, form, event.submitter);
  if (!values.length) {
    complain(form);
    return;
  }
  const confidence = event.submitter?.name === "confidence" ? event.submitter.value : null;
  const outcome = outcomeOf(card, values);
  card.tries -= 1;
  asked += 1;
  const again = outcome === "wrong" && card.tries > 0;
  keep({ card: card.id, values, confidence, seconds: Math.round((Date.now() - since) / 1000), again });
  flush();
  if (again && asked + rest.length < Number(root.dataset.mostAsked)) {
    card.again = true;
    rest.push(card);
  }
  if (card.way === "say") { /* its line was seen before it was rated */
    next();
    return;
  }
  tellVerdict(card, told, values, outcome, confidence);
  told.prepend(form.querySelector("h1"), ...form.querySelectorAll(".lead")); /* the question stays in sight */
  form.hidden = true;
  told.hidden = false;
  current.answered = true;
  told.querySelector("h2").focus();
};

const finish = async () => {
  bar.value = total;
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE, false); });
  if (!waiting().length || (await Promise.race([flush(), late]))) {
    location.assign(root.dataset.end);
    return;
  }
  count.parentElement.hidden = true;
  current = null;
  stage.replaceChildren(root.querySelector("[data-over]").content.cloneNode(true));
  stage.querySelector("h1").focus();
};

const show = (card, { focus }) => {
  stage.replaceChildren(card.template.content.cloneNode(true));
  const form = stage.querySelector("form");
  current = { card, form, told: stage.querySelector("[data-told]"), since: Date.now(), answered: false, again: card.again };
  if (card.way === "order") movable(form);
  form.addEventListener("submit", answer);
  stage.querySelector("[data-next]").addEventListener("click", next);
  title.textContent = card.title;
  count.firstElementChild.textContent = card.again || number > total
    ? count.dataset.again
    : count.dataset.count.replace("{number}", number).replace("{total}", total);
  bar.value = Math.min(number - 1, total);
  bar.setAttribute("aria-label", count.firstElementChild.textContent);
  scrollTo(0, 0);
  if (focus) stage.querySelector("h1").focus();
};

function next() {
  if (current && !current.again) number += 1;
  const card = rest.shift();
  if (card) show(card, { focus: true });
  else finish();
}

const digit = (place) => {
  const { card, form } = current;
  if (card.way === "say") {
    if (form.querySelector(".reveal").open) form.querySelectorAll(".rate button")[place]?.click();
    return;
  }
  form.querySelectorAll("[name=answer]")[place]?.click();
};

const enter = () => {
  const { card, form, answered } = current;
  if (answered) next();
  else if (card.way === "say") form.querySelector("summary").click();
  else form.requestSubmit(form.querySelector("[value=think]"));
};

document.addEventListener("keydown", (event) => {
  if (!current || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const on = event.target;
  if (event.key === "Enter" && !on.closest("button, a, summary, select")) {
    event.preventDefault();
    if (!event.repeat) enter();
  } else if (/^[1-9]$/.test(event.key) && !on.matches("input:not([type=radio], [type=checkbox]), select, textarea")) {
    digit(Number(event.key) - 1);
  }
});

if (matchMedia("(pointer: fine)").matches) root.querySelector("[data-keys]").hidden = false;
if (root.querySelector(":scope > [data-place] .error")) current = null; /* the page says what is missing; it goes on by hand */
else if (rest.length) show(rest.shift(), { focus: false });
else finish();
