// @ts-check
// The inbox by keyboard: the row in focus is filed, put aside, rung back or opened by one key; the list stays fresh.
import { whisper } from "../web/toasts.js";

const ASK_MS = 10_000;
let at = 0;
let asking = false;

const rows = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-ab-report]")]);
const list = () => document.getElementById("ab-line");

setInterval(ask, ASK_MS);
document.addEventListener("visibilitychange", ask);
document.addEventListener("keydown", key);
document.addEventListener("focusin", (event) => {
  const row = event.target instanceof Element ? event.target.closest("[data-ab-report]") : null;
  if (row instanceof HTMLElement) at = rows().indexOf(row);
});
document.addEventListener("htmx:after:swap", () => {
  if (document.activeElement === document.body || document.activeElement === null) focus(at);
});
if (document.activeElement === document.body) focus(0);

async function ask() {
  const part = list();
  if (!part || document.hidden || asking || part.querySelector("details[open], input:focus")) return;
  asking = true;
  try {
    const answer = await fetch(part.dataset.abLine ?? "", { redirect: "error" });
    if (answer.ok && (await answer.json()).version !== part.dataset.version) {
      part.dispatchEvent(new Event("refresh"));
      whisper(document, "The absence line has changed.");
    }
  } catch {
    // Without network the list stays as it is and asks again.
  }
  asking = false;
}

/** @param {number} n */
function focus(n) {
  const all = rows();
  if (!all.length) return;
  at = Math.max(0, Math.min(n, all.length - 1));
  all[at].focus();
}

/** @param {KeyboardEvent} event */
function key(event) {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
  const target = event.target instanceof HTMLElement ? event.target : null;
  const row = target?.closest("[data-ab-report]");
  if (target && row && target.matches("[name=code]") && event.key === "Escape") return focus(at);
  if (!target || document.documentElement.dataset.keys === "off" || target.matches("input, textarea, select, a, button, summary")) return;
  if (!row && target !== document.body) return;
  if (does(event.key, row instanceof HTMLElement ? row : null)) event.preventDefault();
}

/** @param {string} pressed @param {HTMLElement | null} row */
function does(pressed, row) {
  if (pressed === "j" || pressed === "ArrowDown") return focus(row ? at + 1 : 0), true;
  if (pressed === "k" || pressed === "ArrowUp") return focus(row ? at - 1 : 0), true;
  if (pressed === "u") return click(document, "[data-ab-undo]");
  if (!row) return false;
  if (pressed === "Enter") return click(row, "[data-ab-file] .rb-button--act") || click(row, "[data-ab-open]");
  if (pressed === "o") return click(row, "[data-ab-open]");
  if (pressed === "b") return click(row, "[data-ab-ring] button");
  if (pressed === "r") return aside(row);
  return /^[a-z#]$/i.test(pressed) && code(row, pressed);
}

/** @param {HTMLElement} row @param {string} letter */
function code(row, letter) {
  const field = row.querySelector("[name=code]");
  if (!(field instanceof HTMLInputElement)) return false;
  field.value = letter.toUpperCase();
  whisper(document, `Code ${field.value}. Enter files it.`);
  return true;
}

/** @param {HTMLElement} row */
function aside(row) {
  const field = row.querySelector("[data-ab-why]");
  if (!(field instanceof HTMLInputElement)) return false;
  field.closest("details")?.setAttribute("open", "");
  field.focus();
  return true;
}

/** @param {ParentNode} place @param {string} selector */
function click(place, selector) {
  const found = place.querySelector(selector);
  if (!(found instanceof HTMLElement)) return false;
  found.click();
  return true;
}
