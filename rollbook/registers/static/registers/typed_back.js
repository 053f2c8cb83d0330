// @ts-check
// Typing paper registers back: who took it goes with the save, and a register that is in leads on to the next sheet.

const form = document.querySelector("form[data-rg]");
const taker = document.querySelector("[data-rg-paper] select");
const notes = document.querySelector("[data-rg-notes]");

if (form instanceof HTMLFormElement && taker instanceof HTMLSelectElement) {
  taker.addEventListener("change", () => {
    const address = new URL(form.action);
    address.searchParams.set("paper", taker.value);
    form.action = address.href;
  });
}

if (form instanceof HTMLFormElement && notes) {
  new MutationObserver(() => {
    if (notes.querySelector(".rb-note--ok")) location.assign(form.dataset.next ?? "");
  }).observe(notes, { childList: true });
}
