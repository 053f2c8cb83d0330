// @ts-check
// Minutes as they are written: kept on the server by themselves, and a line of them made an action point by keyboard.
import { whisper } from "../web/toasts.js";

const KEEP_AFTER_MS = 2_000;
const AGAIN_AFTER_MS = 10_000;

const form = document.querySelector("form[data-mt-minutes]");
const text = form?.querySelector("textarea[name=words]");
if (form instanceof HTMLFormElement && text instanceof HTMLTextAreaElement) begin(form, text);

/** @param {HTMLFormElement} form @param {HTMLTextAreaElement} text */
function begin(form, text) {
  const says = part(form, "[data-mt-says]");
  const clash = part(document, "[data-mt-clash]");
  let timer = 0;
  let keeping = false;
  let stopped = false;
  let kept = text.value;
  let came = "";

  part(form, "[data-mt-live]")?.removeAttribute("hidden");
  text.addEventListener("input", () => {
    tell("Not saved yet");
    wait(KEEP_AFTER_MS);
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    toPoint(text);
  });
  form.addEventListener("submit", () => {
    stopped = true;
    clearTimeout(timer);
  });
  addEventListener("beforeunload", (event) => {
    if (!stopped && text.value !== kept) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => document.hidden && keep());
  clash?.querySelector("[data-mt-join]")?.addEventListener("click", () => {
    text.value = `${came}\n\n${text.value}`;
    clash.hidden = true;
    stopped = false;
    text.focus();
    keep();
  });
  points(text);
  form.dataset.ready = "";

  /** @param {number} ms */
  function wait(ms) {
    clearTimeout(timer);
    timer = setTimeout(keep, ms);
  }

  async function keep() {
    clearTimeout(timer);
    if (keeping || stopped || text.value === kept) return;
    keeping = true;
    const words = text.value;
    const version = field(form, "version");
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": field(form, "csrfmiddlewaretoken").value },
        body: JSON.stringify({ words, version: Number(version.value), pupil: named(form, "pupil") }),
        redirect: "error",
      });
      const said = await answer.json();
      if (answer.ok) {
        version.value = String(said.version);
        kept = words;
        tell(said.says);
      } else if (answer.status === 409) both(said, version);
      else {
        stopped = answer.status !== 503;
        tell(`Not saved. ${said.says ?? ""}`);
      }
    } catch {
      tell("No connection: keep this page open. It is saved when the network is back.");
      wait(AGAIN_AFTER_MS);
    }
    keeping = false;
    if (!stopped && text.value !== kept && text.value !== words) wait(KEEP_AFTER_MS);
  }

  /** @param {{theirs: string, by: string, version: number, says: string}} said @param {HTMLInputElement} version */
  function both(said, version) {
    stopped = true;
    version.value = String(said.version);
    came = said.theirs;
    if (!clash) return;
    const theirs = clash.querySelector("[data-mt-theirs]");
    const by = clash.querySelector("[data-mt-by]");
    if (theirs) theirs.textContent = said.theirs;
    if (by) by.textContent = `${said.by} has written on these minutes. Yours are not saved until you put both together.`;
    clash.hidden = false;
    tell("Not saved: somebody wrote meanwhile");
    whisper(document, said.says);
  }

  /** @param {string} words */
  function tell(words) {
    if (says) says.textContent = words;
  }
}

/** The line in which the caret stands goes into the form of action points. @param {HTMLTextAreaElement} text */
function toPoint(text) {
  const says = document.querySelector("form[data-mt-point] [name=says]");
  if (!(says instanceof HTMLInputElement)) return;
  const at = text.selectionStart;
  const from = text.value.lastIndexOf("\n", at - 1) + 1;
  const to = text.value.indexOf("\n", at);
  says.value = text.value.slice(from, to < 0 ? undefined : to).trim().slice(0, says.maxLength > 0 ? says.maxLength : undefined);
  says.focus();
}

/** Adding an action point leaves the writer in the text, where they were. @param {HTMLTextAreaElement} text */
function points(text) {
  const place = part(document, "[data-mt-points]");
  if (!place) return;
  place.addEventListener("keydown", (event) => {
    if (event.key === "Escape") text.focus();
  });
  place.addEventListener("submit", async (event) => {
    const sent = event.target;
    if (!(sent instanceof HTMLFormElement) || !sent.matches("[data-mt-point]")) return;
    event.preventDefault();
    try {
      const body = new FormData(sent);
      const answer = await fetch(sent.action, { method: "POST", headers: { "X-Part": "points" }, body, redirect: "error" });
      if (!answer.ok && answer.status !== 422) throw new Error("not a list");
      place.innerHTML = await answer.text();
      if (answer.ok) {
        whisper(document, "The action point is added.");
        text.focus();
        return;
      }
      const wrong = place.querySelector(".govuk-form-group--error input, .govuk-form-group--error select, [name=says]");
      if (wrong instanceof HTMLElement) wrong.focus();
    } catch {
      sent.submit();
    }
  });
}

/** @param {ParentNode} within @param {string} what */
function part(within, what) {
  const found = within.querySelector(what);
  return found instanceof HTMLElement ? found : null;
}

/** @param {HTMLFormElement} form @param {string} name */
function field(form, name) {
  const found = form.querySelector(`input[name="${name}"]`);
  if (!(found instanceof HTMLInputElement)) throw new Error(`the form has no ${name}`);
  return found;
}

/** @param {HTMLFormElement} form @param {string} name */
function named(form, name) {
  const found = form.querySelector(`input[name="${name}"]`);
  return found instanceof HTMLInputElement ? found.value : "";
}
