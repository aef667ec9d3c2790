/* Answers that wait on this device until the server has them. One entry a question, the newest wins.
   Entries are kept by attempt, so that on a shared device nobody's answers are sent by another person's page. */

const PREFIX = "answer:";
const LAST = "answer-sequence";
const FORGOTTEN_AFTER = 14 * 24 * 60 * 60 * 1000;

/* Some browsers refuse storage in private windows: then the queue lasts as long as the page. */
const memory = new Map();
export const storage = (() => {
  try {
    localStorage.setItem(`${PREFIX}try`, "");
    localStorage.removeItem(`${PREFIX}try`);
    return localStorage;
  } catch {
    return {
      getItem: (key) => memory.get(key) ?? null,
      setItem: (key, value) => memory.set(key, value),
      removeItem: (key) => memory.delete(key),
    };
  }
})();

export const keys = () => (storage === globalThis.localStorage ? Object.keys(storage) : [...memory.keys()]);
const read = (key) => JSON.parse(storage.getItem(key) ?? "null");
const keyOf = (attempt, question) => `${PREFIX}${attempt}:${question}`;

/* randomUUID exists under https only, and a shop's own network may have plain http. */
export const unique = () => crypto.randomUUID?.()
  ?? [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/* Rises on this device, over what the server has seen, and by the clock between devices. */
export const nextSequence = (seen = 0) => {
  const next = Math.max(Date.now(), Number(storage.getItem(LAST) ?? 0) + 1, Number(seen) + 1);
  storage.setItem(LAST, String(next));
  return next;
};

export const keep = (attempt, question, url, fields, seen) => {
  const entry = { attempt, question, url, fields, sequence: nextSequence(seen), key: unique(), at: Date.now() };
  storage.setItem(keyOf(attempt, question), JSON.stringify(entry));
  return entry;
};

export const waiting = (attempt, question) => read(keyOf(attempt, question));

export const waitingOf = (attempt) => keys()
  .filter((key) => key.startsWith(keyOf(attempt, "")))
  .map(read)
  .sort((one, other) => one.sequence - other.sequence);

/* Only this very entry: a newer answer may have taken its place while it was on its way. */
export const drop = (entry) => {
  const key = keyOf(entry.attempt, entry.question);
  if (read(key)?.key === entry.key) storage.removeItem(key);
};

for (const key of keys()) {
  if (key.startsWith(PREFIX) && Date.now() - (read(key)?.at ?? 0) > FORGOTTEN_AFTER) storage.removeItem(key);
}
