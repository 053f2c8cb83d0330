// @ts-check
// One submission at a time, with one id however often it has to be sent, so that nothing is stored twice.

const PATIENCE_MS = 15_000;
const PAUSES_MS = [2_000, 5_000, 10_000, 20_000];

/** @typedef {{ token: string, outcome: string, code: string, minutes: number | null, version: number, says: string, by: string, at: string }} Answered */

export class Sender extends EventTarget {
  /** @param {HTMLFormElement} form @param {import("./state.js").Register} register */
  constructor(form, register) {
    super();
    this.form = form;
    this.register = register;
    /** @type {{ body: string, taps: import("./state.js").Tap[], entries: Map<string, import("./state.js").Entry | null>, finished: boolean } | null} */
    this.underway = null;
    this.tries = 0;
    this.timer = 0;
    this.again = false;
    register.addEventListener("change", () => this.#tellState());
    addEventListener("online", () => this.#retryNow());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.#retryNow(); });
    addEventListener("beforeunload", (event) => { if (this.underway || register.unsaved.length) event.preventDefault(); });
  }

  /** Send what was entered; a submission that is still on its way goes first. @param {boolean} finished */
  async send(finished) {
    if (this.underway) {
      this.again = true;
      this.#retryNow();
      return;
    }
    const taps = this.register.taps();
    if (!taps.length) {
      this.dispatchEvent(new CustomEvent("settled", { detail: { rows: [], finished } }));
      return;
    }
    const body = JSON.stringify({
      issue: this.#field("issue"),
      save_id: newId(),
      began_at: this.#field("began_at"),
      taken_at: new Date(this.register.clock.now()).toISOString(),
      finished,
      taps: taps.map((tap) => ({ ...tap, reason: tap.reason || (tap.seen ? this.#reason() : "") })),
    });
    const entries = new Map(taps.map((tap) => [tap.token, this.register.row(tap.token)?.entry ?? null]));
    this.underway = { body, taps, entries, finished };
    this.tries = 0;
    await this.#try();
  }

  async #try() {
    const { underway } = this;
    if (!underway) return;
    clearTimeout(this.timer);
    this.#tellState();
    const answer = await post(this.form.action, underway.body, tokenNow() || this.#field("csrfmiddlewaretoken"));
    if (this.underway !== underway) return;
    if (answer.kind === "answered") this.#settle(answer.rows);
    else if (answer.kind === "refused") this.#stop(answer.says);
    else this.#wait(answer.kind === "signed out");
  }

  /** @param {Answered[]} answered */
  #settle(answered) {
    const { entries, finished } = /** @type {NonNullable<typeof this.underway>} */ (this.underway);
    this.underway = null;
    const rows = [];
    for (const said of answered) {
      const row = this.register.row(said.token);
      if (!row) continue;
      take(row, said, entries.get(said.token) ?? null);
      rows.push(row);
    }
    this.register.steps = [];
    this.register.tell(rows);
    if (!this.register.amended.length) this.#clearReason();
    this.dispatchEvent(new CustomEvent("settled", { detail: { rows, answered, finished } }));
    if (this.again) {
      this.again = false;
      if (this.register.unsaved.length) this.send(finished);
    }
  }

  /** The server will not have it, however often it is sent. @param {string} says */
  #stop(says) {
    const { taps } = /** @type {NonNullable<typeof this.underway>} */ (this.underway);
    this.underway = null;
    this.again = false;
    this.#mark(taps, false);
    this.dispatchEvent(new CustomEvent("stopped", { detail: { says } }));
    this.#tellState();
  }

  /** @param {boolean} signedOut */
  #wait(signedOut) {
    const { taps } = /** @type {NonNullable<typeof this.underway>} */ (this.underway);
    this.#mark(taps, true);
    this.dispatchEvent(new CustomEvent("waiting", { detail: { count: taps.length, signedOut, tries: this.tries } }));
    this.timer = setTimeout(() => this.#try(), PAUSES_MS[Math.min(this.tries, PAUSES_MS.length - 1)]);
    this.tries += 1;
    this.#tellState();
  }

  #retryNow() {
    if (this.underway && this.tries) this.#try();
  }

  /** @param {import("./state.js").Tap[]} taps @param {boolean} waiting */
  #mark(taps, waiting) {
    const rows = taps.map((tap) => this.register.row(tap.token)).filter((row) => row !== undefined);
    if (rows.every((row) => row.waiting === waiting)) return;
    for (const row of rows) row.waiting = waiting;
    this.register.tell(rows);
  }

  #tellState() {
    const pill = document.getElementById("sync");
    if (!pill) return;
    const unsaved = this.register.unsaved.length;
    const [state, words] = this.underway
      ? this.tries ? [this.tries > 6 ? "failed" : "waiting", this.tries > 6 ? "Not sent – tell the office" : `${this.underway.taps.length} waiting to send`] : ["waiting", "Saving"]
      : unsaved ? ["waiting", `${unsaved} not saved`] : ["saved", "All saved"];
    pill.dataset.state = state;
    const place = pill.querySelector(".rb-sync__words");
    if (place && place.textContent !== words) place.textContent = words;
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

/** @param {string} url @param {string} body @param {string} token
 * @returns {Promise<{ kind: "answered", rows: Answered[] } | { kind: "refused", says: string } | { kind: "lost" } | { kind: "signed out" }>} */
async function post(url, body, token) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  try {
    const answer = await fetch(url, { method: "POST", body, headers, credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.type === "opaqueredirect") return { kind: "signed out" };
    if (answer.status >= 500) return { kind: "lost" };
    const isJson = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
    if (!isJson) return { kind: "refused", says: "This page is out of date. Copy down what is not saved, then open the register again." };
    const said = await answer.json();
    return answer.ok ? { kind: "answered", rows: said.rows } : { kind: "refused", says: said.says };
  } catch {
    return { kind: "lost" };
  }
}

/** The token of whoever is signed in now: signing in again in another tab has made a new one. */
function tokenNow() {
  return /(?:^|; )(?:__Host-)?rollbook-csrf=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

/** A UUID also where the page is not served over HTTPS. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
