// @ts-check
// What stands, what is entered and not yet stored, and what can be taken back. Nothing here touches the page.

/** @typedef {{ symbol: string, name: string, kind: string, group: string, late: boolean, attends: boolean, needs: string }} Code */
/** @typedef {{ code: string, minutes: number | null, detail: string, reason: string }} Entry */
/** @typedef {{ code: string, minutes: number | null, version: number }} Standing */
/** @typedef {{ mine: Entry, by: string, at: string }} Conflict */
/** @typedef {{ token: string, code: string, minutes: number | null, detail: string, reason: string, seen: number, planned?: boolean }} Tap */

export class Row {
  /** @param {HTMLTableRowElement} element @param {number} number */
  constructor(element, number) {
    const said = element.dataset;
    this.element = element;
    this.number = number;
    this.token = said.token ?? "";
    this.name = said.name ?? "";
    /** Whether an absence is planned; what it is, this page does not know. */
    this.planned = "planned" in said;
    /** Whether it was sent as planned and only waits to be confirmed by somebody else. */
    this.awaited = false;
    /** @type {Standing} */
    this.stands = { code: said.code ?? "", minutes: whole(said.minutes), version: Number(said.version) };
    /** @type {Entry | null} */
    this.entry = null;
    /** @type {Conflict | null} */
    this.conflict = null;
    this.waiting = false;
    this.says = "";
    /** What is to be known of a mark that was stored, e.g. that the session's mark stays. */
    this.beside = "";
  }

  /** The code that the row shows: what was entered, else what stands. */
  get code() {
    return this.entry?.code || this.stands.code;
  }

  get minutes() {
    return this.entry ? this.entry.minutes : this.stands.minutes;
  }

  /** Whether somebody has said what this pupil is: stored, or entered and about to be. */
  get isMarked() {
    return Boolean(this.entry || this.stands.code);
  }

  /** A planned absence that is sent as such with the next save; the server knows what it is. */
  get isQuiet() {
    return this.planned && !this.isMarked && !this.awaited;
  }
}

export class Register extends EventTarget {
  /** @param {HTMLFormElement} form @param {import("./clock.js").Clock} clock */
  constructor(form, clock) {
    super();
    this.clock = clock;
    this.present = form.dataset.present ?? "/";
    this.mayAmend = "amends" in form.dataset;
    /** @type {Code[]} */
    this.codes = JSON.parse(document.getElementById("rg-codes")?.textContent ?? "[]");
    const rows = /** @type {NodeListOf<HTMLTableRowElement>} */ (form.querySelectorAll("tr[data-token]"));
    this.rows = [...rows].map((element, at) => new Row(element, at + 1));
    /** @type {{ row: Row, before: Entry | null }[][]} */
    this.steps = [];
  }

  /** @param {string} symbol */
  code(symbol) {
    return this.codes.find((code) => code.symbol === symbol);
  }

  /** @param {string} token */
  row(token) {
    return this.rows.find((row) => row.token === token);
  }

  get unsaved() {
    return this.rows.filter((row) => row.entry);
  }

  /** Rows that nothing is known of: no mark, and no planned absence. */
  get rest() {
    return this.rows.filter((row) => !row.isMarked && !row.planned);
  }

  /** @param {Row} row @param {string} symbol @param {Partial<Entry>} [more] */
  enter(row, symbol, more = {}) {
    const late = this.code(symbol)?.late ?? false;
    const entry = { code: symbol, minutes: late ? this.minutesNow(symbol) : null, detail: "", reason: "", ...more };
    this.#change([[row, entry]]);
  }

  /** Take back what was entered and not stored. @param {Row} row */
  clear(row) {
    if (!row.entry) return false;
    this.#change([[row, null]]);
    return true;
  }

  /** Every row without a mark and without a planned absence is present; one step to take back. */
  markRest() {
    const rest = this.rest;
    const entry = { code: this.present, minutes: null, detail: "", reason: "" };
    this.#change(rest.map((row) => [row, { ...entry }]));
    return rest.length;
  }

  /** @returns {Row[]} the rows that went back to what they were */
  undo() {
    const step = this.steps.pop();
    if (!step) return [];
    for (const { row, before } of step) row.entry = before;
    const rows = step.map(({ row }) => row);
    this.tell(rows);
    return rows;
  }

  /** Minutes late of a pupil who walks in now; none where the code does not fit this moment. @param {string} symbol */
  minutesNow(symbol) {
    const { clock } = this;
    const isNow = clock.now() >= clock.opens && !clock.isOver();
    return isNow && this.code(symbol)?.attends === !clock.isClosed() ? Math.min(400, clock.minutes()) : null;
  }

  /** What would be sent now: entries, and planned absences that nobody contradicts. @returns {Tap[]} */
  taps() {
    const taps = [];
    for (const row of this.rows) {
      if (row.entry) taps.push({ token: row.token, ...row.entry, seen: row.stands.version });
      else if (row.isQuiet) taps.push({ token: row.token, code: "", minutes: null, detail: "", reason: "", seen: 0, planned: true });
    }
    return taps;
  }

  /** Standing marks that are about to change after the close: the law wants the reason. */
  get amended() {
    if (!this.clock.isClosed()) return [];
    return this.rows.filter((row) => row.entry && row.stands.code && !row.entry.reason);
  }

  /** @param {Row[]} rows */
  tell(rows) {
    this.dispatchEvent(new CustomEvent("change", { detail: rows }));
  }

  /** @param {[Row, Entry | null][]} changes */
  #change(changes) {
    if (!changes.length) return;
    this.steps.push(changes.map(([row]) => ({ row, before: row.entry })));
    for (const [row, entry] of changes) {
      row.entry = entry && saysTheSame(entry, row.stands) ? null : entry;
      row.says = "";
      row.beside = "";
      row.conflict = null;
    }
    this.tell(changes.map(([row]) => row));
  }
}

/** What the marks come to: “28 marked: 25 present, 1 late, 2 absent”. @param {Register} register */
export function counted(register) {
  const groups = new Map();
  for (const row of register.rows) {
    const group = row.isMarked ? register.code(row.code)?.group : row.isQuiet ? "planned" : undefined;
    if (group) groups.set(group, (groups.get(group) ?? 0) + 1);
  }
  return ["present", "late", "elsewhere", "absent", "not counted", "planned"]
    .filter((name) => groups.has(name))
    .map((name) => ({ name, count: /** @type {number} */ (groups.get(name)) }));
}

/** @param {Entry} entry @param {Standing} stands */
function saysTheSame(entry, stands) {
  return entry.code === stands.code && entry.minutes === stands.minutes && !entry.detail && !entry.reason;
}

/** @param {string | undefined} text */
function whole(text) {
  return text ? Number(text) : null;
}
