// @ts-check
// The page without a network: how many marks wait here, of nobody in particular, and back as soon as it can.
import { kept, things } from "./waiting_store.js";

const place = document.querySelector("[data-rb-waits]");
const saves = await kept();
const count = saves.reduce((sum, save) => sum + things(save), 0);
const only = saves.every((save) => save.what !== "answer");
const [one, many] = only ? ["mark", "marks"] : ["entry", "entries"];
if (place && count) {
  place.textContent = `${count} ${count === 1 ? `${one} waits` : `${many} wait`} on this device. ${count === 1 ? "It is" : "They are"} sent when the connection is back and the person who entered ${count === 1 ? "it" : "them"} is signed in.`;
} else if (place) place.textContent = "No marks wait on this device.";

document.querySelector("[data-rb-again]")?.addEventListener("click", () => location.reload());
addEventListener("online", () => location.reload());
