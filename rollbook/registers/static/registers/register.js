// @ts-check
// A register at a desk or in a hand: everything here improves a form that already works without it.
import { Register } from "./state.js";
import { clockOf } from "./clock.js";
import { Drawing } from "./draw.js";
import { grid } from "./grid.js";
import { keys } from "./keys.js";
import { phone } from "./phone.js";
import { known } from "./known.js";
import { Sender } from "./save.js";
import { conflicts } from "./conflicts.js";
import { finishing } from "./finish.js";

const form = document.querySelector("[data-rg]");
if (form instanceof HTMLFormElement) start(form);

/** @param {HTMLFormElement} form */
function start(form) {
  const clock = clockOf(document);
  const register = new Register(form, clock);
  const drawing = new Drawing(form, register);
  const sender = new Sender(form, register);
  const cursor = grid(form, register);
  const finish = finishing(form, register, sender, cursor);
  const shown = known(form);
  keys(form, { register, cursor, finish, shown });
  phone(form, { register, finish });
  conflicts(form, register, sender);
  form.dataset.live = "";
  document.documentElement.dataset.rgLive = "";
  drawing.all();
  cursor.begin();
}
