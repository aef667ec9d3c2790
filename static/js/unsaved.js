/* Asks before a changed form is left. What the form holds is compared, so that undoing a change counts as none. */

const content = (form) => JSON.stringify(
  [...new FormData(form)].map(([name, value]) => [name, value instanceof File ? `${value.name}${value.size}` : value]),
);

for (const form of document.querySelectorAll("form[data-unsaved]")) {
  /* A page that came back with errors holds work that was never saved. */
  const saved = document.querySelector("[data-error-summary]") ? null : content(form);
  let leaving = false;
  form.addEventListener("submit", () => { leaving = true; });
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("beforeunload", (event) => {
    if (!leaving && content(form) !== saved) event.preventDefault();
  });
}
