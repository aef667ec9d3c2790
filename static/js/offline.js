/* Says so while the device has no network. */

const banner = document.querySelector("[data-offline]");
const show = () => { banner.hidden = navigator.onLine; };
addEventListener("online", show);
addEventListener("offline", show);
show();
