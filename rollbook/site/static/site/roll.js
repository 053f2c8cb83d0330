// @ts-check
// Ticking at the assembly point: shown at once, held in this page's memory until the server has it, merged with
// the other phones. Nothing is kept in the browser: a list of children does not belong on a phone.
import { whisper } from "../web/toasts.js";

const POLL_MS = 1_500;
const RETRY_MS = 2_000;

/** @typedef {{ id: string, n: number, seen: boolean, made: number }} Tick */

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-st-roll]"));
if (form) begin(form);

/** @param {HTMLFormElement} form */
function begin(form) {
  /** @type {Map<string, Tick>} */
  const held = new Map();
  let version = form.dataset.version ?? "";
  let sending = false;

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-st-n]");
    if (!(button instanceof HTMLButtonElement)) return;
    event.preventDefault();
    const seen = button.getAttribute("aria-pressed") !== "true";
    const tick = { id: crypto.randomUUID?.() ?? made(), n: Number(button.dataset.stN), seen, made: performance.now() };
    held.set(tick.id, tick);
    show(button, seen, seen ? "waiting to be sent" : "");
    count();
    whisper(document, `${seen ? "Seen" : "Not seen"}. ${missing()} not seen yet.`);
    send();
  });
  only(form);
  window.addEventListener("online", send);
  window.addEventListener("beforeunload", (event) => {
    if (held.size) event.preventDefault();
  });
  setInterval(send, RETRY_MS);
  setInterval(poll, POLL_MS);
  form.dataset.live = "";

  async function send() {
    if (sending || !held.size) return;
    sending = true;
    const going = [...held.values()];
    const now = performance.now();
    const ticks = going.map((t) => ({ id: t.id, n: t.n, seen: t.seen, ago: Math.round((now - t.made) / 1000) }));
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
        body: JSON.stringify({ ticks }),
        redirect: "error",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      for (const tick of going) held.delete(tick.id);
      take(await answer.json());
      waiting("");
    } catch {
      waiting(`${held.size} ${held.size === 1 ? "tick is" : "ticks are"} waiting to be sent. Keep this page open.`);
    } finally {
      sending = false;
    }
  }

  async function poll() {
    if (document.hidden) return;
    try {
      const answer = await fetch(`${form.dataset.state}?have=${version}`, { redirect: "error" });
      if (answer.ok) take(await answer.json());
    } catch {
      waiting(held.size ? `${held.size} waiting to be sent. Keep this page open.` : "No network: others' ticks are not shown.");
      return;
    }
    if (!held.size) waiting("");
  }

  /** @param {{ version: number, closed: boolean, seen?: Record<string, string> }} state */
  function take(state) {
    if (state.closed) window.location.reload();
    version = String(state.version);
    if (!state.seen) return;
    const mine = new Set([...held.values()].map((t) => t.n));
    for (const button of buttons()) {
      const n = Number(button.dataset.stN);
      if (!mine.has(n)) show(button, n in state.seen, state.seen[n] ?? "");
    }
    count();
  }

  /** @param {string} words */
  function waiting(words) {
    const line = /** @type {HTMLElement} */ (form.querySelector("[data-st-waiting]"));
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

/** A random id where the page is not on a secure address. */
function made() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
