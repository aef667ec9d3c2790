/* Saves each answer when it changes and says “Saved” only after the server's commit. What cannot be sent waits
   on this device, goes out by itself, and is shown again when the page is opened. */

import { drop, keep, nextSequence, waiting, waitingOf } from "./answer-queue.js";

const LONGEST_PAUSE = 60_000;
const PATIENCE_AT_SUBMIT = 4_000;
const TIMEOUT = 15_000;

const answersOf = (form) => [...new FormData(form)]
  .filter(([name, value]) => name !== "csrf_token" && name !== "sequence" && typeof value === "string");

const restore = (form, fields) => {
  for (const control of form.querySelectorAll("input, textarea, select")) {
    const values = fields.filter(([name]) => name === control.name).map(([, value]) => value);
    if (["radio", "checkbox"].includes(control.type)) control.checked = values.includes(control.value);
    else if (control.type !== "hidden" && values.length) control.value = values[0];
  }
};

const say = (form, text, link) => {
  const place = form.querySelector("[data-status]");
  place.textContent = link ? `${text} ` : text;
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.url;
    anchor.textContent = link.text;
    place.append(anchor);
  }
};

/* Where a signed-out person comes back to this page. */
const backHere = (url) => {
  const address = new URL(url, location.href);
  if (!address.searchParams.has("next")) address.searchParams.set("next", location.pathname + location.search);
  return address.href;
};

const send = async (entry, token) => {
  const body = new URLSearchParams(entry.fields);
  body.set("sequence", entry.sequence);
  try {
    const response = await fetch(entry.url, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRF-Token": token, "Idempotency-Key": entry.key },
      body,
      keepalive: true, /* leaving the page does not stop it */
      signal: AbortSignal.timeout(TIMEOUT),
    });
    return { status: response.status, reply: await response.json().catch(() => ({})) };
  } catch {
    return { status: 0, reply: {} };
  }
};

/* Sends what waits for one attempt, one after another. Outcomes: "saved", "waiting", "stopped". */
class Sender {
  constructor(attempt, forms) {
    this.attempt = attempt;
    this.forms = forms;
    this.pause = 0;
  }

  flush() {
    clearTimeout(this.timer);
    this.running ??= this.#work().finally(() => { this.running = null; });
    return this.running;
  }

  /* An answer that changes while another is on its way is found by the next turn of the loop. */
  async #work() {
    for (let entry; (entry = waitingOf(this.attempt)[0]);) {
      const token = this.forms[0].elements.csrf_token.value;
      const { status, reply } = await send(entry, token);
      const form = this.forms.find(({ dataset }) => dataset.question === entry.question);
      const { dataset } = form ?? this.forms[0];
      if (status >= 200 && status < 300) {
        const newest = waiting(this.attempt, entry.question)?.key === entry.key;
        drop(entry);
        if (form && newest) say(form, dataset.saved.replace("{time}", reply.saved_at));
        this.pause = 0;
      } else if ([409, 410, 422].includes(status)) {
        drop(entry);
        say(form ?? this.forms[0], reply.message ?? dataset.waiting);
        return "stopped";
      } else if (reply.sign_in) {
        this.#tell(dataset.signedOut, { url: backHere(reply.sign_in), text: dataset.signIn });
        return "stopped";
      } else if (status === 400 && dataset.reload) { /* a new sign-in elsewhere made this page's token old */
        this.#tell(dataset.waiting, { url: location.href, text: dataset.reload });
        return "stopped";
      } else {
        this.#tell(dataset.waiting);
        this.pause = Math.min(LONGEST_PAUSE, Math.max(1_000, this.pause * 2));
        this.timer = setTimeout(() => this.flush(), this.pause * (0.75 + Math.random() / 2));
        return "waiting";
      }
    }
    return "saved";
  }

  #tell(text, link) {
    for (const form of this.forms) say(form, text, link);
  }
}

const watch = (form, sender) => {
  const { attempt, question } = form.dataset;
  const put = () => keep(attempt, question, form.dataset.autosave, answersOf(form), form.dataset.sequence);

  const earlier = waiting(attempt, question);
  if (earlier && earlier.sequence > Number(form.dataset.sequence ?? 0)) restore(form, earlier.fields);
  else if (earlier) drop(earlier); /* the server has a newer answer, perhaps from another device */

  form.addEventListener("change", () => {
    put();
    say(form, form.dataset.saving);
    sender.flush();
  });

  const sequence = document.createElement("input");
  sequence.type = "hidden";
  sequence.name = "sequence";
  form.append(sequence);

  /* What waits goes first; with no way through, the page stays, because leaving it would lose sight of the work. */
  let flushed = false;
  let busy = false;
  form.addEventListener("submit", async (event) => {
    sequence.value = nextSequence(form.dataset.sequence);
    if (flushed || !waitingOf(attempt).length) {
      flushed = false;
      return;
    }
    event.preventDefault();
    if (busy) return;
    busy = true;
    say(form, form.dataset.saving);
    const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE_AT_SUBMIT, "late"); });
    const outcome = await Promise.race([sender.flush(), late]);
    busy = false;
    if (outcome === "saved" || outcome === "late") {
      flushed = true;
      form.requestSubmit(event.submitter);
    }
  });
};

const byAttempt = new Map();
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const { attempt } = form.dataset;
  byAttempt.set(attempt, [...(byAttempt.get(attempt) ?? []), form]);
}

for (const [attempt, forms] of byAttempt) {
  const sender = new Sender(attempt, forms);
  for (const form of forms) watch(form, sender);
  const again = () => { sender.pause = 0; sender.flush(); };
  again();
  addEventListener("online", again);
  addEventListener("pageshow", again);
  document.addEventListener("visibilitychange", () => document.hidden || again());
}
