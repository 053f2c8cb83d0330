// @ts-check
// Puts a button beside each value that copies it for the authority's portal; without script it is marked and copied.

/** @param {HTMLElement} value */
function button(value) {
  const copies = document.createElement("button");
  copies.type = "button";
  copies.className = "rb-button rb-button--quiet";
  copies.textContent = "Copy";
  const label = value.closest("tr")?.querySelector("th")?.textContent ?? "";
  copies.setAttribute("aria-label", `Copy: ${label}`);
  copies.addEventListener("click", async () => {
    await navigator.clipboard.writeText(value.textContent ?? "");
    copies.textContent = "Copied";
  });
  value.after(" ", copies);
}

for (const value of document.querySelectorAll("[data-copying] [data-value]")) {
  if (value instanceof HTMLElement) button(value);
}
