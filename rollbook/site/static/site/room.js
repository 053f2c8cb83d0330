// @ts-check
// A room's roll that is watched: it asks for one number, and takes the new rows when that has changed and no row is in use.
import { whisper } from "../web/toasts.js";

const POLL_MS = 2_000;

const part = /** @type {HTMLElement | null} */ (document.querySelector("[data-rm-roll]"));
if (part) setInterval(() => look(part), POLL_MS);

/** @param {HTMLElement} part */
async function look(part) {
  if (document.hidden || part.contains(document.activeElement)) return;
  try {
    const answer = await fetch(part.dataset.rmRoll ?? "", { redirect: "error" });
    if (!answer.ok) return;
    const { version } = await answer.json();
    if (version === part.dataset.version) return;
    const page = await fetch(window.location.href, { redirect: "error" });
    if (!page.ok) return;
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[data-rm-roll]");
    if (!(fresh instanceof HTMLElement) || part.contains(document.activeElement)) return;
    part.replaceChildren(...fresh.childNodes);
    part.dataset.version = fresh.dataset.version;
    whisper(document, "The roll has changed.");
  } catch {
    // Without network the page stays as it is and asks again.
  }
}
