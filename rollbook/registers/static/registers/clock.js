// @ts-check

/** The school's time, from the server's clock as the page was made; a device's own clock may be wrong.
 * @typedef {{ now: () => number, opens: number, isClosed: () => boolean, isOver: () => boolean, minutes: () => number }} Clock
 * @param {Document} page @returns {Clock} */
export function clockOf(page) {
  const place = page.querySelector("[data-rg-left]");
  const said = place instanceof HTMLElement ? place.dataset : {};
  const ahead = Date.parse(said.now ?? "") - Date.now();
  const opens = Date.parse(said.opens ?? "");
  const closes = Date.parse(said.closes ?? "");
  const ends = Date.parse(said.ends ?? "");
  const now = () => Date.now() + ahead;
  const clock = {
    now,
    opens,
    isClosed: () => now() >= closes,
    isOver: () => now() >= ends,
    minutes: () => Math.max(0, Math.floor((now() - opens) / 60_000)),
  };
  if (place instanceof HTMLElement) {
    const closed = place.textContent ?? "";
    const tick = () => {
      const words = left(clock, closes, closed);
      if (place.textContent !== words) place.textContent = words;
    };
    tick();
    setInterval(tick, 10_000);
  }
  return clock;
}

/** @param {Clock} clock @param {number} closes @param {string} otherwise */
function left(clock, closes, otherwise) {
  if (clock.now() < clock.opens) return otherwise;
  if (clock.isClosed()) {
    const at = new Date(closes).toLocaleTimeString("en-GB", { timeZone: "Europe/London", hour: "numeric", minute: "2-digit" });
    return `closed at ${at.replace(/^0/, "")}`;
  }
  const minutes = Math.ceil((closes - clock.now()) / 60_000);
  return `${minutes} ${minutes === 1 ? "minute" : "minutes"} left`;
}
