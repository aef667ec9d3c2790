/* Puts the suggested words into the field when they are taken, so that the device offers to remember them. */

const take = document.querySelector("[name=take_suggested]");
const { suggested, passphrase } = take.form.elements;

take.addEventListener("change", () => {
  if (take.checked) passphrase.value = suggested.value;
  else if (passphrase.value === suggested.value) passphrase.value = "";
});
