// @ts-check
// A selection of cells: one cell has the cursor, a rectangle from it, and whole rows or columns that were ticked.

export class Selection {
  /** @param {HTMLTableElement} table */
  constructor(table) {
    this.table = table;
    this.rows = [...table.tBodies[0].rows].map((row) => /** @type {HTMLElement[]} */ ([...row.cells].slice(1)));
    this.at = { down: 0, across: 0 };
    this.to = { down: 0, across: 0 };
    /** @type {Set<HTMLElement>} */
    this.lines = new Set();
    this.changed = () => {};
    this.#roles();
    this.#keys();
    this.#mouse();
  }

  /** Everything selected. @returns {HTMLElement[]} */
  cells() {
    return this.rows.flat().filter((cell) => cell.getAttribute("aria-selected") === "true");
  }

  /** The cell so far down and across from the cursor. @param {number} down @param {number} across */
  from(down, across) {
    const top = Math.min(this.at.down, this.to.down);
    const left = Math.min(this.at.across, this.to.across);
    return this.rows[top + down]?.[left + across];
  }

  /** A whole row or column, ticked or not. @param {string} name @param {string} value @param {boolean} on */
  line(name, value, on) {
    for (const cell of this.rows.flat()) {
      const own = name === "row" ? cell.closest("tr")?.dataset.pupil : cell.dataset.col;
      if (own === value) on ? this.lines.add(cell) : this.lines.delete(cell);
    }
    this.#draw(false);
  }

  #roles() {
    this.table.setAttribute("role", "grid");
    this.table.setAttribute("aria-multiselectable", "true");
    for (const cell of this.rows.flat()) {
      cell.setAttribute("role", "gridcell");
      cell.tabIndex = -1;
    }
    if (this.rows[0]?.[0]) this.rows[0][0].tabIndex = 0;
  }

  #keys() {
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    this.table.addEventListener("keydown", (event) => {
      const step = /** @type {Record<string, number[]>} */ (steps)[event.key];
      if (!step || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      const [down, across] = event.ctrlKey || event.metaKey ? step.map((n) => n * 9999) : step;
      this.to = this.#inside(this.to.down + down, this.to.across + across);
      if (!event.shiftKey) this.#begin(this.to);
      this.#draw(true);
    });
  }

  #mouse() {
    let drags = false;
    this.table.addEventListener("pointerdown", (event) => {
      const place = this.#place(event.target);
      if (!place || event.button) return;
      event.preventDefault();
      drags = event.pointerType === "mouse";
      if (!event.shiftKey) this.#begin(place);
      this.to = place;
      this.#draw(true);
    });
    this.table.addEventListener("pointerover", (event) => {
      const place = drags && this.#place(event.target);
      if (!place) return;
      this.to = place;
      this.#draw(true);
    });
    document.addEventListener("pointerup", () => (drags = false));
  }

  /** @param {{down: number, across: number}} place */
  #begin(place) {
    this.at = place;
    this.to = place;
    this.lines.clear();
    for (const tick of this.table.querySelectorAll("input")) tick.checked = false;
  }

  /** @param {number} down @param {number} across */
  #inside(down, across) {
    const most = { down: this.rows.length - 1, across: this.rows[0].length - 1 };
    return { down: Math.max(0, Math.min(down, most.down)), across: Math.max(0, Math.min(across, most.across)) };
  }

  /** @param {EventTarget | null} target */
  #place(target) {
    const cell = target instanceof Element ? target.closest("td") : null;
    const down = this.rows.findIndex((row) => cell && row.includes(cell));
    return cell && down >= 0 ? { down, across: this.rows[down].indexOf(cell) } : null;
  }

  /** @param {boolean} focus */
  #draw(focus) {
    const [top, bottom] = [this.at.down, this.to.down].sort((a, b) => a - b);
    const [left, right] = [this.at.across, this.to.across].sort((a, b) => a - b);
    const whole = this.lines.size > 0 && !focus;
    this.rows.forEach((row, down) => row.forEach((cell, across) => {
      const inside = !whole && down >= top && down <= bottom && across >= left && across <= right;
      cell.setAttribute("aria-selected", String(inside || this.lines.has(cell)));
      cell.tabIndex = down === this.to.down && across === this.to.across ? 0 : -1;
    }));
    if (focus) this.rows[this.to.down][this.to.across].focus();
    this.changed();
  }
}
