// @ts-check
// The grid of a week: selecting cells, typing or pasting codes into them. Without it the ticks and the code do.
import { Selection } from "./bulk_select.js";

const form = document.querySelector("[data-rg-bulk]");
if (form instanceof HTMLFormElement) start(form);

/** @param {HTMLFormElement} form */
function start(form) {
  const table = /** @type {HTMLTableElement} */ (form.querySelector("table"));
  const codes = new Set((form.dataset.rgBulk ?? "").split(" "));
  const says = /** @type {HTMLElement} */ (form.querySelector("[data-rg-says]"));
  const select = /** @type {HTMLSelectElement} */ (form.elements.namedItem("code"));
  const selection = new Selection(table);
  form.dataset.live = "";

  const tell = (more = "") => {
    const put = table.querySelectorAll("[data-put]").length;
    const chosen = selection.cells().length;
    says.textContent = [put ? `${put} to enter` : "", chosen > 1 ? `${chosen} selected` : "", more].filter(Boolean).join(", ");
  };
  /** @param {HTMLElement} cell @param {string} code */
  const put = (cell, code) => {
    if (code) cell.dataset.put = code === "/" && cell.dataset.col?.endsWith(".pm") ? "\\" : code;
    else delete cell.dataset.put;
  };
  /** @param {string} code */
  const fill = (code) => {
    for (const cell of selection.cells()) put(cell, code);
    tell();
  };

  selection.changed = () => tell();
  typing(table, codes, fill);
  pasting(table, codes, selection, put, tell);
  form.querySelector("[data-rg-put]")?.addEventListener("click", () => {
    if (select.value) fill(select.value);
    else says.textContent = "Choose a code first";
  });
  for (const box of form.querySelectorAll('input[name="row"], input[name="col"]')) {
    box.addEventListener("change", () => {
      const tick = /** @type {HTMLInputElement} */ (box);
      selection.line(tick.name, tick.value, tick.checked);
    });
  }
  form.addEventListener("submit", () => {
    const cells = [...table.querySelectorAll("[data-put]")].map((found) => {
      const cell = /** @type {HTMLElement} */ (found);
      return [cell.closest("tr")?.dataset.pupil, cell.dataset.col, cell.dataset.put];
    });
    const hidden = /** @type {HTMLInputElement} */ (form.elements.namedItem("cells"));
    hidden.value = cells.length ? JSON.stringify(cells) : "";
  });
}

/** A code typed over the selection: its letters count together while they come within a second.
 * @param {HTMLElement} table @param {Set<string>} codes @param {(code: string) => void} fill */
function typing(table, codes, fill) {
  let typed = "";
  let last = 0;
  table.addEventListener("keydown", (event) => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      typed = "";
      return fill("");
    }
    if (event.key.length !== 1 || event.key === " ") return;
    const key = event.key === "\\" ? "/" : event.key.toUpperCase();
    typed = event.timeStamp - last < 1000 && codes.has(typed + key) ? typed + key : key;
    last = event.timeStamp;
    if (!codes.has(typed) && ![...codes].some((code) => code.startsWith(typed))) return;
    event.preventDefault();
    if (codes.has(typed)) fill(typed);
  });
}

/** A block from a sheet, its first cell where the cursor stands; what does not fit is told, never moved elsewhere.
 * @param {HTMLElement} table @param {Set<string>} codes @param {Selection} selection
 * @param {(cell: HTMLElement, code: string) => void} put @param {(more?: string) => void} tell */
function pasting(table, codes, selection, put, tell) {
  table.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!text.trim()) return;
    event.preventDefault();
    const block = text.replace(/\r?\n$/, "").split(/\r?\n/).map((line) => line.split("\t"));
    let outside = 0;
    let unknown = 0;
    block.forEach((line, down) => line.forEach((said, across) => {
      const code = said.trim().toUpperCase().replace("\\", "/");
      if (!code) return;
      const cell = selection.from(down, across);
      if (!cell) outside += 1;
      else if (!codes.has(code)) unknown += 1;
      else put(cell, code);
    }));
    const more = [outside ? `${outside} pasted outside the grid left out` : "", unknown ? `${unknown} not a code` : ""];
    tell(more.filter(Boolean).join(", "));
  });
}
