// @ts-check
// What was entered goes one save after another, each with one id however often it has to be sent, so that nothing is
// stored twice. What waits is kept on the device too; notes and reasons are not: they stay on this page.
import { later, waiting } from "../web/waiting.js";
import { isReady, kept, openPages, rebase } from "../web/waiting_store.js";
import { newId, post, tokenNow } from "../web/waiting_post.js";
import { Draft, bare, bodyOf } from "./draft.js";

const PAUSES_MS = [2_000, 5_000, 10_000, 20_000];
const MANY_TRIES = 6;

/** @typedef {import("../web/waiting_post.js").Answered} Answered */
/** @typedef {{ id: string, order: number, body: import("../web/waiting_store.js").Body, entries: Map<string, import("./state.js").Entry | null>, finished: boolean, isKept: boolean }} Save */

export class Sender extends EventTarget {
  /** @param {HTMLFormElement} form @param {import("./state.js").Register} register */
  constructor(form, register) {
    super();
    this.form = form;
    this.register = register;
    /** @type {Save[]} the first is on its way */
    this.line = [];
    /** @type {import("./state.js").Row[]} */
    this.done = [];
    this.going = false;
    this.tries = 0;
    this.timer = 0;
    this.draft = new Draft(form, register, (row) => this.#isInLine(row));
    register.addEventListener("change", () => this.#tellState());
    addEventListener("online", () => this.#retryNow());
    document.addEventListener("visibilitychange", () => this.#retryNow());
    addEventListener("beforeunload", (event) => { if (this.#wouldBeLost()) event.preventDefault(); });
    this.#adopt();
  }

  /** Send what was entered; what is still on its way goes first. @param {boolean} finished */
  async send(finished) {
    const taps = this.register.taps().filter((tap) => !this.#isInLine(this.register.row(tap.token)));
    const told = taps.map((tap) => ({ ...tap, reason: tap.reason || (tap.seen ? this.#reason() : "") }));
    const noted = told.filter((tap) => tap.detail || tap.reason);
    const plain = told.filter((tap) => !tap.detail && !tap.reason);
    if (plain.length) await this.#add(plain.map(bare), finished, true);
    if (noted.length) await this.#add(noted, finished, false);
    if (!this.line.length) this.#settled(finished);
    else if (this.going) this.#retryNow();
    else await this.#try();
  }

  /** @param {(import("../web/waiting_store.js").KeptTap)[]} taps @param {boolean} finished @param {boolean} isKept */
  async #add(taps, finished, isKept) {
    const id = isKept ? this.draft.use() : newId();
    const body = { ...bodyOf(this.form, this.register, taps), save_id: id, finished };
    const entries = new Map(taps.map((tap) => [tap.token, this.register.row(tap.token)?.entry ?? null]));
    const save = { id, order: waiting.next(), body, entries, finished, isKept };
    this.line.push(save);
    waiting.own.add(id);
    if (isKept) save.isKept = await this.#keep(save);
  }

  /** @param {Save} save */
  #keep(save) {
    const { id, order, body } = save;
    return waiting.keep({ id, order, body, to: this.form.dataset.waiting ?? "", about: this.form.dataset.about ?? "a register", made: Date.now(), open: 0 });
  }

  /** Marks of this register that an earlier page could not send are this page's to send. */
  async #adopt() {
    const pages = await openPages();
    for (const { id, order, body } of (await kept(waiting.who)).filter((save) => isReady(save, pages) && !waiting.own.has(save.id))) {
      const rows = body.taps.map((tap) => this.register.row(tap.token));
      if (!rows.length || rows.some((row) => !row)) continue;
      const entries = new Map();
      for (const tap of body.taps) {
        const row = /** @type {import("./state.js").Row} */ (this.register.row(tap.token));
        row.entry = tap.planned ? null : { code: tap.code, minutes: tap.minutes, detail: "", reason: "" };
        entries.set(tap.token, row.entry);
      }
      waiting.own.add(id);
      this.line.push({ id, order, body, entries, finished: body.finished, isKept: true });
    }
    if (!this.line.length) return;
    this.#mark(this.line, true);
    if (!this.going) await this.#try();
  }

  async #try() {
    const [save] = this.line;
    if (!save) return;
    clearTimeout(this.timer);
    this.going = true;
    this.#tellState();
    const answer = await post(this.form.action, JSON.stringify(save.body), tokenNow(document));
    if (this.line[0] !== save) return;
    if (answer.kind === "answered") await this.#answered(save, answer.rows);
    else if (answer.kind === "refused") this.#stop(answer.says);
    else this.#wait(answer.kind === "signed out");
  }

  /** @param {Save} save @param {Answered[]} answered */
  async #answered(save, answered) {
    this.line.shift();
    this.tries = 0;
    waiting.own.delete(save.id);
    if (save.isKept) await waiting.forget(save.id);
    for (const later of this.line) if (rebase(later.body.taps, answered) && later.isKept) await this.#keep(later);
    const rows = [];
    for (const said of answered) {
      const row = this.register.row(said.token);
      if (!row) continue;
      take(row, said, save.entries.get(said.token) ?? null);
      rows.push(row);
    }
    this.done = [...this.done.filter((row) => !rows.includes(row)), ...rows];
    this.register.steps = [];
    this.register.tell(rows);
    if (!this.register.amended.length) this.#clearReason();
    if (this.line.length) await this.#try();
    else this.#settled(save.finished);
  }

  /** @param {boolean} finished */
  #settled(finished) {
    const rows = this.done;
    this.done = [];
    this.going = false;
    this.#tellState();
    this.dispatchEvent(new CustomEvent("settled", { detail: { rows, finished } }));
  }

  /** The school will not have it, however often it is sent: what was entered stays on the page. @param {string} says */
  #stop(says) {
    const stopped = this.line;
    this.line = [];
    this.going = false;
    this.tries = 0;
    for (const save of stopped) {
      waiting.own.delete(save.id);
      if (save.isKept) waiting.forget(save.id);
    }
    this.#mark(stopped, false);
    this.draft.gather();
    this.dispatchEvent(new CustomEvent("stopped", { detail: { says } }));
    this.#tellState();
  }

  /** @param {boolean} signedOut */
  #wait(signedOut) {
    this.#mark(this.line, true);
    if (!signedOut) later();
    const isKept = this.line.every((save) => save.isKept);
    this.dispatchEvent(new CustomEvent("waiting", { detail: { count: this.#waits(), signedOut, isKept, tries: this.tries } }));
    this.timer = setTimeout(() => this.#try(), PAUSES_MS[Math.min(this.tries, PAUSES_MS.length - 1)]);
    this.tries += 1;
    this.#tellState();
  }

  #retryNow() {
    if (this.line.length && this.tries) this.#try();
  }

  /** @param {Save[]} saves @param {boolean} isWaiting */
  #mark(saves, isWaiting) {
    const tokens = saves.flatMap((save) => save.body.taps.map((tap) => tap.token));
    const rows = tokens.map((token) => this.register.row(token)).filter((row) => row !== undefined);
    if (rows.every((row) => row.waiting === isWaiting)) return;
    for (const row of rows) row.waiting = isWaiting;
    this.register.tell(rows);
  }

  /** @param {import("./state.js").Row | undefined} row whether just what it shows is on its way */
  #isInLine(row) {
    return this.line.some((save) => row && save.entries.has(row.token) && save.entries.get(row.token) === row.entry);
  }

  #waits() {
    return this.line.reduce((sum, save) => sum + save.body.taps.length, 0);
  }

  #wouldBeLost() {
    if (this.line.some((save) => !save.isKept)) return true;
    const unsaved = this.register.unsaved.filter((row) => !this.#isInLine(row));
    return unsaved.length > 0 && (this.draft.isBroken || unsaved.some((row) => row.entry?.detail || row.entry?.reason));
  }

  #tellState() {
    const unsaved = this.register.unsaved.filter((row) => !this.#isInLine(row)).length;
    waiting.state = { unsaved, sending: this.line.length, waiting: this.tries ? this.#waits() : 0, failed: this.tries > MANY_TRIES };
    waiting.tell();
  }

  /** @param {string} name */
  #field(name) {
    const field = this.form.elements.namedItem(name);
    return field instanceof HTMLInputElement ? field.value : "";
  }

  #reason() {
    return this.register.clock.isClosed() ? this.#field("reason").trim() : "";
  }

  #clearReason() {
    const field = this.form.elements.namedItem("reason");
    if (field instanceof HTMLInputElement) field.value = "";
  }
}

/** What became of one row; an entry made while it was on its way stays, now against what stands.
 * @param {import("./state.js").Row} row @param {Answered} said @param {import("./state.js").Entry | null} sent */
function take(row, said, sent) {
  const untouched = row.entry === sent;
  row.waiting = false;
  row.says = said.outcome === "refused" || said.outcome === "unchanged" ? said.says : "";
  row.beside = said.outcome === "stored" ? said.says : "";
  row.stands = { code: said.code, minutes: said.minutes, version: said.version };
  if (!said.code) row.stands = { code: "", minutes: null, version: 0 };
  if (!sent && !said.code) row.awaited = !said.says;
  if (!sent && said.says) row.planned = false;
  if (untouched) row.entry = null;
  if (sent && said.outcome === "conflict") row.conflict = { mine: sent, by: said.by, at: said.at };
}
