// @ts-check
// On every page of the office: sends what waits on this device, and says above how it stands.
import { forget, isReady, isTooOld, keep, kept, openPages, rebase, things } from "./waiting_store.js";
import { newId, post, tokenNow } from "./waiting_post.js";

const EVERY_MS = 20_000;
const TELL = "Tell the attendance office, who can enter them.";

/** @typedef {import("./waiting_store.js").Save} Save
 * @typedef {{ unsaved: number, sending: number, waiting: number, failed: boolean }} Own what the page itself has to say */

export class Waiting {
  /** @param {Document} page */
  constructor(page) {
    this.page = page;
    const said = page.querySelector("meta[name=rb-who]");
    this.who = said instanceof HTMLMetaElement ? said.content : "";
    /** @type {Set<string>} saves that this page sends itself */
    this.own = new Set();
    /** @type {Own} */
    this.state = { unsaved: 0, sending: 0, waiting: 0, failed: false };
    this.count = 0;
    this.stopped = 0;
    this.under = false;
    this.order = Date.now();
    this.name = `rb-page-${newId()}`;
  }

  start() {
    if (!this.who) return;
    addEventListener("online", () => this.kick());
    this.page.addEventListener("visibilitychange", () => this.kick());
    setInterval(() => this.kick(), EVERY_MS);
    this.kick();
    serviceWorker();
  }

  /** What this page gathers is its own for as long as it is open. */
  stay() {
    navigator.locks?.request(this.name, () => new Promise(() => {}));
  }

  /** Keep a save on the device; false where the browser cannot. @param {Omit<Save, "who" | "page" | "stopped">} save */
  async keep(save) {
    try {
      await keep({ ...save, who: this.who, page: this.name, stopped: "" });
      return true;
    } catch {
      return false;
    }
  }

  /** @param {string} id */
  async forget(id) {
    await forget(id).catch(() => {});
  }

  /** A number that grows with every save of this device, also across pages. */
  next() {
    this.order = Math.max(this.order + 1, Date.now());
    return this.order;
  }

  async kick() {
    if (this.under || !this.who) return;
    this.under = true;
    try {
      await alone(() => this.#send());
    } finally {
      this.under = false;
      await this.tell();
    }
  }

  async #send() {
    for (const save of (await kept()).filter((one) => isTooOld(one) && (one.stopped || one.who !== this.who))) await this.forget(save.id);
    const pages = await openPages();
    for (const { id } of (await kept(this.who)).filter((one) => isReady(one, pages) && !this.own.has(one.id))) {
      const save = (await kept(this.who)).find((one) => one.id === id);
      if (!save || this.own.has(id)) continue;
      const answer = await post(save.to, JSON.stringify(save.body), tokenNow(this.page));
      if (answer.kind === "answered") await this.#answered(save, answer.rows);
      else if (answer.kind === "refused") await keep({ ...save, stopped: answer.says });
      else {
        if (isTooOld(save)) await this.#letGo(save);
        else later();
        if (answer.kind === "signed out") this.#say("warn", [`You are signed out, so ${save.what === "answer" ? "answers" : "marks"} wait on this device. Sign in again; they are sent then.`]);
        return;
      }
    }
  }

