// @ts-check

/** Ctrl+K and / find, g and a letter opens a part of the office, ? is help; off where data-keys says so.
 * @param {Document} page */
export function shortcuts(page) {
  let afterG = false;
  let forget = 0;
  page.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      if (find(page)) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || isOff(page) || isTyping(event.target)) return;
    if (afterG) {
      afterG = false;
      if (open(page, `[data-rb-key="${CSS.escape(event.key)}"]`)) event.preventDefault();
      return;
    }
    if (event.key === "g") {
      afterG = true;
      clearTimeout(forget);
      forget = setTimeout(() => { afterG = false; }, 1500);
    } else if (event.key === "/") {
      if (find(page)) event.preventDefault();
    } else if (event.key === "?") {
      open(page, '[aria-keyshortcuts="?"]');
    }
  });
}

/** @param {Document} page */
function isOff(page) {
  return page.documentElement.dataset.keys === "off";
}

/** Whether the key belongs to a field or to a grid that has keys of its own. @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof Element && Boolean(target.closest("input, textarea, select, [contenteditable], [role=grid], [data-rb-own-keys]"));
}

/** @param {Document} page */
function find(page) {
  const search = page.getElementById("search");
  if (!(search instanceof HTMLInputElement)) return false;
  search.focus();
  search.select();
  return true;
}

/** @param {Document} page @param {string} selector */
function open(page, selector) {
  const link = page.querySelector(selector);
  if (!(link instanceof HTMLAnchorElement)) return false;
  link.click();
  return true;
}
