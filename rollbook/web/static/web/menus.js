// @ts-check

/** Menus are <details>: close them on Escape, on a click elsewhere, and when another opens.
 * @param {Document} page */
export function menus(page) {
  page.addEventListener("click", (event) => {
    const inside = event.target instanceof Element ? event.target.closest(".rb-menu") : null;
    closeAll(page, inside);
    if (event.target instanceof Element && !event.target.closest(".rb-search")) emptyPalette(page);
  });
  page.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = page.querySelector(".rb-menu[open]");
    if (open) {
      closeAll(page, null);
      const summary = open.querySelector("summary");
      if (summary) summary.focus();
    }
    emptyPalette(page);
  });
  page.addEventListener("keydown", walkPalette);
}

/** @param {Document} page @param {Element | null} but */
function closeAll(page, but) {
  for (const menu of page.querySelectorAll(".rb-menu[open]")) {
    if (menu !== but) menu.removeAttribute("open");
  }
}

/** @param {Document} page */
function emptyPalette(page) {
  const palette = page.getElementById("palette");
  if (!palette || !palette.firstChild) return;
  if (palette.contains(page.activeElement)) page.getElementById("search")?.focus();
  palette.replaceChildren();
}

/** Arrows walk through what the search found. @param {KeyboardEvent} event */
function walkPalette(event) {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const search = event.target instanceof Element ? event.target.closest(".rb-search") : null;
  if (!search) return;
  const stops = /** @type {HTMLElement[]} */ ([...search.querySelectorAll("input[type=search], .rb-palette a")]);
  const at = stops.indexOf(/** @type {HTMLElement} */ (event.target));
  const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}
