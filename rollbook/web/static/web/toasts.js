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
