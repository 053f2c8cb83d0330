// @ts-check
// What is being entered is kept on the device from the first tap, so that a closed tab loses nothing: another page sends it.
import { waiting } from "../web/waiting.js";
import { newId } from "../web/waiting_post.js";

const BEAT_MS = 20_000;
const PAUSE_MS = 250;
const ASLEEP_MS = 100_000;

export class Draft {
  /** @param {HTMLFormElement} form @param {import("./state.js").Register} register
   * @param {(row: import("./state.js").Row) => boolean} isInLine */
  constructor(form, register, isInLine) {
    this.form = form;
    this.register = register;
    this.isInLine = isInLine;
    this.id = newId();
    this.order = 0;
    this.beat = Date.now();
    this.timer = 0;
    this.isKept = false;
    this.isBroken = false;
    waiting.stay();
    register.addEventListener("change", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.gather(), PAUSE_MS);
    });
    setInterval(() => { if (this.isKept) this.gather(); }, BEAT_MS);
    addEventListener("pagehide", () => this.gather(0));
    addEventListener("pageshow", (event) => { if (event.persisted) this.#anew(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden && Date.now() - this.beat > ASLEEP_MS) this.#anew(); });
  }

  /** Keep what is entered and not yet sent; with `open` 0 another page may send it at once. */
  async gather(open = Date.now()) {
    clearTimeout(this.timer);
    this.beat = Date.now();
    const taps = this.#taps();
    if (!taps.length && !this.isKept) return;
    waiting.own.add(this.id);
    if (!taps.length) {
      this.isKept = false;
      await waiting.forget(this.id);
      return;
    }
    this.isKept = true;
    this.order ||= waiting.next();
    const body = { ...bodyOf(this.form, this.register, taps), save_id: this.id, finished: false };
    const { id, order } = this;
    const kept = await waiting.keep({ id, order, body, open, to: this.form.dataset.waiting ?? "", about: this.form.dataset.about ?? "a register", made: Date.now() });
    this.isBroken = !kept;
  }

  /** The id under which it was gathered, for the save that it becomes; what comes after is gathered under another. */
  use() {
    clearTimeout(this.timer);
    const { id } = this;
    this.id = newId();
    this.order = 0;
    this.isKept = false;
    return id;
  }

  /** The page slept, so another may have sent what it had gathered: sent once more, the school stores it once. */
  async #anew() {
    await waiting.forget(this.use());
    await this.gather();
  }

  #taps() {
    const entered = this.register.taps().filter((tap) => !tap.planned && !tap.detail && !tap.reason);
    return entered.filter((tap) => !this.isInLine(/** @type {import("./state.js").Row} */ (this.register.row(tap.token)))).map(bare);
  }
}

/** What is sent of some taps, but for what makes it one save. @param {HTMLFormElement} form
 * @param {import("./state.js").Register} register @param {import("../web/waiting_store.js").KeptTap[]} taps */
export function bodyOf(form, register, taps) {
  const field = (/** @type {string} */ name) => {
    const found = form.elements.namedItem(name);
    return found instanceof HTMLInputElement ? found.value : "";
  };
  const taken = new Date(register.clock.now()).toISOString();
  return { issue: field("issue"), began_at: field("began_at"), taken_at: taken, taps };
}

/** A tap as the device may keep it. @param {import("./state.js").Tap} tap @returns {import("../web/waiting_store.js").KeptTap} */
export function bare({ token, code, minutes, seen, planned }) {
  return { token, code, minutes, seen, ...(planned ? { planned } : {}) };
}
