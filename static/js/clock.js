/* Counts from the moment a timed step was opened. The moment is kept for the tab, so a reload or a step back goes on
   counting; opening a script from its start, for the next customer, begins its clocks anew. */

const start = document.querySelector("[data-begins]");
const clock = document.querySelector("[data-clock]");

/* A page that is loaded again, or come back to, is still about the same customer. */
if (start && performance.getEntriesByType("navigation")[0]?.type === "navigate") {
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith(`clock ${start.dataset.begins} `)) sessionStorage.removeItem(name);
  }
}

const run = () => {
  const [told, bar, over] = ["[data-told]", "progress", "[role=status]"].map((part) => clock.querySelector(part));
  const limit = Number(clock.dataset.seconds);
  const key = `clock ${clock.dataset.clock}`;
  const opened = Number(sessionStorage.getItem(key)) || Date.now();
  sessionStorage.setItem(key, opened);

  const show = () => {
    const used = Math.max(0, Math.floor((Date.now() - opened) / 1000));
    const time = `${Math.floor(used / 60)}:${String(used % 60).padStart(2, "0")}`;
    told.textContent = clock.dataset.running.replace("{time}", time);
    bar.value = Math.min(used, limit);
    if (used > limit && !over.textContent) over.textContent = clock.dataset.over; // once, as it is read aloud
  };

  bar.hidden = false;
  show();
  setInterval(show, 1000);
};

if (clock) run();
