// @ts-check
import { whisper } from "../web/toasts.js";
import { askCode, askMinutes, askNote } from "./ask.js";

const TOGETHER_MS = 900;

/** What every key does while the focus is in the grid; `?` shows the same list.
 * @param {HTMLFormElement} form
 * @param {{ register: import("./state.js").Register, cursor: import("./grid.js").Cursor, finish: import("./finish.js").Finish, shown: { toggle: () => void } }} parts */
export function keys(form, parts) {
  const { register, cursor, finish, shown } = parts;
  const jump = jumper(register, cursor);
  const panel = help(cursor);

  /** @param {import("./state.js").Row} row @param {string} symbol */
  const enter = (row, symbol) => {
    const code = register.code(symbol);
    if (!code) return;
    if (code.needs) {
      askNote(row, code, (detail) => { register.enter(row, symbol, { detail }); cursor.by(1); }, () => cursor.to(row));
      return;
    }
    register.enter(row, symbol);
    if (code.late) askMinutes(row, register, cursor, perform);
    else cursor.by(1);
  };

  /** @param {import("./state.js").Row} row @param {string} letter */
  const family = (row, letter) => {
    const found = register.codes.filter((code) => code.symbol.startsWith(letter));
    if (found.length === 1) enter(row, found[0].symbol);
    else if (found.length) askCode(row, register.codes, letter, (symbol) => { cursor.to(row); enter(row, symbol); }, () => cursor.to(row));
    else whisper(document, `No code begins with ${letter}.`);
  };

  /** @type {Record<string, () => void>} */
  const commands = {
    ArrowDown: () => cursor.by(1),
    ArrowUp: () => cursor.by(-1),
    Enter: () => cursor.by(1),
    Home: () => cursor.to(register.rows[0]),
    End: () => cursor.to(register.rows.at(-1)),
    PageDown: () => cursor.by(10),
    PageUp: () => cursor.by(-10),
    "/": () => enter(cursor.row(), register.present),
    "\\": () => enter(cursor.row(), register.present),
    " ": () => enter(cursor.row(), register.present),
    Backspace: () => { if (!register.clear(cursor.row())) whisper(document, "Nothing unsaved here. A mark that stands is changed by entering another code."); },
    Delete: () => { register.clear(cursor.row()); },
    A: () => finish.rest(),
    S: () => finish.save(),
    F: () => finish.all(),
    H: () => history(cursor.row()),
    ".": () => shown.toggle(),
    "?": () => panel.toggle(),
    "*": () => { const row = cursor.row(); askCode(row, register.codes, "", (symbol) => { cursor.to(row); enter(row, symbol); }, () => cursor.to(row)); },
  };

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was ours */
  function perform(event) {
    if (event.altKey) return false;
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() !== "z" || event.shiftKey) return false;
      const back = register.undo();
      if (back.length === 1) cursor.to(back[0]);
      return true;
    }
    if (/^[0-9]$/.test(event.key)) return jump.digit(event.key);
    jump.over();
    const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
    if (key === "S" && event.shiftKey) family(cursor.row(), "S");
    else if (Object.hasOwn(commands, key)) commands[key]();
    else if (/^[A-Z]$/.test(key)) family(cursor.row(), key);
    else return false;
    return true;
  }

  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      finish.save();
      return;
    }
    if (!cursor.has() || event.target !== document.activeElement) return;
    if (perform(event)) event.preventDefault();
  });
}

/** A row's number goes to it; digits typed together are one number, and any other key ends it.
 * @param {import("./state.js").Register} register @param {import("./grid.js").Cursor} cursor */
function jumper(register, cursor) {
  let typed = "";
  let forget = 0;
  const over = () => { clearTimeout(forget); typed = ""; };
  const digit = (/** @type {string} */ one) => {
    const number = Number(typed + one);
    const row = register.rows[number - 1];
    if (!row) {
      over();
      whisper(document, `There is no row ${number}; the last is ${register.rows.length}.`);
      return true;
    }
    clearTimeout(forget);
    typed += one;
    cursor.to(row);
    whisper(document, row.name);
    forget = setTimeout(over, TOGETHER_MS);
    return true;
  };
  return { digit, over };
}

/** @param {import("./state.js").Row} row */
function history(row) {
  const link = row.element.querySelector(".rg-history");
  if (link instanceof HTMLAnchorElement) link.click();
  else whisper(document, "No mark stands here yet, or its history is not shown to your role.");
}

/** @param {import("./grid.js").Cursor} cursor */
function help(cursor) {
  const panel = /** @type {HTMLElement} */ (document.querySelector("[data-rg-help-panel]"));
  const button = document.querySelector("[data-rg-help]");
  const toggle = () => {
    panel.hidden = !panel.hidden;
    button?.setAttribute("aria-expanded", String(!panel.hidden));
    if (panel.hidden) cursor.to(cursor.row());
    else /** @type {HTMLElement} */ (panel.querySelector("h2")).focus();
  };
  button?.addEventListener("click", toggle);
  panel.querySelector("[data-rg-help-close]")?.addEventListener("click", toggle);
  panel.addEventListener("keydown", (event) => { if (event.key === "Escape" || event.key === "?") { event.preventDefault(); event.stopPropagation(); toggle(); } });
  return { toggle };
}
