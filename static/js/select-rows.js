/* Choosing rows of a table: how many are chosen, ranges with shift, all at once. */

for (const form of document.querySelectorAll("form[data-select-rows]")) {
  const boxes = [...form.querySelectorAll("tbody input[type=checkbox]")];
  const all = form.querySelector("[data-choose-all]");
  const place = form.querySelector("[data-count]");
  let last = null;

  const count = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    if (place) place.textContent = chosen ? form.dataset.chosen.replace("{count}", chosen) : "";
    if (all) {
      all.checked = chosen > 0 && chosen === boxes.length;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
    }
  };

  form.addEventListener("click", (event) => {
    const at = boxes.indexOf(event.target);
    if (at < 0) return;
    if (event.shiftKey && last !== null) {
      for (const box of boxes.slice(Math.min(at, last), Math.max(at, last) + 1)) box.checked = event.target.checked;
    }
    last = at;
    count();
  });

  all?.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    count();
  });

  addEventListener("pageshow", count);
  count();
}
