/* A lesson's question answers in place, without a reload. What could not be sent says so and can be pressed again. */

const fill = (form, answer) => {
  const verdict = form.querySelector("[data-verdict]");
  const panel = verdict.querySelector("[data-panel]");
  panel.classList.toggle("good", Boolean(answer.correct));
  for (const part of ["title", "feedback", "explanation"]) {
    const place = panel.querySelector(`[data-${part}]`);
    place.textContent = answer[part] ?? "";
    if (place.tagName === "P") place.hidden = !answer[part];
  }
  panel.hidden = false;
  say(form, answer.saved_at ? (form.dataset.saved ?? "").replace("{time}", answer.saved_at) : "");
};

const say = (form, text) => { form.querySelector("[data-saved-at]").textContent = text; };

const offerSignIn = (form, url) => {
  const link = document.createElement("a");
  link.className = "tap";
  link.href = url;
  link.textContent = form.dataset.signIn ?? "";
  say(form, `${form.dataset.signedOut ?? ""} `);
  form.querySelector("[data-saved-at]").append(link);
};

for (const form of document.querySelectorAll("form[data-check]")) {
  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    try {
      const data = new FormData(form, event.submitter);
      const response = await fetch(form.action, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRF-Token": data.get("csrf_token") ?? "" },
        body: new URLSearchParams(data),
      });
      const answer = await response.json().catch(() => ({}));
      if (response.ok) fill(form, answer);
      else if (answer.sign_in) offerSignIn(form, answer.sign_in);
      else say(form, answer.message ?? form.dataset.failed ?? "");
    } catch {
      say(form, form.dataset.failed ?? "");
    } finally {
      busy = false;
    }
  });
}
