// @ts-check
const FIRST_MS = 400;
const EVERY_MS = 30_000;

/** The line under the header that says what is asked of this person now; looked for again while the tab is seen.
 * @param {Document} page */
export function asked(page) {
  const place = page.querySelector("[data-rb-asked]");
  if (!(place instanceof HTMLElement)) return;
  const look = async () => {
    if (page.hidden) return;
    try {
      const answer = await fetch(place.dataset.rbAsked ?? "", { redirect: "error" });
      const fresh = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html").body;
      if (place.textContent !== fresh.textContent) place.replaceChildren(...fresh.childNodes);
    } catch {
      // Without network the line stays as it is and is looked for again.
    }
  };
  setTimeout(look, FIRST_MS);
  setInterval(look, EVERY_MS);
  page.addEventListener("visibilitychange", look);
}
