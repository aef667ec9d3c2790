/* Shows and hides what is typed, and takes the suggested words with one tap. */

for (const field of document.querySelectorAll("[data-passphrase]")) {
  const input = field.querySelector("input");
  const toggle = field.querySelector("[data-toggle]");
  const use = field.querySelector("[data-use]");
  const showLabel = toggle.textContent;

  const reveal = (open) => {
    input.type = open ? "text" : "password";
    toggle.textContent = open ? toggle.dataset.hide : showLabel;
  };

  toggle.hidden = false;
  toggle.addEventListener("click", () => reveal(input.type === "password"));
  /* Sent as a password again, so that the browser offers to keep it and never lists it as a text. */
  input.form?.addEventListener("submit", () => reveal(false));

  if (use) {
    use.hidden = false;
    use.addEventListener("click", () => {
      input.value = field.querySelector("[data-suggestion]").textContent.trim();
      input.dispatchEvent(new Event("input", { bubbles: true }));
      reveal(true);
      input.focus();
    });
  }
}
