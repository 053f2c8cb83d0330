// @ts-check
// At the door: the answer is kept on the phone as tokens and codes, and sent once, now or when the network is back.
// The page itself is never kept: it is opened before leaving and goes on working without a network.
import { waiting } from "../web/waiting.js";
import { kept } from "../web/waiting_store.js";

const HELD = "Kept on this phone; it is sent when the network is back.";
const SENT = "The school has your answer.";
const STAY = "stayed";

for (const form of document.querySelectorAll("form[data-ab-door]")) if (form instanceof HTMLFormElement) begin(form);

/** @param {HTMLFormElement} form */
function begin(form) {
  /** @type {string} the answer of this form that waits on the phone */
  let held = "";
  form.dataset.live = "";
  form.addEventListener("change", () => teach(form));
  form.addEventListener("submit", send);
  document.addEventListener("rb:waited", look);
  teach(form);
  adopt();

  /** @param {SubmitEvent} event */
  async function send(event) {
    event.preventDefault();
    const missing = unanswered(form);
    if (missing) {
      say(form, "Answer every question first.");
      missing.focus();
      return;
    }
    held = value(form, "answer");
    const isKept = await waiting.keep(saveOf(form, held));
    if (!isKept) {
      form.submit();
      return;
    }
    say(form, HELD);
    form.dataset.sent = "";
    await waiting.kick();
  }

  /** An answer that an earlier page could not send: it is known by the children's tokens. */
  async function adopt() {
    const own = new Set(children(form));
    for (const save of await kept(waiting.who)) {
      if (save.what === "answer" && save.body.taps.some((tap) => own.has(tap.token))) {
        held = save.id;
        say(form, HELD);
        form.dataset.sent = "";
      }
    }
  }

  async function look() {
    if (!held) return;
    const save = (await kept(waiting.who)).find((one) => one.id === held);
    if (save && !save.stopped) return;
    say(form, save ? `It could not be sent. ${save.stopped}` : SENT);
    if (save) delete form.dataset.sent;
    else form.dataset.done = "";
    held = "";
  }
}

/** Never inside when only children are at home: the answer is not there to be given. @param {HTMLFormElement} form */
function teach(form) {
  const who = value(form, "who");
  const alone = who === "children";
  form.querySelector("[data-ab-children]")?.toggleAttribute("data-on", alone);
  const inside = radio(form, "inside", "inside");
  const stayed = radio(form, "inside", STAY);
  if (inside) inside.disabled = alone || who === "nobody";
  if (inside?.disabled && stayed) stayed.checked = true;
  for (const token of children(form)) {
    const spoken = radio(form, token, "alone");
    if (spoken) spoken.disabled = who === "nobody";
    if (spoken?.disabled && spoken.checked) spoken.checked = false;
  }
  const dsl = radio(form, "next", "dsl");
  if (alone && dsl && !value(form, "next")) dsl.checked = true;
}

/** @param {HTMLFormElement} form @param {string} id */
function saveOf(form, id) {
  const now = new Date().toISOString();
  const taps = [...new FormData(form)]
    .filter(([name]) => !["csrfmiddlewaretoken", "issue", "answer"].includes(name))
    .map(([token, code]) => ({ token, code: String(code), minutes: null, seen: 0 }));
  const body = { issue: value(form, "issue"), save_id: id, began_at: now, taken_at: now, finished: true, taps };
  const { waiting: to = "", about = "a visit" } = form.dataset;
  return { id, order: waiting.next(), to, about, made: Date.now(), open: 0, what: "answer", body };
}

/** @param {HTMLFormElement} form the first box of a question that has no answer yet */
function unanswered(form) {
  const boxes = [...form.querySelectorAll("input[type=radio]")].filter((box) => box instanceof HTMLInputElement);
  return boxes.find((box) => !value(form, box.name) && !box.disabled);
}

/** @param {HTMLFormElement} form the tokens of its children */
function children(form) {
  const names = [...form.querySelectorAll("input[type=radio]")].map((box) => box.getAttribute("name") ?? "");
  return [...new Set(names)].filter((name) => !["who", "inside", "next"].includes(name));
}

/** @param {HTMLFormElement} form @param {string} name @param {string} code */
function radio(form, name, code) {
  const found = form.querySelector(`input[name="${CSS.escape(name)}"][value="${code}"]`);
  return found instanceof HTMLInputElement ? found : null;
}

/** @param {HTMLFormElement} form @param {string} name */
function value(form, name) {
  return String(new FormData(form).get(name) ?? "");
}

/** @param {HTMLFormElement} form @param {string} words */
function say(form, words) {
  const place = form.querySelector("[data-ab-says]");
  if (place) place.textContent = words;
}
