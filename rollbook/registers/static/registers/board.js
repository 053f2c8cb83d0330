// @ts-check
// An open board asks for one word, and takes its new state when that is another one; never while the tab is hidden.
import { say, whisper } from "../web/toasts.js";

const ASK_MS = 1_300;
const PATIENCE_MS = 8_000;
let asking = false;
let due = dueOf();
let late = count();
/** @type {string | null} */
let lane = null;

setInterval(() => look(), ASK_MS);
document.addEventListener("visibilitychange", () => look());
document.addEventListener("htmx:after:swap", settled);
const form = document.getElementById("rg-act");
if (form instanceof HTMLFormElement) form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.submitter instanceof HTMLButtonElement) act(form, event.submitter);
});

async function look() {
  const board = live();
  if (!board || document.hidden || asking) return;
  asking = true;
  try {
    if ((due > 0 && Date.now() >= due) || (await hasChanged(board))) refresh();
    connected(true);
  } catch {
    connected(false);
  }
  asking = false;
}

function live() {
  return document.getElementById("rg-live");
}

/** @param {HTMLElement} board */
async function hasChanged(board) {
  const headers = { "X-Board-Ticket": board.dataset.ticket ?? "", "If-None-Match": `"${board.dataset.version}"` };
  const answer = await fetch(board.dataset.ask ?? "", { headers, redirect: "error", signal: AbortSignal.timeout(PATIENCE_MS) });
  if (answer.status !== 304 && !answer.ok) throw new Error(String(answer.status));
  return answer.status !== 304;
}

/** htmx takes the new state and morphs the old into it, so that focus stays where it is. */
function refresh() {
  due = Date.now() + PATIENCE_MS;
  lane = document.activeElement?.closest("#rg-live .rb-lane")?.id ?? null;
  live()?.dispatchEvent(new Event("refresh"));
}

function settled() {
  due = dueOf();
  refocus();
  const now = count();
  if (now !== late) whisper(document, now ? `${now} ${now === 1 ? "register is" : "registers are"} late.` : "No register is late.");
  late = now;
}

/** The moment at which the board changes though nobody does anything, 0 for none; not at once on every screen. */
function dueOf() {
  const next = document.querySelector("#rg-live [data-next]");
  const seconds = Number(next instanceof HTMLElement ? next.dataset.next : 0);
  return seconds ? Date.now() + (seconds + Math.random()) * 1000 : 0;
}

function count() {
  return document.querySelectorAll("#lane-late .rg-late").length;
}

/** What had focus has gone: to the next thing in its lane, or to the lane's name. */
function refocus() {
  if (!lane || document.activeElement !== document.body) return;
  const home = document.getElementById(lane) ?? document.querySelector("#rg-live .rb-lane");
  const next = home?.querySelector("a, button") ?? home?.querySelector("h2");
  if (!(next instanceof HTMLElement)) return;
  if (next.matches("h2")) next.tabIndex = -1;
  next.focus({ preventScroll: true });
}

/** @param {HTMLFormElement} form @param {HTMLButtonElement} button */
async function act(form, button) {
  const field = form.elements.namedItem("csrfmiddlewaretoken");
  const headers = { "Content-Type": "application/json", "X-CSRFToken": field instanceof HTMLInputElement ? field.value : "" };
  const body = JSON.stringify({ [button.name]: button.value });
  try {
    const answer = await fetch(form.action, { method: "POST", headers, body, redirect: "error" });
    say(document, (await answer.json()).says);
    refresh();
  } catch {
    say(document, "No connection: nothing was noted. Try again.");
  }
}

/** @param {boolean} is */
function connected(is) {
  live()?.toggleAttribute("data-old", !is);
  const says = document.getElementById("rg-live-says");
  const words = is ? "" : "No connection: this is the board as it was. It asks again by itself.";
  if (says && says.textContent !== words) says.textContent = words;
}
