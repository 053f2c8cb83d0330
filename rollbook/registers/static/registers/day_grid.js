// @ts-check
/** The day grid by keyboard: one tab stop; arrows, Home and End move among the links of the table. */

const table = document.querySelector("[data-dg] table");
if (table instanceof HTMLTableElement) begin(table);

/** @param {HTMLTableElement} table */
function begin(table) {
  const rows = [...table.tBodies[0].rows];
  /** @type {HTMLAnchorElement | null} */
  let at = null;

  /** @param {HTMLAnchorElement | null | undefined} link @param {boolean} focus */
  const go = (link, focus) => {
    if (!link) return;
    if (at) at.tabIndex = -1;
    at = link;
    at.tabIndex = 0;
    if (focus) at.focus();
  };

  for (const link of table.querySelectorAll("tbody a")) /** @type {HTMLAnchorElement} */ (link).tabIndex = -1;
  go(linkIn(rows[0], 0), false);
  table.setAttribute("data-rb-own-keys", "");
  table.addEventListener("focusin", (event) => {
    if (event.target instanceof HTMLAnchorElement && event.target.closest("tbody")) go(event.target, false);
  });
  table.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const cell = at && at.closest("th, td");
    if (!(cell instanceof HTMLTableCellElement)) return;
    const row = rows.indexOf(/** @type {HTMLTableRowElement} */ (cell.parentElement));
    const found = target(event.key, rows, row, cell.cellIndex);
    if (found === undefined) return;
    event.preventDefault();
    go(found, true);
  });
}

/** Where a key leads: undefined for a key that is none of ours, null where nothing is to be gone to.
 * @param {string} key @param {HTMLTableRowElement[]} rows @param {number} row @param {number} column */
function target(key, rows, row, column) {
  const last = rows[0].cells.length - 1;
  switch (key) {
    case "ArrowDown": return along(rows, row, column, 1);
    case "ArrowUp": return along(rows, row, column, -1);
    case "PageDown": return linkIn(rows[Math.min(rows.length - 1, row + 15)], column) ?? linkIn(rows[Math.min(rows.length - 1, row + 15)], 0);
    case "PageUp": return linkIn(rows[Math.max(0, row - 15)], column) ?? linkIn(rows[Math.max(0, row - 15)], 0);
    case "ArrowRight": return across(rows[row], column, 1);
    case "ArrowLeft": return across(rows[row], column, -1);
    case "Home": return linkIn(rows[0], 0);
    case "End": return across(rows[row], last + 1, -1);
    default: return undefined;
  }
}

/** @param {HTMLTableRowElement[]} rows @param {number} row @param {number} column @param {number} step */
function along(rows, row, column, step) {
  for (let next = row + step; next >= 0 && next < rows.length; next += step) {
    const found = linkIn(rows[next], column);
    if (found) return found;
  }
  return null;
}

/** @param {HTMLTableRowElement} row @param {number} column @param {number} step */
function across(row, column, step) {
  for (let next = column + step; next >= 0 && next < row.cells.length; next += step) {
    const found = linkIn(row, next);
    if (found) return found;
  }
  return null;
}

/** @param {HTMLTableRowElement} row @param {number} column @returns {HTMLAnchorElement | null} */
function linkIn(row, column) {
  return row.cells[column].querySelector("a");
}
