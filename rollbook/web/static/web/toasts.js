// @ts-check
const STAYS_MS = 10_000;

/** Toasts go after ten seconds, but never while someone is in them; what they offer stays in the page's own list.
 * @param {Document} page */
export function toasts(page) {
  const shelf = page.getElementById("toasts");
  if (!shelf) return;
  const watch = () => {
    for (const toast of shelf.querySelectorAll("[data-rb-toast]:not([data-timed])")) time(/** @type {HTMLElement} */ (toast));
  };
  shelf.addEventListener("click", (event) => {
    const closing = event.target instanceof Element && event.target.closest("[data-rb-close]");
    if (closing) closing.closest(".rb-toast")?.remove();
  });
  page.addEventListener("htmx:response:error", (event) => {
    const status = /** @type {CustomEvent} */ (event).detail?.ctx?.response?.status;
    if (status >= 500) say(page, "Rollbook has made a mistake. What you sent was not saved.");
  });
  page.addEventListener("htmx:error", () => say(page, "No answer. What you sent was not saved; try once more."));
  watch();
  new MutationObserver(watch).observe(shelf, { childList: true });
}

/** Say something to everybody, seen and heard; the words must carry no more than the page already shows.
 * @param {Document} page @param {string} words */
export function say(page, words) {
  const toast = page.createElement("div");
  toast.className = "rb-toast";
  toast.dataset.rbToast = "";
  const line = page.createElement("span");
  line.textContent = words;
  toast.append(line);
  page.getElementById("toasts")?.append(toast);
}

/** Only for a screen reader. @param {Document} page @param {string} words */
export function whisper(page, words) {
  const live = page.getElementById("live");
  if (live) live.textContent = words;
}

/** @param {HTMLElement} toast */
function time(toast) {
  toast.dataset.timed = "";
  const go = () => {
    if (toast.matches(":hover, :focus-within")) setTimeout(go, 2000);
    else toast.remove();
  };
  setTimeout(go, STAYS_MS);
}
