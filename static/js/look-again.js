/* Asks anew for a page that tells how far something is, as long as somebody looks at it. */

const told = document.querySelector("[data-look-again]");

const later = () => setTimeout(() => (document.hidden ? later() : location.reload()), Number(told.dataset.lookAgain));

later();
