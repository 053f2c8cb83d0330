// @ts-check
// One submission on its way, and what came of it.

const PATIENCE_MS = 15_000;

/** @typedef {{ token: string, outcome: string, code: string, minutes: number | null, version: number, says: string, by: string, at: string }} Answered
 * @typedef {{ kind: "answered", rows: Answered[] } | { kind: "refused", says: string } | { kind: "lost" } | { kind: "signed out" }} Answer */

/** @param {string} url @param {string} body @param {string} token @returns {Promise<Answer>} */
export async function post(url, body, token) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  try {
    const answer = await fetch(url, { method: "POST", body, headers, credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.type === "opaqueredirect") return { kind: "signed out" };
    if (answer.status >= 500) return { kind: "lost" };
    const isJson = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
    if (!isJson && answer.status === 403) return { kind: "signed out" };
    if (!isJson) return { kind: "refused", says: "This page is out of date. Copy down what is not saved, then open the register again." };
    const said = await answer.json();
    return answer.ok ? { kind: "answered", rows: said.rows } : { kind: "refused", says: said.says };
  } catch {
    return { kind: "lost" };
  }
}

/** The token of whoever is signed in now: signing in again in another tab has made a new one. @param {Document} page */
export function tokenNow(page) {
  const kept = /(?:^|; )(?:__Host-)?rollbook-csrf=([^;]+)/.exec(page.cookie)?.[1];
  const field = page.querySelector("input[name=csrfmiddlewaretoken]");
  return kept ?? (field instanceof HTMLInputElement ? field.value : "");
}

/** A UUID also where the page is not served over HTTPS. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
