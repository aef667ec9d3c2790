/* Asks for answers while somebody types, and turns what comes back into text: shared by the field in the header and the
   page. Only the newest question is waited for, so a slow network never shows an old answer. */

const PAUSE = 150; // milliseconds without a letter, after which the question is asked

export const listen = (form, show, fail = () => {}) => {
  const field = form.elements.q;
  let waiting;
  let asking;
  let shown = field.defaultValue.trim();

  const ask = async () => {
    const text = field.value.trim();
    asking?.abort();
    if (text === shown) return;
    asking = new AbortController();
    const { signal } = asking;
    try {
      const found = text ? await fetched(form, text, signal) : null;
      if (signal.aborted) return;
      shown = text;
      show(found, text);
    } catch (error) {
      if (!signal.aborted) fail(error);
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
  ask(); // what was typed before this was loaded, or kept by the browser
};

const fetched = async (form, text, signal) => {
  const response = await fetch(`${form.action}?${new URLSearchParams({ q: text })}`, {
    headers: { Accept: "application/json" },
    signal,
  });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
};

/* Pieces are [sort, text], as the server draws them, too. */
export const fill = (place, pieces) => {
  place.replaceChildren(...pieces.map(([sort, text]) => {
    if (!sort) return text;
    const part = document.createElement(/gap|cut/.test(sort) ? "span" : "mark");
    if (sort === "gap") part.className = "gap";
    part.textContent = text;
    return part;
  }));
};
