/* Answers of practice that wait on this device until the server has them. They are kept by person, so that on a
   shared device nobody's answers are sent as somebody else's. Each has a name for ever: sent twice it is one answer. */

import { keys, storage, unique } from "./answer-queue.js";

const TIMEOUT = 15_000;
const LONGEST_PAUSE = 60_000;
const MOST_SENT = 100;
const FORGOTTEN_AFTER = 30 * 24 * 60 * 60 * 1000;

const place = document.querySelector("[data-practice-queue]");
const { person } = place.dataset;
const PREFIX = "practice:";
const MINE = `${PREFIX}${person}:`;

const read = (key) => JSON.parse(storage.getItem(key) ?? "null");

/* The oldest first. */
export const waiting = () => keys().filter((key) => key.startsWith(MINE)).map(read).sort((one, other) => one.at - other.at);

export const keep = (review) => {
  const entry = { key: unique(), at: Date.now(), ...review };
  storage.setItem(MINE + entry.key, JSON.stringify(entry));
};

const drop = (names) => { for (const key of names) storage.removeItem(MINE + key); };

for (const key of keys()) {
  if (key.startsWith(PREFIX) && Date.now() - (read(key)?.at ?? 0) > FORGOTTEN_AFTER) storage.removeItem(key);
}

const status = place.querySelector("[data-status]");

const tell = (text, link) => {
  const count = waiting().length;
  const { one, many } = place.dataset;
  status.textContent = text ?? (count ? (count === 1 ? one : many).replace("{count}", count) : "");
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.url;
    anchor.textContent = link.text;
    status.append(" ", anchor);
  }
  place.hidden = !status.textContent;
};

/* Where a signed-out person comes back to this page. */
const backHere = (url) => {
  const address = new URL(url, location.href);
  address.searchParams.set("next", location.pathname + location.search);
  return address.href;
};

const send = async (reviews) => {
  try {
    const response = await fetch(place.dataset.upload, {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRF-Token": place.dataset.token },
      body: JSON.stringify({ person: Number(person), reviews }),
      keepalive: true, /* leaving the page does not stop it */
      signal: AbortSignal.timeout(TIMEOUT),
    });
    return { status: response.status, reply: await response.json().catch(() => ({})) };
  } catch {
    return { status: 0, reply: {} };
  }
};

let pause = 0;
let timer;
let running = null;

/* Comes to whether nothing waits any more. */
const work = async () => {
  let sent = false;
  for (let batch; (batch = waiting().slice(0, MOST_SENT)).length;) {
    const outcome = await send(batch);
    if (outcome.status >= 200 && outcome.status < 300) {
      drop([...(outcome.reply.accepted ?? []), ...(outcome.reply.refused ?? [])]);
      pause = 0;
      sent = true;
    } else if (outcome.reply.sign_in) {
      tell(place.dataset.signedOut, { url: backHere(outcome.reply.sign_in), text: place.dataset.signIn });
      return false;
    } else if (outcome.status >= 400 && outcome.status < 500 && outcome.status !== 429) {
      /* An old page, or somebody else has signed in here meanwhile: a new page knows better. */
      tell(outcome.reply.message, { url: location.href, text: place.dataset.reload });
      return false;
    } else {
      tell();
      pause = Math.min(LONGEST_PAUSE, Math.max(1_000, pause * 2));
      timer = setTimeout(flush, pause * (0.75 + Math.random() / 2));
      return false;
    }
  }
  tell(sent && status.textContent ? place.dataset.sent : undefined);
  return true;
};

export const flush = () => {
  clearTimeout(timer);
  running ??= work().finally(() => { running = null; });
  return running;
};

const again = () => { pause = 0; flush(); };
tell();
if (waiting().length) flush();
addEventListener("online", again);
addEventListener("pageshow", () => waiting().length && again());
document.addEventListener("visibilitychange", () => document.hidden || (waiting().length && again()));
