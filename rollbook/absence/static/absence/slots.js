// @ts-check
// A row's slot holds what was asked for in that row: focus goes into it, and back when it closes.

const ASK_MORE = new Set(["B", "K", "Y7", "L", "U"]);

/** @type {WeakMap<Element, HTMLElement>} */
const askedBy = new WeakMap();

document.addEventListener("click", (event) => {
  const from = event.target instanceof Element ? event.target.closest("[hx-get], [data-ab-close]") : null;
  if (!(from instanceof HTMLElement)) return;
  if (from.hasAttribute("data-ab-close")) {
    close(from.closest("[data-ab-slot]"));
    return;
  }
  const slot = slotOf(from);
  if (slot) askedBy.set(slot, from);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !(event.target instanceof Element)) return;
  close(event.target.closest("[data-ab-slot]"));
});

// A code that cannot go without minutes or a note brings their fields with it.
document.addEventListener("change", (event) => {
  const code = event.target;
  if (!(code instanceof HTMLSelectElement) || code.name !== "code" || !ASK_MORE.has(code.value)) return;
  code.form?.querySelector("details")?.setAttribute("open", "");
});

document.addEventListener("htmx:after:swap", () => {
  for (const fresh of document.querySelectorAll("[data-ab-slot] > :first-child:not([data-met])")) {
    if (!(fresh instanceof HTMLElement)) continue;
    fresh.dataset.met = "";
    if (fresh.matches("[data-rb-focus]") || fresh.querySelector("[data-rb-focus]")) continue;
    const first = fresh.querySelector("select, input:not([type=hidden]):not([type=checkbox]), h2, button");
    if (!(first instanceof HTMLElement)) continue;
    if (first.matches("h2")) first.tabIndex = -1;
    first.focus();
  }
});

/** @param {Element | null} slot */
function close(slot) {
  if (!slot) return;
  const back = askedBy.get(slot);
  slot.replaceChildren();
  back?.focus();
}

/** @param {HTMLElement} from */
function slotOf(from) {
  const target = from.getAttribute("hx-target") ?? "";
  return target.startsWith("#") ? document.querySelector(`[data-ab-slot]#${CSS.escape(target.slice(1))}`) : null;
}
