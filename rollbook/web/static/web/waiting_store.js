// @ts-check
// What waits on this device for its network: row tokens and codes, neither names nor ids, seven days at most.

export const LASTS_MS = 7 * 24 * 60 * 60 * 1000;
const ABANDONED_MS = 150_000;

/** One save. `who` stands for the person who entered it; `open` is when its page was last seen still gathering it,
 * 0 once it is ready, and `page` that page; `stopped` is why the school would not have it. `what` is empty for marks,
 * "answer" for what was found at a door: its taps are one answer.
 * @typedef {{ id: string, page: string, who: string, to: string, about: string, made: number, order: number, open: number, stopped: string, what?: string, body: Body }} Save
 * @typedef {{ token: string, code: string, minutes: number | null, seen: number, planned?: boolean }} KeptTap
 * @typedef {{ issue: string, save_id: string, began_at: string, taken_at: string, finished: boolean, taps: KeptTap[] }} Body */

/** @returns {Promise<IDBDatabase>} */
function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("rollbook", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("waiting", { keyPath: "id" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("blocked"));
  });
}

/** @template T @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest<T>} does @returns {Promise<T>} */
async function within(mode, does) {
  const base = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const act = base.transaction("waiting", mode);
      const asked = does(act.objectStore("waiting"));
      act.oncomplete = () => resolve(asked.result);
      act.onerror = act.onabort = () => reject(act.error);
    });
  } finally {
    base.close();
  }
}

/** @param {Save} save */
export async function keep(save) {
  await within("readwrite", (store) => store.put(save));
}

/** @param {string} id */
export async function forget(id) {
  await within("readwrite", (store) => store.delete(id));
}

/** @param {string} [who] @returns {Promise<Save[]>} in the order in which they were entered; nobody's where nothing can be kept */
export async function kept(who) {
  try {
    const all = /** @type {Save[]} */ (await within("readonly", (store) => store.getAll()));
    return all.filter((save) => who === undefined || save.who === who).sort((one, other) => one.order - other.order);
  } catch {
    return [];
  }
}

/** The pages of this device that are open; null where the browser does not tell. @returns {Promise<Set<string> | null>} */
export async function openPages() {
  const locks = await navigator.locks?.query();
  return locks?.held ? new Set(locks.held.map((lock) => lock.name ?? "")) : null;
}

/** Whether no page gathers it any more. @param {Save} save @param {Set<string> | null} pages */
export function isReady(save, pages) {
  if (save.stopped) return false;
  if (!save.open || Math.abs(Date.now() - save.open) > ABANDONED_MS) return true;
  return pages !== null && !pages.has(save.page);
}

/** @param {Save} save */
export function isTooOld(save) {
  return Date.now() - save.made > LASTS_MS;
}

/** How many things it is that wait: an answer is one, however many codes it has. @param {Save} save */
export function things(save) {
  return save.what === "answer" ? 1 : save.body.taps.length;
}

/** Entries of the same rows that were made afterwards are made on what stands now; on nothing else. @param {KeptTap[]} taps
 * @param {{ token: string, outcome: string, version: number }[]} answered @returns {boolean} whether anything changed */
export function rebase(taps, answered) {
  let changed = false;
  for (const said of answered) {
    if (said.outcome !== "stored" && said.outcome !== "unchanged") continue;
    for (const tap of taps) {
      if (tap.token !== said.token || tap.planned) continue;
      tap.seen = said.version;
      changed = true;
    }
  }
  return changed;
}
