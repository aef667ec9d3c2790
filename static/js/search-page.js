/* The page of answers follows what is typed, without a reload; its address too, so that it can be gone back to. */

import { fill, listen } from "./search-answers.js";

const form = document.querySelector("form[data-search]");
const place = document.getElementById(form.dataset.search);
const part = (name) => place.querySelector(`[data-${name}]`);
const pattern = place.querySelector("template").content.firstElementChild;

const made = (answer) => {
  const item = pattern.cloneNode(true);
  const slot = (name) => item.querySelector(`[data-slot=${name}]`);
  item.lang = answer.language;
  slot("where").textContent = answer.where;
  slot("authority").textContent = answer.authority;
  for (const name of ["heading", "said", "excerpt"]) fill(slot(name), answer[name]);
  for (const name of ["said", "excerpt", "authority", "at_work"]) slot(name).hidden = !answer[name].length;
  slot("heading").href = slot("why").href = answer.url;
  slot("open").href = answer.at_work;
  return item;
};

listen(form, (found, text) => {
  const address = `${form.action}${text ? `?${new URLSearchParams({ q: text })}` : ""}`;
  part("list").replaceChildren(...(found?.answers ?? []).map(made));
  part("said").textContent = found?.said ?? "";
  part("nothing").hidden = !found || found.answers.length > 0;
  part("pages").hidden = Boolean(found);
  part("more").hidden = !found?.more;
  part("more").querySelector("a").href = `${address}&page=2`;
  history.replaceState(null, "", address);
}, () => { part("said").textContent = form.dataset.failed; });
