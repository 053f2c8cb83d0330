// @ts-check
// The questions a code asks, in the row itself: which of a family, how many minutes, what it was.
import { whisper } from "../web/toasts.js";

const NO_NUMBER = "Write the minutes as a number";
// A sign that begins no number of minutes and is no key of the grid either.
const NO_KEY = /^[-+,:;%]$/;

/** The minutes late: there already, typed over if they are not right; any other key of the grid accepts them.
 * @param {import("./state.js").Row} row @param {import("./state.js").Register} register
 * @param {import("./grid.js").Cursor} cursor @param {(event: KeyboardEvent) => boolean} perform */
export function askMinutes(row, register, cursor, perform) {
  const field = input("rg-ask rg-ask--minutes", `Minutes late, ${row.name}`);
  field.inputMode = "numeric";
  field.maxLength = 3;
  field.value = row.minutes === null ? "" : String(row.minutes);
  const { code } = row;
  const complain = () => {
    field.setAttribute("aria-invalid", "true");
    if (field.nextSibling) field.nextSibling.textContent = NO_NUMBER;
    whisper(document, `${NO_NUMBER}: ${row.name}`);
  };
  const accept = () => {
    const typed = field.value.trim();
    if (!/^\d*$/.test(typed)) {
      complain();
      return false;
    }
    const minutes = typed ? Number(typed) : null;
    close();
    if (minutes !== row.minutes) register.enter(row, code, { minutes });
    return true;
  };
  field.addEventListener("keydown", (event) => {
    if (/^[0-9]$/.test(event.key) || ["Backspace", "Delete", "ArrowLeft", "ArrowRight", "Tab"].includes(event.key)) {
      event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") {
      close();
      register.clear(row);
      cursor.to(row);
      return;
    }
    if (NO_KEY.test(event.key)) {
      complain();
      return;
    }
    if (!accept()) return;
    cursor.to(row);
    perform(event);
  });
  const close = put(row, "[data-rg-cell]", field, accept, "min");
  field.select();
}

/** What a code must have beside it (COD-6). @param {import("./state.js").Row} row @param {import("./state.js").Code} code
 * @param {(detail: string) => void} done @param {() => void} stop */
export function askNote(row, code, done, stop) {
  const field = input("rg-ask rg-ask--note", `${code.symbol}, ${row.name}: write ${code.needs}`);
  field.maxLength = 500;
  field.placeholder = `${code.symbol}: ${code.needs}`;
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") { event.stopPropagation(); return; }
    event.preventDefault();
    event.stopPropagation();
    const said = field.value.trim();
    if (event.key === "Enter" && !said) return;
    close();
    if (event.key === "Enter") done(said);
    else stop();
  });
  const close = put(row, ".rg-about", field, null);
}

/** One code of many: typing filters by letter or by name, arrows choose, Enter accepts.
 * @param {import("./state.js").Row} row @param {import("./state.js").Code[]} codes @param {string} typed
 * @param {(symbol: string) => void} done @param {() => void} stop */
export function askCode(row, codes, typed, done, stop) {
  const field = input("rg-ask rg-ask--code", `Code, ${row.name}`);
  const list = document.createElement("ul");
  list.className = "rg-list";
  list.id = "rg-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Codes");
  for (const [name, value] of Object.entries({ role: "combobox", "aria-controls": "rg-list", "aria-expanded": "true", "aria-autocomplete": "list" })) field.setAttribute(name, value);
  field.value = typed;
  let found = codes;
  let at = 0;

  /** @param {string} symbol */
  const accept = (symbol) => { close(); done(symbol); };
  const show = () => {
    found = matching(codes, field.value.trim(), !typed);
    at = Math.min(at, Math.max(0, found.length - 1));
    list.replaceChildren(...found.map((code, n) => option(code, n === at, accept)));
    field.setAttribute("aria-activedescendant", found.length ? `rg-option-${found[at].symbol}` : "");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  field.addEventListener("input", () => {
    at = 0;
    show();
    if (typed && found.length === 1 && found[0].symbol === field.value.trim().toUpperCase()) accept(found[0].symbol);
  });
  field.addEventListener("keydown", (event) => {
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) at = (at + step + found.length) % Math.max(1, found.length);
    else if (event.key === "Enter" && found[at]) accept(found[at].symbol);
    else if (event.key === "Escape") { close(); stop(); }
    else if (event.key === "Tab") { close(); return; }
    else return;
    event.preventDefault();
    if (step) show();
  });
  const close = put(row, "[data-rg-cell]", field, null, "", list);
  show();
}

/** By symbol, the exact one first; then, in the list of all codes, by what their names say.
 * @param {import("./state.js").Code[]} codes @param {string} text @param {boolean} all */
function matching(codes, text, all) {
  const symbol = text.toUpperCase();
  const bySymbol = codes.filter((code) => code.symbol.startsWith(symbol));
  bySymbol.sort((one, other) => Number(other.symbol === symbol) - Number(one.symbol === symbol));
  if (!all && bySymbol.length) return bySymbol;
  const byName = codes.filter((code) => !bySymbol.includes(code) && code.name.toLowerCase().includes(text.toLowerCase()));
  return text.length > 2 ? [...byName, ...bySymbol] : [...bySymbol, ...byName];
}

/** @param {import("./state.js").Code} code @param {boolean} chosen @param {(symbol: string) => void} accept */
function option(code, chosen, accept) {
  const item = document.createElement("li");
  const letter = document.createElement("b");
  letter.textContent = code.symbol;
  item.append(letter, ` ${code.name}`);
  item.id = `rg-option-${code.symbol}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", String(chosen));
  item.addEventListener("pointerdown", (event) => { event.preventDefault(); accept(code.symbol); });
  return item;
}

/** @param {string} look @param {string} label */
function input(look, label) {
  const field = document.createElement("input");
  field.className = `rg-input ${look}`;
  field.type = "text";
  field.autocomplete = "off";
  field.spellcheck = false;
  field.setAttribute("aria-label", label);
  return field;
}

/** Puts a question into the row; leaving it with the mouse answers it, or takes it away.
 * @param {import("./state.js").Row} row @param {string} place @param {HTMLInputElement} field
 * @param {(() => unknown) | null} left @param {string} [after] @param {HTMLElement} [below] @returns {() => void} */
function put(row, place, field, left, after = "", below) {
  const asked = document.createElement("span");
  asked.className = "rg-asked";
  asked.append(field, after, ...(below ? [below] : []));
  row.element.querySelector(place)?.append(asked);
  row.element.setAttribute("data-rg-asks", "");
  let open = true;
  const close = () => {
    open = false;
    asked.remove();
    row.element.removeAttribute("data-rg-asks");
  };
  field.addEventListener("blur", () => {
    if (!open) return;
    const { value } = field;
    if (left && value) left();
    else close();
  });
  field.focus();
  return close;
}
