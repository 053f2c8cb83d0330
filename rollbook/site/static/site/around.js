// @ts-check
// A roll ticked by keys: h and n press the buttons of the row that holds the focus, the arrows go from row to row.

const roll = document.querySelector("[data-st-roll-keys]");
let sent = "";

/** @param {Element | null | undefined} row */
function enter(row) {
  const button = row?.querySelector("button");
  if (button instanceof HTMLElement) button.focus();
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  const at = event.target;
  if (!(at instanceof Element) || at instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
  const row = at.closest(".st-row");
  if (event.key === "ArrowDown") enter(row?.nextElementSibling);
  else if (event.key === "ArrowUp") enter(row?.previousElementSibling);
  else {
    const button = row?.querySelector(`[data-st-key="${CSS.escape(event.key)}"]`);
    if (!(button instanceof HTMLElement)) return;
    button.click();
  }
  event.preventDefault();
}

/** Once a row has come back from the server, the next one is at hand. */
function swapped() {
  const row = sent ? document.getElementById(sent) : null;
  sent = "";
  enter(row?.nextElementSibling ?? row);
}

if (roll instanceof HTMLElement) {
  roll.addEventListener("keydown", pressed);
  roll.addEventListener("submit", (event) => {
    sent = (event.target instanceof Element && event.target.closest(".st-row")?.id) || "";
  });
  document.body.addEventListener("htmx:after:swap", swapped);
}
