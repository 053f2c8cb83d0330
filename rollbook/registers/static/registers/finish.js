// @ts-check
import { say, whisper } from "../web/toasts.js";
import { marks } from "../web/waiting.js";
import { inWords, isHand, words } from "./draw.js";
import { counted } from "./state.js";

/** @typedef {{ rest: () => void, save: () => void, all: () => void }} Finish */

/** Saving and finishing: the reason where the law wants one, the check before a phone sends, the sentence at the end.
 * @param {HTMLFormElement} form @param {import("./state.js").Register} register
 * @param {import("./save.js").Sender} sender @param {import("./grid.js").Cursor} cursor @returns {Finish} */
export function finishing(form, register, sender, cursor) {
  const notes = new Notes(form);
  const check = checking(form, register, () => send(false));
  let finished = false;

  const rest = () => {
    const count = register.markRest();
    whisper(document, count ? `${count} marked present, not saved yet. ${inWords(register)}.` : "Nobody is left to mark.");
  };
  /** @param {boolean} asked */
  const send = (asked) => {
    if (!reasoned(form, register)) return;
    notes.clear();
    finished = asked || register.rows.every((row) => row.isMarked || row.planned);
    sender.send(finished);
  };
  const save = () => (isHand(form) ? check.open(0) : send(false));
  const all = () => {
    if (isHand(form)) check.open(register.markRest());
    else { register.markRest(); send(true); }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.matches("[data-rg-finish]")) all();
    else save();
  });
  sender.addEventListener("settled", (event) => {
    const { rows } = /** @type {CustomEvent} */ (event).detail;
    check.close();
    settle(form, register, rows, notes, finished);
    if (!isHand(form) && form.contains(document.activeElement)) {
      const first = rows.find((/** @type {import("./state.js").Row} */ row) => row.says || row.conflict);
      if (first) cursor.to(first);
    }
  });
  sender.addEventListener("waiting", (event) => {
    const { count, signedOut, isKept } = /** @type {CustomEvent} */ (event).detail;
    const safe = isKept ? "They are kept on this device for 7 days, also when this page is closed." : "Leave this page open: notes and reasons are not kept on the device.";
    check.close();
    if (signedOut) notes.show("warn", `You are signed out, so ${marks(count)} ${count === 1 ? "is" : "are"} waiting. Sign in again, here or in another tab; they are sent then. ${safe}`);
    else notes.show("warn", `No connection: ${count} ${count === 1 ? "mark waits" : "marks wait"} to be sent and will be, by itself. ${safe}`);
  });
  sender.addEventListener("stopped", (event) => {
    check.close();
    notes.show("stop", /** @type {CustomEvent} */ (event).detail.says);
  });
  return { rest, save, all };
}

/** @param {HTMLFormElement} form @param {import("./state.js").Register} register
 * @param {import("./state.js").Row[]} rows @param {Notes} notes @param {boolean} finished */
function settle(form, register, rows, notes, finished) {
  const problems = rows.filter((row) => row.says || row.conflict).length;
  if (problems) {
    const saved = rows.length - problems;
    notes.show("stop", `${problems} ${problems === 1 ? "row was" : "rows were"} not stored; why stands beside the name.${saved ? ` ${saved} saved.` : ""}`);
    return;
  }
  const apart = rows.filter((row) => row.beside).length;
  if (apart) {
    notes.show("warn", `Saved for the lesson. ${apart} session ${apart === 1 ? "mark was" : "marks were"} not changed with it; why stands beside the name.`);
    return;
  }
  const left = register.rows.filter((row) => !row.stands.code);
  const open = left.filter((row) => !row.planned);
  if (open.length) {
    say(document, rows.length ? `${rows.length} saved. ${open.length} still to mark.` : `Nothing new to save. ${open.length} still to mark.`);
    return;
  }
  const line = form.querySelector("[data-rg-says]");
  if (line) line.textContent = `${inWords(register)}.`;
  const unknown = register.rows.filter((row) => row.stands.code === "N").length;
  const next = [
    left.length ? `${left.length} ${left.length === 1 ? "is" : "are"} planned and waiting to be confirmed.` : "",
    unknown ? `The register is in; ${unknown === 1 ? "1 pupil has" : `${unknown} pupils have`} no reason yet and ${unknown === 1 ? "is" : "are"} on the office’s list.` : "The register is in. Nothing more to do.",
  ];
  notes.show("ok", next.filter(Boolean).join(" "), `${inWords(register)}.`, finished ? form.dataset.next : "");
}

