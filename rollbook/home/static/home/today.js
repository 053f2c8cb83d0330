// @ts-check
// Today is fetched again every minute and after a code was set; never while somebody is in a form.

const EVERY_MS = 60_000;
/** @type {string[]} */
let open = [];
/** @type {string | null} */
let lane = null;

setInterval(() => refresh(false), EVERY_MS);
document.addEventListener("visibilitychange", () => refresh(false));
document.addEventListener("rb-refresh", () => refresh(true));

document.addEventListener("htmx:after:swap", () => {
  restore();
  const settled = document.querySelector(".ab-settled:not([data-ho-met])");
  if (!(settled instanceof HTMLElement)) return;
  settled.dataset.hoMet = "";
  setTimeout(() => refresh(true), 1200);
});

/** @param {boolean} now */
function refresh(now) {
  const today = document.querySelector("[data-ho-today]");
  if (!today || document.hidden || busy(today, now)) return;
  open = [...today.querySelectorAll("details[open][id]")].map((one) => one.id);
  const within = document.activeElement?.closest("[data-ho-today] .rb-lane");
  lane = within ? within.id : null;
  today.dispatchEvent(new Event("refresh"));
}

/** A form that is open keeps the page as it is. @param {Element} today @param {boolean} now */
function busy(today, now) {
  if (today.querySelector("[data-ab-slot] form, [data-ab-slot] .ab-statement")) return true;
  return !now && Boolean(document.activeElement?.closest("input, select, textarea"));
}

/** What was unfolded stays so, and focus stays in its lane when its row has gone. */
function restore() {
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (!lane || document.activeElement !== document.body) return;
  const home = document.getElementById(lane);
  lane = null;
  const next = home?.querySelector(".rb-line__acts .rb-button") ?? home?.querySelector("h2");
  if (!(next instanceof HTMLElement)) return;
  if (next.matches("h2")) next.tabIndex = -1;
  next.focus();
}
