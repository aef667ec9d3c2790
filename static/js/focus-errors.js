/* The error summary takes focus, and each of its links leads to the field with its label in view. */

const summary = document.querySelector("[data-error-summary]");
/* Not from whoever has gone on already: over a slow line this comes late. */
if (document.activeElement === document.body) summary.focus();

summary.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  (field.closest("fieldset, .field") ?? field).scrollIntoView();
  field.focus({ preventScroll: true });
});