  /** @param {Save} save @param {import("./waiting_post.js").Answered[]} rows */
  async #answered(save, rows) {
    await this.forget(save.id);
    for (const other of await kept(this.who)) if (rebase(other.body.taps, rows)) await keep(other);
    const unused = rows.filter((row) => row.outcome === "conflict" || row.outcome === "refused");
    const says = [`${said(save)} of ${save.about} ${things(save) === 1 ? "has" : "have"} been sent.`];
    if (unused.length) says.push(`${unused.length} could not be used; the office sees ${unused.length === 1 ? "it" : "them"} and decides.`);
    const why = new Set(unused.filter((row) => row.outcome === "refused").map((row) => row.says));
    this.#say(unused.length ? "warn" : "ok", [...says, ...why]);
  }

  /** Seven days are over and it could not be sent. @param {Save} save */
  async #letGo(save) {
    await this.forget(save.id);
    this.#say("stop", [`${said(save)} of ${save.about} could not be sent for 7 days and ${things(save) === 1 ? "is" : "are"} kept on this device no longer.`, TELL]);
  }

  /** How it stands, in the bar above; a page that has something of its own to say sets `state` first. */
  async tell() {
    if (this.#words()[0] !== "saved") this.#draw(); // at once: what is entered is never called saved, not for a moment
    const saves = await kept(this.who);
    const pages = await openPages();
    const others = saves.filter((save) => !this.own.has(save.id) && isReady(save, pages));
    this.count = others.reduce((sum, save) => sum + things(save), 0);
    const stopped = saves.filter((save) => save.stopped);
    this.stopped = stopped.length;
    for (const save of stopped) this.#tellStopped(save);
    this.#draw();
    this.page.dispatchEvent(new Event("rb:waited"));
  }

  #draw() {
    const pill = this.page.getElementById("sync");
    const place = pill?.querySelector(".rb-sync__words");
    if (!pill || !place) return;
    const [state, words] = this.#words();
    pill.dataset.state = state;
    if (place.textContent !== words) place.textContent = words;
  }

  #words() {
    const { unsaved, sending, waiting, failed } = this.state;
    const all = waiting + this.count;
    if (failed || this.stopped) return ["failed", "Not sent – tell the office"];
    if (all) return ["waiting", `${all} waiting to send`];
    if (sending) return ["waiting", "Saving"];
    return unsaved ? ["waiting", `${unsaved} not saved`] : ["saved", "All saved"];
  }

  /** @param {Save} save */
  #tellStopped(save) {
    if (this.page.querySelector(`[data-rb-stopped="${save.id}"]`)) return;
    const note = this.#say("stop", [`${said(save)} of ${save.about} could not be sent.`, save.stopped, TELL]);
    if (!note) return;
    note.dataset.rbStopped = save.id;
    const button = this.page.createElement("button");
    button.type = "button";
    button.className = "rb-button";
    button.textContent = "The office knows: remove them from this device";
    button.addEventListener("click", async () => { await this.forget(save.id); note.remove(); await this.tell(); });
    note.querySelector(".rb-note__body")?.append(button);
  }

  /** @param {string} tone @param {string[]} says */
  #say(tone, says) {
    const main = this.page.getElementById("main");
    const words = says.join(" ");
    if (!main || [...main.querySelectorAll("[data-rb-waited]")].some((one) => one.querySelector("p")?.textContent === words)) return null;
    const note = this.page.createElement("div");
    note.className = `rb-note rb-note--${tone}`;
    note.dataset.rbWaited = "";
    note.setAttribute("role", tone === "stop" ? "alert" : "status");
    const body = this.page.createElement("div");
    body.className = "rb-note__body";
    const line = this.page.createElement("p");
    line.textContent = words;
    body.append(line);
    note.append(body);
    const heading = main.querySelector(".rb-heading, h1");
    if (heading) heading.after(note);
    else main.prepend(note);
    return note;
  }
}

/** @param {number} count */
export function marks(count) {
  return `${count} ${count === 1 ? "mark" : "marks"}`;
}

/** @param {Save} save */
function said(save) {
  return save.what === "answer" ? "1 answer" : marks(save.body.taps.length);
}

/** One window at a time where the browser can see to it; twice is harmless, the school stores it once.
 * @param {() => Promise<void>} does */
async function alone(does) {
  if (!navigator.locks) await does();
  else await navigator.locks.request("rb-waiting", { ifAvailable: true }, async (lock) => { if (lock) await does(); });
}

/** It could not be sent: ask the browser to do it even when no page is open. Only some can. */
export async function later() {
  if (!navigator.serviceWorker?.controller) return;
  const { sync } = /** @type {any} */ (await navigator.serviceWorker.ready);
  await sync?.register("rb-waiting").catch(() => {});
}

/** The worker keeps only what every page looks like, never a page with a pupil. */
function serviceWorker() {
  navigator.serviceWorker?.register("/sw.js", { type: "module", updateViaCache: "none" }).catch(() => {});
}

export const waiting = new Waiting(document);
