// @ts-check

/** Theme and density change on the spot; the server keeps them in a cookie of its own.
 * @param {Document} page */
export function preferences(page) {
  page.addEventListener("submit", (event) => {
    const form = event.target;
    const by = event.submitter;
    if (!(form instanceof HTMLFormElement) || !(by instanceof HTMLButtonElement)) return;
    if (!form.matches("[data-rb-preferences]") || by.name !== "theme") return;
    event.preventDefault();
    const body = new FormData(form, by);
    fetch(form.action, { method: "POST", body, redirect: "manual", credentials: "same-origin" })
      .then(() => show(page, form, by))
      .catch(() => form.submit());
  });
}

/** @param {Document} page @param {HTMLFormElement} form @param {HTMLButtonElement} by */
function show(page, form, by) {
  if (by.value) page.documentElement.dataset.theme = by.value;
  else delete page.documentElement.dataset.theme;
  for (const button of form.querySelectorAll("button[name=theme]")) {
    button.setAttribute("aria-pressed", String(button === by));
  }
}
