/* The clock of a turn, counted down where one sees it; the server's clock is the one that counts. When the time is up,
   silence is sent. Who leaves the page is called away: the turn is paused, and has its full time when they are back. */

const form = document.querySelector("[data-turn-clock]");
const words = form.querySelector("[data-words]");
const bar = form.querySelector("progress");
const announced = form.querySelector("[data-announce]");
const pause = document.querySelector("#pause-form");
const end = performance.now() + 1000 * Number(form.dataset.left);
let before = Infinity;
let gone = false;

const time = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

const tick = () => {
  const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
  if (left === before || gone) return;
  words.textContent = left ? form.dataset.time.replace("{time}", time(left)) : form.dataset.over;
  bar.value = left;
  /* Read out at a few moments only: who listens also has to read. */
  const said = [30, 10].find((moment) => left <= moment && moment < before && before !== Infinity);
  if (said) announced.textContent = form.getAttribute(`data-said-${said}`);
  before = left;
  if (left > 0) return;
  announced.textContent = form.dataset.over;
  form.requestSubmit(form.querySelector("[data-silence]"));
};

tick();
setInterval(tick, 250);

addEventListener("submit", (event) => {
  if (!event.defaultPrevented) gone = true;
});

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") location.reload();
  else if (!gone) navigator.sendBeacon(pause.action, new FormData(pause));
});
