/* Puts names and times into the gaps of a script. They are kept for this tab and script, and never sent anywhere. */

const panel = document.querySelector("[data-fill]");
const key = `gaps ${location.pathname.split("/")[2]}`;

const kept = () => JSON.parse(sessionStorage.getItem(key) ?? "{}");

const show = () => {
  const words = kept();
  for (const gap of document.querySelectorAll("[data-gap]")) {
    const word = words[gap.dataset.gap];
    gap.textContent = word || gap.dataset.label;
    gap.classList.toggle("filled", Boolean(word));
  }
};

if (panel) {
  const fields = [...panel.querySelectorAll("input")];
  const fill = () => { for (const field of fields) field.value = kept()[field.name] ?? ""; };
  panel.addEventListener("input", (event) => {
    sessionStorage.setItem(key, JSON.stringify({ ...kept(), [event.target.name]: event.target.value.trim() }));
    show();
  });
  panel.querySelector("[data-empty]").addEventListener("click", () => {
    sessionStorage.removeItem(key);
    fill();
    show();
    fields[0].focus();
  });
  panel.hidden = false;
  fill();
}

for (const link of document.querySelectorAll("[data-empties]")) {
  link.addEventListener("click", () => sessionStorage.removeItem(key));
}

show();
addEventListener("pageshow", show); // a page that comes back from the history may show an older name
