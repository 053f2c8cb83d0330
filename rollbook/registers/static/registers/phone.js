// @ts-check

/** The list of big buttons: present, not here, and more for everything else.
 * @param {HTMLFormElement} form
 * @param {{ register: import("./state.js").Register, finish: import("./finish.js").Finish }} parts */
export function phone(form, { register }) {
  form.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-rg-do]") : null;
    if (!(button instanceof HTMLElement)) return;
    const row = register.row(button.closest("tr")?.dataset.token ?? "");
    if (!row) return;
    if (button.dataset.rgDo === "more") more(row, register, button);
    else tap(row, register, button.dataset.rgDo === "present" ? register.present : "N");
  });
}

/** A second tap on the same button takes the first one back. @param {import("./state.js").Row} row
 * @param {import("./state.js").Register} register @param {string} code */
function tap(row, register, code) {
  if (row.entry?.code === code) register.clear(row);
  else register.enter(row, code);
}

/** @param {import("./state.js").Row} row @param {import("./state.js").Register} register @param {HTMLElement} button */
function more(row, register, button) {
  const open = row.element.nextElementSibling;
  if (open?.matches(".rg-more")) {
    shut(open, button);
    return;
  }
  const panel = panelOf(row, register, () => shut(panel, button));
  row.element.after(panel);
  button.setAttribute("aria-expanded", "true");
  /** @type {HTMLElement | null} */ (panel.querySelector("button, select"))?.focus();
}

/** @param {Element} panel @param {HTMLElement} button */
function shut(panel, button) {
  panel.remove();
  button.setAttribute("aria-expanded", "false");
  button.focus();
}

/** @param {import("./state.js").Row} row @param {import("./state.js").Register} register @param {() => void} done */
function panelOf(row, register, done) {
  const panel = document.createElement("tr");
  panel.className = "rg-more";
  panel.setAttribute("role", "row");
  const cell = document.createElement("td");
  cell.colSpan = 6;
  cell.setAttribute("role", "cell");
  const code = choice(row, register);
  const minutes = field("Minutes late", "numeric");
  const note = field("Note", "text");
  const says = document.createElement("p");
  says.className = "rg-said";
  says.setAttribute("role", "alert");
  const fit = () => {
    const chosen = register.code(code.control.value);
    minutes.box.hidden = !chosen?.late;
    minutes.control.value = chosen?.late ? String(register.minutesNow(chosen.symbol) ?? "") : "";
    note.box.hidden = !chosen;
    note.label.textContent = chosen?.needs ? `Note: ${chosen.needs}` : "Note, if there is one to keep";
  };
  code.control.addEventListener("change", fit);
  fit();
  const set = act("Set", "rb-button rb-button--act", () => {
    const chosen = register.code(code.control.value);
    if (!chosen) return;
    const detail = note.control.value.trim();
    if (chosen.needs && !detail) {
      says.textContent = `Write ${chosen.needs}.`;
      note.control.focus();
      return;
    }
    register.enter(row, chosen.symbol, { detail, ...(chosen.late ? { minutes: number(minutes.control.value) } : {}) });
    done();
  });
  const clear = act("Take back", "rb-button", () => { register.clear(row); done(); });
  clear.hidden = !row.entry;
  const acts = document.createElement("div");
  acts.className = "rg-more__acts";
  acts.append(set, clear, act("Close", "rb-button", done));
  cell.append(code.box, minutes.box, note.box, says, acts);
  panel.append(cell);
  return panel;
}

/** @param {import("./state.js").Row} row @param {import("./state.js").Register} register */
function choice(row, register) {
  const control = document.createElement("select");
  const late = register.codes.find((code) => code.late && code.attends === !register.clock.isClosed())?.symbol ?? "L";
  for (const code of register.codes) {
    const option = new Option(`${code.symbol}  ${code.name}`, code.symbol);
    option.selected = code.symbol === (row.entry?.code || late);
    control.append(option);
  }
  return labelled("Code", control, "govuk-select");
}

/** @param {string} words @param {string} mode */
function field(words, mode) {
  const control = document.createElement("input");
  control.inputMode = mode;
  control.maxLength = mode === "numeric" ? 3 : 500;
  control.autocomplete = "off";
  return labelled(words, control, "govuk-input");
}

/** @template {HTMLElement} T @param {string} words @param {T} control @param {string} look */
function labelled(words, control, look) {
  const box = document.createElement("div");
  const label = document.createElement("label");
  label.className = "govuk-label";
  label.textContent = words;
  control.className = look;
  control.id = `rg-more-${words.replace(/\W/g, "")}-${Math.random().toString(36).slice(2, 8)}`;
  label.htmlFor = control.id;
  box.append(label, control);
  return { box, label, control };
}

/** @param {string} words @param {string} look @param {() => void} does */
function act(words, look, does) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = look;
  button.textContent = words;
  button.addEventListener("click", does);
  return button;
}

/** @param {string} text */
function number(text) {
  return /^\d+$/.test(text.trim()) ? Number(text) : null;
}
