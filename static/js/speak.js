/* Says a text with the browser's own voice. Where there is none, nobody hears of it. */

const speech = globalThis.speechSynthesis;
const buttons = document.querySelectorAll("[data-speak]");

const offer = () => {
  for (const button of buttons) button.hidden = !speech.getVoices().length;
};

for (const button of speech ? buttons : []) {
  button.addEventListener("click", () => {
    const words = new SpeechSynthesisUtterance(document.getElementById(button.dataset.speak).textContent);
    words.lang = button.dataset.language;
    speech.cancel();
    speech.speak(words);
  });
}

if (speech) {
  offer();
  speech.addEventListener?.("voiceschanged", offer); // voices come late in some browsers
}
