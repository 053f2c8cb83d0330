// @ts-check
// A call as it is typed: Alt and a number chooses a brother or sister, and what stands is kept on the server.

const KEEP_AFTER_MS = 1_500;
let timer = 0;
let keeping = false;

document.addEventListener("keydown", (event) => {
  if (!event.altKey || !/^[1-9]$/.test(event.key)) return;
  const box = document.querySelectorAll("[data-ab-sibling]")[Number(event.key) - 1];
  if (!(box instanceof HTMLInputElement)) return;
  event.preventDefault();
  box.click();
});

const form = document.querySelector("form[data-ab-draft]");
if (form instanceof HTMLFormElement) {
  for (const what of ["input", "change"]) form.addEventListener(what, () => {
    clearTimeout(timer);
    timer = setTimeout(() => keep(form), KEEP_AFTER_MS);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    keeping = true;
  });
  // What was typed before this script was there, and the pupil just chosen, are kept as well.
  if (form.querySelector("[name=pupils]:checked")) timer = setTimeout(() => keep(form), KEEP_AFTER_MS);
  form.dataset.ready = "";
}

/** @param {HTMLFormElement} form */
async function keep(form) {
  if (keeping) return;
  keeping = true;
  const says = form.querySelector("[data-ab-kept]");
  try {
    const answer = await fetch(form.dataset.abDraft ?? "", { method: "POST", body: new FormData(form), redirect: "error" });
    if (says) says.textContent = answer.ok ? (await answer.json()).says : "";
  } catch {
    if (says) says.textContent = "No connection: keep this page open.";
  }
  keeping = false;
}
