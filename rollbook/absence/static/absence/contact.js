// @ts-check
// One key in a family's row says what came of the call; j and k go from family to family.

const list = document.querySelector("[data-ct-list]");

list?.addEventListener("keydown", (event) => {
  if (!(event instanceof KeyboardEvent) || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target;
  if (!(target instanceof Element) || target.closest("input, textarea, select")) return;
  const row = target.closest("[data-ct-row]");
  if (!(row instanceof HTMLElement)) return;
  if (event.key === "j" || event.key === "k") {
    event.preventDefault();
    step(row, event.key === "j" ? 1 : -1);
    return;
  }
  const button = row.querySelector(`button[data-key="${CSS.escape(event.key)}"]`);
  if (!(button instanceof HTMLButtonElement)) return;
  event.preventDefault();
  button.click();
});

const rows = () => [...document.querySelectorAll("[data-ct-row]")].filter((one) => one instanceof HTMLElement);

// The first family can be reached by Tab; after an act focus is on the family that was acted on.
const meant = location.hash.startsWith("#family-") ? document.getElementById(location.hash.slice(1)) : null;
const first = meant ?? rows()[0];
if (first instanceof HTMLElement) first.tabIndex = 0;
meant?.focus();

/**
 * @param {HTMLElement} row
 * @param {number} by
 */
function step(row, by) {
  const all = rows();
  const next = all[all.indexOf(row) + by];
  if (!(next instanceof HTMLElement)) return;
  row.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
