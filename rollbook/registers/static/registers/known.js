// @ts-check
import { whisper } from "../web/toasts.js";

/** What is known of the pupils is fetched only when it is asked for, and taken off the page again.
 * @param {HTMLFormElement} form */
export function known(form) {
  const button = document.querySelector("[data-rg-known]");
  let shown = false;

  const toggle = async () => {
    shown = !shown;
    button?.setAttribute("aria-pressed", String(shown));
    if (!shown) {
      empty(form);
      whisper(document, "Past weeks and notes hidden");
      return;
    }
    const answer = await fetch(form.dataset.known ?? "", { credentials: "same-origin", cache: "no-store" }).catch(() => null);
    if (!shown) return;
    if (!answer?.ok || answer.redirected) {
      whisper(document, "Past weeks and notes cannot be shown just now");
      toggle();
      return;
    }
    fill(form, new DOMParser().parseFromString(await answer.text(), "text/html"));
    whisper(document, "Past weeks and notes shown");
  };

  button?.addEventListener("click", toggle);
  return { toggle };
}

/** @param {HTMLFormElement} form @param {Document} answer */
function fill(form, answer) {
  for (const line of answer.querySelectorAll("[data-for]")) {
    const row = form.querySelector(`tr[data-token="${CSS.escape(line.getAttribute("data-for") ?? "")}"]`);
    if (!row) continue;
    row.querySelector("[data-rg-notes-of]")?.replaceChildren(...(line.querySelector("[data-part=notes]")?.childNodes ?? []));
    row.querySelector("[data-rg-past]")?.replaceChildren(...(line.querySelector("[data-part=past]")?.childNodes ?? []));
  }
  form.dataset.shows = "";
}

/** @param {HTMLFormElement} form */
function empty(form) {
  delete form.dataset.shows;
  for (const place of form.querySelectorAll("[data-rg-notes-of], [data-rg-past]")) place.replaceChildren();
}
