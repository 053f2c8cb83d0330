// @ts-check
import { whisper } from "../web/toasts.js";
import { counted } from "./state.js";

/** Draws rows as the register has them: the box, the words beside it, the pressed thumb, the counts. */
export class Drawing {
  /** @param {HTMLFormElement} form @param {import("./state.js").Register} register */
  constructor(form, register) {
    this.form = form;
    this.register = register;
    register.addEventListener("change", (event) => {
      const rows = /** @type {CustomEvent} */ (event).detail;
      for (const row of rows) this.row(row);
      this.counts();
      announce(rows, register);
    });
  }

  all() {
    for (const row of this.register.rows) this.row(row);
    this.counts();
  }

  /** @param {import("./state.js").Row} row */
  row(row) {
    const { element } = row;
    element.querySelector("[data-rg-box]")?.replaceChildren(box(row, this.register));
    element.classList.toggle("rg-row--quiet", row.planned && !row.isMarked);
    element.classList.toggle("rg-row--waiting", row.waiting);
    element.classList.toggle("rg-row--said", Boolean(row.says || row.beside || row.conflict));
    const quiet = element.querySelector("[data-rg-quiet]");
    if (quiet) quiet.textContent = quietWords(row);
    const said = element.querySelector("[data-rg-said]");
    if (said instanceof HTMLElement && !row.conflict) {
      said.textContent = row.says || row.beside;
      said.hidden = !said.textContent;
      said.classList.remove("rg-said--conflict");
    }
    for (const thumb of element.querySelectorAll("[data-rg-do]")) press(/** @type {HTMLElement} */ (thumb), row, this.register);
  }

  counts() {
    const { rows, rest } = this.register;
    const marked = rows.filter((row) => row.isMarked).length;
    set("[data-rg-marked]", `${marked} of ${rows.length} marked`);
    set("[data-rg-finish-words]", finishWords(rest.length, this.register, isHand(this.form)));
    const reason = this.form.querySelector("[data-rg-reason]");
    if (reason instanceof HTMLElement) reason.hidden = !this.register.amended.length;
  }
}

/** Whether the page is shown as the list of big buttons. @param {HTMLFormElement} form */
export function isHand(form) {
  return form.getBoundingClientRect().width < 660;
}

/** @param {import("./state.js").Row} row @param {import("./state.js").Register} register */
export function words(row, register) {
  const code = register.code(row.code);
  if (!row.code) return row.planned ? "planned" : "no mark";
  const parts = [code ? `${code.symbol === "\\" || code.symbol === "/" ? "present" : `${code.symbol}, ${code.name}`}` : row.code];
  if (row.minutes !== null) parts.push(`${row.minutes} minutes late`);
  return parts.join(", ");
}

/** @param {import("./state.js").Row} row @param {import("./state.js").Register} register */
function box(row, register) {
  const code = register.code(row.code);
  const looks = ["rb-code", `rb-code--${row.code ? code?.kind ?? "present" : "empty"}`];
  if (row.entry) looks.push("rb-code--pending");
  if (row.conflict) looks.push("rb-code--conflict");
  if (!row.entry && row.stands.version > 1) looks.push("rb-code--changed");
  const spoken = words(row, register) + (row.waiting ? ", waiting to be sent" : row.entry ? ", not saved yet" : "");
  const shown = span(looks.join(" "), span("", row.code || "\u00a0", true), span("rb-hidden", spoken));
  if (row.minutes === null) return shown;
  return span("rb-mark", shown, span("rb-why", `${row.minutes} min`, true));
}

/** @param {import("./state.js").Row} row */
function quietWords(row) {
  if (row.waiting) return "waiting to be sent";
  if (!row.planned || row.isMarked) return "";
  return row.awaited ? "planned, waiting to be confirmed" : "planned";
}

/** @param {HTMLElement} thumb @param {import("./state.js").Row} row @param {import("./state.js").Register} register */
function press(thumb, row, register) {
  const does = thumb.dataset.rgDo;
  if (does === "more") return;
  const is = row.isMarked && row.code === (does === "present" ? register.present : "N");
  thumb.setAttribute("aria-pressed", String(is));
}

/** @param {number} rest @param {import("./state.js").Register} register @param {boolean} hand */
function finishWords(rest, register, hand) {
  if (!rest) return register.unsaved.length || register.taps().length ? "Finish and save" : "Finish";
  if (hand) return register.unsaved.length || rest < register.rows.length ? `All ${rest} others present` : `All ${rest} present`;
  return `Mark ${rest} remaining present and finish`;
}

/** @param {import("./state.js").Row[]} rows @param {import("./state.js").Register} register */
function announce(rows, register) {
  if (rows.length === 1) whisper(document, `${rows[0].name}: ${words(rows[0], register)}${rows[0].says ? `. ${rows[0].says}` : ""}`);
  else if (rows.length) whisper(document, `${rows.length} pupils changed. ${inWords(register)}`);
}

/** @param {import("./state.js").Register} register */
export function inWords(register) {
  const parts = counted(register);
  const total = parts.reduce((sum, part) => sum + part.count, 0);
  if (!total) return "Nobody is marked yet";
  return `${total} marked: ${parts.map((part) => `${part.count} ${part.name}`).join(", ")}`;
}

/** @param {string} selector @param {string} words */
function set(selector, words) {
  const place = document.querySelector(selector);
  if (place && place.textContent !== words) place.textContent = words;
}

/** @param {string} look @param {...(string | Node | boolean)} inside */
function span(look, ...inside) {
  const made = document.createElement("span");
  if (look) made.className = look;
  for (const one of inside) {
    if (one === true) made.setAttribute("aria-hidden", "true");
    else if (typeof one !== "boolean") made.append(one);
  }
  return made;
}
