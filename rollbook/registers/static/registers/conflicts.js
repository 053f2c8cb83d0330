// @ts-check

/** Two people marked the same pupil: both values are shown, the one that stands stays, a person decides.
 * @param {HTMLFormElement} form @param {import("./state.js").Register} register @param {import("./save.js").Sender} sender */
export function conflicts(form, register, sender) {
  sender.addEventListener("settled", () => {
    for (const row of register.rows) if (row.conflict) show(row, register, sender);
  });
}

/** @param {import("./state.js").Row} row @param {import("./state.js").Register} register @param {import("./save.js").Sender} sender */
function show(row, register, sender) {
  const place = row.element.querySelector("[data-rg-said]");
  if (!(place instanceof HTMLElement) || !row.conflict) return;
  const { mine, by, at } = row.conflict;
  const theirs = row.stands.code || "no mark";
  const line = document.createElement("span");
  line.textContent = by ? `${by} set ${theirs} at ${at}. You entered ${mine.code}.` : `It is ${theirs} now. You entered ${mine.code}.`;
  const acts = document.createElement("span");
  acts.className = "rg-decide";
  acts.append(
    button(`Keep ${theirs}`, row.name, () => {
      row.conflict = null;
      register.tell([row]);
    }),
    button(`Enter ${mine.code} instead`, row.name, () => ask(acts, row, register, sender)),
  );
  place.replaceChildren(line, " ", acts);
  place.classList.add("rg-said--conflict");
  place.hidden = false;
}

/** @param {HTMLElement} acts @param {import("./state.js").Row} row @param {import("./state.js").Register} register @param {import("./save.js").Sender} sender */
function ask(acts, row, register, sender) {
  const { mine } = /** @type {import("./state.js").Conflict} */ (row.conflict);
  const field = document.createElement("input");
  field.className = "rg-input rg-input--note";
  field.maxLength = 500;
  field.placeholder = "reason";
  field.setAttribute("aria-label", `Reason for entering ${mine.code} for ${row.name}`);
  const go = () => {
    const reason = field.value.trim();
    if (!reason) { field.focus(); return; }
    register.enter(row, mine.code, { ...mine, reason });
    sender.send(false);
  };
  field.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key !== "Enter") return;
    event.preventDefault();
    go();
  });
  acts.replaceChildren(field, button(`Enter ${mine.code}`, row.name, go));
  field.focus();
}

/** @param {string} words @param {string} about @param {() => void} does */
function button(words, about, does) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "rb-button";
  made.textContent = words;
  const more = document.createElement("span");
  more.className = "rb-hidden";
  more.textContent = ` for ${about}`;
  made.append(more);
  made.addEventListener("click", does);
  return made;
}
