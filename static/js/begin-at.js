/* Scrolls a wide picture sideways to where it begins: `data-begin-at` is the id of an element inside. */

for (const frame of document.querySelectorAll("[data-begin-at]")) {
  const first = document.getElementById(frame.dataset.beginAt)?.getBoundingClientRect();
  if (first) frame.scrollLeft += first.left + first.width / 2 - frame.getBoundingClientRect().left - frame.clientWidth / 2;
}
