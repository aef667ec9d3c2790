/* Fills in the time zone of the device, as long as nobody has chosen one. */

const field = document.querySelector("[data-time-zone]");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const known = [...field.list.options].some((option) => option.value === here);

if (known && field.value === field.defaultValue) field.value = here;
