// @ts-check
// Ticking at the assembly point: shown at once, kept on the phone as tokens until the server has it, merged with
// the other phones. The page that is open goes on working without a network.
import { whisper } from "../web/toasts.js";
import { queueOf } from "./roll_queue.js";

const POLL_MS = 1_500;
const RETRY_MS = 2_000;

/** @typedef {import("./roll_queue.js").Tick} Tick */

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-st-roll]"));
if (form) begin(form);

/** @param {HTMLFormElement} form */
async function begin(form) {
  const roll = form.dataset.stRoll ?? "";
  const queue = await queueOf(roll);
  const { held } = queue;
  let version = form.dataset.version ?? "";
  let sending = false;
  let why = "";

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-st-n]");
    if (!(button instanceof HTMLButtonElement)) return;
    event.preventDefault();
    const seen = button.getAttribute("aria-pressed") !== "true";
    const tick = { id: made(), roll, row: button.dataset.stRow ?? "", seen, made: Date.now(), at: place() };
    show(button, seen, "waiting to be sent");
    count();
    whisper(document, `${seen ? "Seen" : "Not seen"}. ${missing()} not seen yet.`);
    queue.add(tick).then(send);
  });
  only(form);
  window.addEventListener("online", send);
  window.addEventListener("offline", () => say("No network."));
  setInterval(send, RETRY_MS);
  setInterval(poll, POLL_MS);
  for (const tick of held.values()) {
    const button = form.querySelector(`[data-st-row="${CSS.escape(tick.row)}"]`);
    if (button instanceof HTMLButtonElement) show(button, tick.seen, "waiting to be sent");
  }
  count();
  say("");
  form.dataset.live = "";
  send();

  async function send() {
    if (sending || !held.size) return;
    sending = true;
    const going = [...held.values()];
    const ticks = going.map(({ id, row, seen, made, at }) => {
      return { id, row, seen, at, ago: Math.max(0, Math.round((Date.now() - made) / 1000)) };
    });
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
        body: JSON.stringify({ roll, ticks }),
        redirect: "manual",
      });
      if (await understood(answer)) {
        const state = await answer.json();
        await queue.taken(going);
        take(state);
        say("");
      }
    } catch {
      say("No network.");
    } finally {
      sending = false;
    }
  }

  async function poll() {
    if (document.hidden) return;
    try {
      const answer = await fetch(`${form.dataset.state}?have=${version}`, { redirect: "manual" });
      if (!(await understood(answer))) return;
      take(await answer.json());
    } catch {
      say("No network.");
      return;
    }
    if (!held.size) say("");
  }

  /** Whether the server took it; else why not, on the page. @param {Response} answer */
  async function understood(answer) {
    if (answer.ok) return true;
    if (answer.type === "opaqueredirect") say("You are signed out: sign in again in another tab.");
    else if (answer.status < 500) say((await answer.json().catch(() => ({}))).says ?? "The list is closed.");
    else say("The server does not answer.");
    return false;
  }

  /** @param {{ version: number, closed: boolean, seen?: Record<string, string> }} state */
  function take(state) {
    if (state.closed && !held.size) return window.location.reload();
    version = String(state.version);
    if (!state.seen) return;
    const mine = new Set([...held.values()].map((tick) => tick.row));
    for (const button of buttons()) {
      const n = button.dataset.stN ?? "";
      if (!mine.has(button.dataset.stRow ?? "")) show(button, n in state.seen, state.seen[n] ?? "");
    }
    count();
  }

  /** What waits, and why; nothing waits and the network is there: nothing to say. @param {string} reason */
  function say(reason) {
    why = reason;
    const n = held.size;
    const others = reason && !n ? "What others tick is not shown." : "";
    const waits = n ? `${n} ${n === 1 ? "tick" : "ticks"} waiting to be sent.` : "";
    const line = /** @type {HTMLElement} */ (form.querySelector("[data-st-waiting]"));
    const words = [reason, waits, others].filter(Boolean).join(" ");
    if (line.textContent !== words) line.textContent = words;
    line.hidden = !words;
  }

  function buttons() {
    return /** @type {NodeListOf<HTMLButtonElement>} */ (form.querySelectorAll("[data-st-n]"));
  }

  function missing() {
    return form.querySelectorAll('[data-st-expected][aria-pressed="false"]').length;
  }

  function count() {
    if (held.size) say(why);
    const whole = document.querySelector("[data-st-missing]");
    if (whole) whole.textContent = String(missing());
    whole?.parentElement?.classList.toggle("st-missing--none", missing() === 0);
    for (const part of form.querySelectorAll("[data-st-part]")) {
      const all = part.querySelectorAll("[data-st-n]").length;
      const left = part.querySelectorAll('[aria-pressed="false"]').length;
      const words = part.querySelector("[data-st-left]");
      if (words) words.textContent = `${left} of ${all} not seen`;
    }
  }

  function place() {
    const chosen = /** @type {HTMLSelectElement | null} */ (form.querySelector("[data-st-at]"));
    return Number(chosen?.value ?? 0);
  }

  function token() {
    return /** @type {HTMLInputElement} */ (form.elements.namedItem("csrfmiddlewaretoken")).value;
  }
}

/** @param {HTMLButtonElement} button @param {boolean} seen @param {string} by */
function show(button, seen, by) {
  button.setAttribute("aria-pressed", String(seen));
  const words = button.querySelector("[data-st-by]");
  if (words) words.textContent = by;
}

/** Hide who was seen, so that a phone shows only whom to look for. @param {HTMLFormElement} form */
function only(form) {
  const button = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-st-only]"));
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const on = form.toggleAttribute("data-only-missing");
    button.setAttribute("aria-pressed", String(on));
  });
}

/** A random id; made by hand where the page is not on a secure address. */
function made() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