/** After the close a mark that stands changes only with its reason (REG-7).
 * @param {HTMLFormElement} form @param {import("./state.js").Register} register */
function reasoned(form, register) {
  const field = form.elements.namedItem("reason");
  const wanted = register.mayAmend && register.amended.length > 0;
  if (!(field instanceof HTMLInputElement) || !wanted || field.value.trim()) return true;
  const place = field.closest("[data-rg-reason]");
  if (place instanceof HTMLElement) place.hidden = false;
  field.setAttribute("aria-invalid", "true");
  field.focus();
  const many = register.amended.length;
  whisper(document, `The register has closed. Write the reason for changing ${many === 1 ? "this mark" : `these ${many} marks`}, then Enter.`);
  return false;
}

/** The phone's check before anything is sent: the counts, and by name who is not here.
 * @param {HTMLFormElement} form @param {import("./state.js").Register} register @param {() => void} send */
function checking(form, register, send) {
  const panel = /** @type {HTMLElement} */ (document.querySelector("[data-rg-check]"));
  let marked = 0;
  const show = (/** @type {boolean} */ open) => {
    panel.hidden = !open;
    form.hidden = open;
  };
  const close = () => { if (!panel.hidden) { show(false); scrollTo({ top: 0 }); } };
  panel.querySelector("[data-rg-send]")?.addEventListener("click", () => send());
  panel.querySelector("[data-rg-back]")?.addEventListener("click", () => {
    if (marked) register.undo();
    close();
  });
  return {
    close,
    /** @param {number} rest */
    open: (rest) => {
      marked = rest;
      fillCounts(register, panel);
      const button = panel.querySelector("[data-rg-send]");
      const taps = register.taps().length;
      if (button) button.textContent = taps ? `Send ${taps} ${taps === 1 ? "mark" : "marks"}` : "Nothing new to send";
      show(true);
      scrollTo({ top: 0 });
      /** @type {HTMLElement} */ (panel.querySelector("h2")).focus();
    },
  };
}

/** @param {import("./state.js").Register} register @param {HTMLElement} panel */
function fillCounts(register, panel) {
  const parts = counted(register);
  const empty = register.rows.filter((row) => !row.isMarked && !row.planned).length;
  const awaited = register.rows.filter((row) => !row.isMarked && row.awaited).length;
  const lines = parts.map(({ name, count }) => [String(count), name]);
  if (awaited) lines.push([String(awaited), "waiting to be confirmed"]);
  if (empty) lines.push([String(empty), "not marked"]);
  panel.querySelector("[data-rg-counts]")?.replaceChildren(...lines.map(([count, name]) => {
    const line = document.createElement("div");
    const term = document.createElement("dt");
    const value = document.createElement("dd");
    term.textContent = name;
    value.textContent = count;
    line.append(term, value);
    return line;
  }));
  const away = register.rows.filter((row) => (row.isMarked ? register.code(row.code)?.group !== "present" : row.planned));
  const list = document.createElement("ul");
  list.className = "rg-away";
  for (const row of away) {
    const item = document.createElement("li");
    const name = document.createElement("b");
    name.textContent = row.name;
    item.append(name, `: ${words(row, register)}`);
    list.append(item);
  }
  panel.querySelector("[data-rg-away]")?.replaceChildren(...(away.length ? [list] : []));
}

/** What the page says of the last save, above the rows. */
class Notes {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.place = /** @type {HTMLElement} */ (form.querySelector("[data-rg-notes]"));
  }

  clear() {
    this.place.replaceChildren();
  }

  /** @param {string} tone @param {string} says @param {string} [title] @param {string} [next] */
  show(tone, says, title = "", next = "") {
    const note = document.createElement("div");
    note.className = `rb-note rb-note--${tone}`;
    note.setAttribute("role", tone === "stop" ? "alert" : "status");
    const body = document.createElement("div");
    body.className = "rb-note__body";
    if (title) body.append(paragraph(title, "rb-note__title"));
    const line = paragraph(says);
    if (next) {
      const link = document.createElement("a");
      link.href = next;
      link.textContent = "To the other registers";
      line.append(" ", link);
    }
    body.append(line);
    note.append(body);
    this.place.replaceChildren(note);
  }
}

/** @param {string} text @param {string} [look] */
function paragraph(text, look = "") {
  const made = document.createElement("p");
  if (look) made.className = look;
  made.textContent = text;
  return made;
}
