// @ts-check
import { isHand } from "./draw.js";

/** The cursor of the grid: one tab stop, moved by arrows or by a row's number.
 * @typedef {{ row: () => import("./state.js").Row, to: (row: import("./state.js").Row | undefined) => void, by: (step: number) => void, begin: () => void, has: () => boolean }} Cursor
 * @param {HTMLFormElement} form @param {import("./state.js").Register} register @returns {Cursor} */
export function grid(form, register) {
  const table = /** @type {HTMLTableElement} */ (form.querySelector("[data-rg-grid]"));
  const { rows } = register;
  let at = 0;

  const cell = () => /** @type {HTMLElement} */ (rows[at].element.querySelector("[data-rg-cell]"));
  /** @param {number} next @param {boolean} focus */
  const go = (next, focus) => {
    rows[at].element.removeAttribute("data-rg-at");
    cell().tabIndex = -1;
    at = Math.min(rows.length - 1, Math.max(0, next));
    rows[at].element.setAttribute("data-rg-at", "");
    cell().tabIndex = 0;
    if (focus) cell().focus();
  };
  const arrange = () => arrangeFor(form, table, register, () => go(at, false));

  new ResizeObserver(arrange).observe(form);
  table.addEventListener("focusin", (event) => {
    const element = event.target instanceof Element ? event.target.closest("tr[data-token]") : null;
    const found = rows.findIndex((row) => row.element === element);
    if (found >= 0 && found !== at && !isHand(form)) go(found, false);
  });
  table.addEventListener("click", (event) => {
    if (isHand(form) || !(event.target instanceof Element) || event.target.closest("a, button, input, select")) return;
    const element = event.target.closest("tr[data-token]");
    const found = rows.findIndex((row) => row.element === element);
    if (found >= 0) go(found, true);
  });

  return {
    row: () => rows[at],
    to: (row) => go(row ? row.number - 1 : at, true),
    by: (step) => go(at + step, true),
    has: () => document.activeElement === cell(),
    begin: () => {
      arrange();
      const first = rows.findIndex((row) => !row.isMarked && !row.planned);
      go(Math.max(0, first), first >= 0 && !isHand(form) && document.activeElement === document.body);
    },
  };
}

/** At a desk the table is a grid with one tab stop; in a hand it is a table of buttons.
 * @param {HTMLFormElement} form @param {HTMLTableElement} table @param {import("./state.js").Register} register @param {() => void} place */
function arrangeFor(form, table, register, place) {
  const hand = isHand(form);
  if (form.dataset.view === (hand ? "hand" : "desk")) return;
  form.dataset.view = hand ? "hand" : "desk";
  document.documentElement.dataset.rgView = form.dataset.view;
  setRole(table, hand ? "table" : "grid");
  for (const part of table.querySelectorAll("thead, tbody")) setRole(part, "rowgroup");
  for (const row of table.rows) {
    setRole(row, "row");
    for (const cell of row.cells) {
      if (cell.matches("thead th")) setRole(cell, "columnheader");
      else setRole(cell, cell.tagName === "TH" ? "rowheader" : hand ? "cell" : "gridcell");
    }
  }
  for (const cell of table.querySelectorAll("[data-rg-cell]")) {
    if (hand) cell.removeAttribute("tabindex");
    else cell.setAttribute("tabindex", "-1");
  }
  for (const link of table.querySelectorAll(".rg-history")) {
    if (hand) link.removeAttribute("tabindex");
    else link.setAttribute("tabindex", "-1");
  }
  if (!hand) place();
  register.tell([]);
}

/** @param {Element} element @param {string} role */
function setRole(element, role) {
  element.setAttribute("role", role);
}
