/* Observations that wait on this device until the server has them. They are kept by person, so that on a shared device
   nobody's are sent as somebody else's, and each has a name for ever: sent twice it is one. What the server refuses
   stays here with the reason; only its owner removes it. No passphrase is ever kept. */

import { keys, storage } from "./answer-queue.js";

const TIMEOUT = 30_000;
const LONGEST_PAUSE = 60_000;
const PREFIX = "observe:";

const place = document.querySelector("[data-observe-queue]");
const { person, token } = place.dataset;
const MINE = `${PREFIX}${person}:`;
const status = place.querySelector("[data-status]");
const list = place.querySelector("[data-entries]");

const read = (key) => JSON.parse(storage.getItem(key) ?? "null");

export const entries = () => keys().filter((key) => key.startsWith(MINE)).map(read)
  .sort((one, other) => one.at - other.at);
const unsent = () => entries().filter(({ finished, refused }) => finished && !refused);

/* Throws where the device has no room. */
export const keep = (entry) => {
  storage.setItem(MINE + entry.key, JSON.stringify({ ...entry, at: entry.at ?? Date.now() }));
  show();
};

/* Only what is still as it was sent: it may have been changed while it was on its way. */
const drop = (sent) => {
  if (storage.getItem(MINE + sent.key) === JSON.stringify(sent)) storage.removeItem(MINE + sent.key);
  show();
};

export const remove = (key) => { storage.removeItem(MINE + key); show(); };

const bytesOf = (base64) => Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));

const bodyOf = ({ fields, photo }) => {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  if (photo) body.append("photo", new Blob([bytesOf(photo)], { type: "image/jpeg" }), "photo.jpg");
  return body;
};

const send = async (entry) => {
  try {
    const response = await fetch(entry.url, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRF-Token": token },
      body: bodyOf(entry),
      signal: AbortSignal.timeout(TIMEOUT),
    });
    return { status: response.status, reply: await response.json().catch(() => ({})) };
  } catch {
    return { status: 0, reply: {} };
  }
};

const link = (url, text, kind = "tap") => {
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.textContent = text;
  anchor.className = kind;
  return anchor;
};

const button = (text, act) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "tap";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
};

/* Where a signed-out person comes back to this page. */
const backHere = (url) => {
  const address = new URL(url, location.href);
  address.searchParams.set("next", location.pathname + location.search);
  return address.href;
};

export const say = (text, ...more) => {
  status.textContent = text;
  for (const one of more) status.append(" ", one);
  show();
};

const rowOf = (entry) => {
  const row = document.createElement("li");
  const words = document.createElement("span");
  const small = document.createElement("small");
  const { dataset } = place;
  const state = entry.finished ? dataset.unsent : dataset.begun;
  words.textContent = entry.name;
  small.textContent = `${entry.title}. ${entry.refused ? dataset.refused.replace("{reason}", entry.refused) : state}`;
  words.append(" ", small);
  const acts = document.createElement("span");
  acts.className = "row";
  if (entry.refused) {
    acts.append(button(dataset.again, () => { keep({ ...entry, refused: "" }); flush(); }));
  } else if (!entry.finished) {
    acts.append(link(entry.url, dataset.open));
  }
  if (entry.refused || !entry.finished) {
    acts.append(button(dataset.remove, () => { if (confirm(dataset.sure)) remove(entry.key); }));
  }
  row.append(words, acts);
  return row;
};

/* On the page of an observation its own draft is not listed: it is the page. */
function show() {
  const here = document.querySelector("[data-observe]");
  const shown = entries().filter((entry) => entry.finished || !here || entry.url !== here.dataset.url);
  list.replaceChildren(...shown.map(rowOf));
  place.hidden = !shown.length && !status.textContent;
}

let pause = 0;
let timer;
let running = null;
let arrived = null;

/* Comes to what the server said last, or null while something waits. */
const work = async () => {
  for (let entry; (entry = unsent()[0]);) {
    const { status: code, reply } = await send(entry);
    if (code >= 200 && code < 300) {
      drop(entry);
      pause = 0;
      arrived = reply;
      say(reply.beside ? place.dataset.beside : place.dataset.arrived, link(reply.url, place.dataset.sign));
      document.dispatchEvent(new CustomEvent("observation-arrived", { detail: { key: entry.key, reply } }));
    } else if (reply.sign_in) {
      say(place.dataset.signedOut, link(backHere(reply.sign_in), place.dataset.signIn));
      return null;
    } else if (code === 400) { /* a new sign-in elsewhere made this page's token old */
      say(place.dataset.waiting, link(location.href, place.dataset.reload));
      return null;
    } else if (code > 400 && code < 500 && code !== 429) {
      keep({ ...entry, refused: reply.message ?? reply.error ?? String(code) });
    } else {
      pause = Math.min(LONGEST_PAUSE, Math.max(1_000, pause * 2));
      timer = setTimeout(flush, pause * (0.75 + Math.random() / 2));
      return null;
    }
  }
  return arrived;
};

export function flush() {
  clearTimeout(timer);
  running ??= work().finally(() => { running = null; });
  return running;
}

const again = () => { pause = 0; if (unsent().length) flush(); };
show();
again();
addEventListener("online", again);
addEventListener("pageshow", again);
document.addEventListener("visibilitychange", () => document.hidden || again());
