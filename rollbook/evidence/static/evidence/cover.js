// @ts-check
// Drawing an area on a page fills in the four numbers of the form; nothing is sent until the button is pressed.

const SIDES = ["left", "top", "right", "bottom"];

/** @param {HTMLElement} sheet */
function drawOn(sheet) {
  const fields = SIDES.map((side) => /** @type {HTMLInputElement | null} */ (document.getElementById(`area-${side}`)));
  if (fields.some((field) => field === null)) return;
  const shown = document.createElement("div");
  shown.className = "ev-area";
  shown.hidden = true;
  sheet.append(shown);
  /** @type {{ x: number, y: number } | null} */
  let began = null;

  /** @param {PointerEvent} event */
  const place = (event) => {
    const box = sheet.getBoundingClientRect();
    const within = (/** @type {number} */ part) => Math.min(100, Math.max(0, part * 100));
    return { x: within((event.clientX - box.left) / box.width), y: within((event.clientY - box.top) / box.height) };
  };

  /** @param {PointerEvent} event */
  const stretch = (event) => {
    if (began === null) return;
    const here = place(event);
    const area = [
      Math.min(began.x, here.x),
      Math.min(began.y, here.y),
      Math.max(began.x, here.x),
      Math.max(began.y, here.y),
    ];
    area.forEach((part, n) => {
      const field = fields[n];
      if (field) field.value = part.toFixed(1);
    });
    shown.hidden = false;
    shown.style.insetInlineStart = `${area[0]}%`;
    shown.style.insetBlockStart = `${area[1]}%`;
    shown.style.inlineSize = `${area[2] - area[0]}%`;
    shown.style.blockSize = `${area[3] - area[1]}%`;
  };

  sheet.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch" || event.button !== 0) return;
    event.preventDefault();
    began = place(event);
    sheet.setPointerCapture(event.pointerId);
  });
  sheet.addEventListener("pointermove", stretch);
  sheet.addEventListener("pointerup", (event) => {
    stretch(event);
    began = null;
  });
}

for (const sheet of document.querySelectorAll("[data-ev-sheet]")) {
  if (sheet instanceof HTMLElement) drawOn(sheet);
}
