/* A form is sent once however often its button is pressed, and the button says that it works.
   The button is not disabled: a disabled one loses focus and its own name and value. */

const sent = new Set();

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  if (event.defaultPrevented || !button?.dataset.busy) return;
  sent.add(form);
  button.dataset.label = button.textContent;
  button.textContent = button.dataset.busy;
  button.setAttribute("aria-disabled", "true");
});

/* Back in the browser brings the page as it was left, so it becomes usable again. */
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  sent.clear();
  for (const button of document.querySelectorAll("button[data-label]")) {
    button.textContent = button.dataset.label;
    button.removeAttribute("aria-disabled");
    delete button.dataset.label;
  }
});
