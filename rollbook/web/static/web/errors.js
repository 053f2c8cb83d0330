// @ts-check

/** A page that came back with errors starts at their summary, also after htmx has swapped it in.
 * @param {Document} page */
export function errors(page) {
  focusSummary(page);
  page.addEventListener("htmx:after:swap", () => focusSummary(page));
  page.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest(".govuk-error-summary a") : null;
    if (!(link instanceof HTMLAnchorElement)) return;
    const field = page.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.closest(".govuk-form-group")?.scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
}

/** @param {Document} page */
function focusSummary(page) {
  const summary = page.querySelector("[data-rb-focus]:not([data-met])");
  if (!(summary instanceof HTMLElement)) return;
  summary.dataset.met = "";
  summary.focus();
}
