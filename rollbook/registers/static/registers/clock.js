// @ts-check

/** The school's time, from the server's clock as the page was made; a device's own clock may be wrong.
 * @typedef {{ now: () => number, opens: number, closes: number, isClosed: () => boolean, minutes: () => number }} Clock
 * @param {Document} page @returns {Clock} */
export function clockOf(page) {
  const place = page.querySelector("[data-rg-left]");
  const said = place instanceof HTMLElement ? place.dataset : {};
  const ahead = Date.parse(said.now ?? "") - Date.now();
  const opens = Date.parse(said.opens ?? "");
  const closes = Date.parse(said.closes ?? "");
  const now = () => Date.now() + ahead;
  const clock = {
    now,
    opens,
    closes,
    isClosed: () => now() >= closes,
    minutes: () => Math.max(0, Math.floor((now() - opens) / 60_000)),
  };
  if (place instanceof HTMLElement) {
    const closed = place.textContent ?? "";
    const tick = () => {
      const words = left(clock, closed);
      if (place.textContent !== words) place.textContent = words;
    };
    tick();
    setInterval(tick, 10_000);
  }
  return clock;
}

/** @param {Clock} clock @param {string} otherwise */
function left(clock, otherwise) {
  if (clock.now() < clock.opens) return otherwise;
  if (clock.isClosed()) {
    const at = new Date(clock.closes).toLocaleTimeString("en-GB", { timeZone: "Europe/London", hour: "numeric", minute: "2-digit" });
    return `closed at ${at.replace(/^0/, "")}`;
  }
  const minutes = Math.ceil((clock.closes - clock.now()) / 60_000);
  return `${minutes} ${minutes === 1 ? "minute" : "minutes"} left`;
}
