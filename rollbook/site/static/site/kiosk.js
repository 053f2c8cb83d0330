// @ts-check
// A name stays on a screen at the door only as long as it takes to read it.
const STAYS_MS = 6_000;

if (document.querySelector("[data-st-greeting]")) {
  setTimeout(() => window.location.assign(window.location.href), STAYS_MS);
}
