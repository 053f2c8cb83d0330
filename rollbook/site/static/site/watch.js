// @ts-check
// A page that is watched: it asks for one number, and takes the new state of its own part when that has grown.
import { whisper } from "../web/toasts.js";

const POLL_MS = 1_500;
let sound = /** @type {AudioContext | null} */ (null);

const part = /** @type {HTMLElement | null} */ (document.querySelector("[data-st-watch]"));
if (part) setInterval(() => look(part), POLL_MS);

const button = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-st-sound]"));
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    sound = sound ? null : new AudioContext();
    button.setAttribute("aria-pressed", String(Boolean(sound)));
    beep();
  });
}

/** @param {HTMLElement} part */
async function look(part) {
  try {
    const answer = await fetch(part.dataset.stWatch ?? "", { redirect: "error" });
    if (!answer.ok) return;
    const { version } = await answer.json();
    if (version === part.dataset.version) return;
    const page = await fetch(window.location.href, { redirect: "error" });
    if (!page.ok) return;
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[data-st-watch]");
    if (!fresh) return window.location.reload();
    part.replaceChildren(...fresh.childNodes);
    part.dataset.version = version;
    whisper(document, "Something new about a missing pupil.");
    beep();
  } catch {
    // Without network the page stays as it is and asks again.
  }
}

function beep() {
  if (!sound) return;
  const tone = sound.createOscillator();
  tone.frequency.value = 880;
  tone.connect(sound.destination);
  tone.start();
  tone.stop(sound.currentTime + 0.35);
}
