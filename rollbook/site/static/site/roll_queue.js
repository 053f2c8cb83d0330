// @ts-check
// Ticks that wait on this phone: ids, tokens, moments; never a name. Kept until the server has them, half a day at most.

const NAME = "rollbook-roll";
const STORE = "ticks";
const LONGEST_MS = 12 * 60 * 60 * 1000;

/** @typedef {{ id: string, roll: string, row: string, seen: boolean, made: number, at: number }} Tick */

/** The queue of one list under one sign-in; where the browser keeps nothing, this page's memory. @param {string} roll */
export async function queueOf(roll) {
  const base = await open().catch(() => null);
  /** @type {Map<string, Tick>} */
  const held = new Map();
  for (const tick of base ? await all(base) : []) {
    if (Date.now() - tick.made > LONGEST_MS) await remove(base, tick.id);
    else if (tick.roll === roll) held.set(tick.id, tick);
  }
  return {
    held,
    /** @param {Tick} tick */
    add(tick) {
      held.set(tick.id, tick);
      return change(base, (store) => store.put(tick));
    },
    /** @param {Iterable<Tick>} ticks */
    async taken(ticks) {
      for (const tick of ticks) {
        held.delete(tick.id);
        await remove(base, tick.id);
      }
    },
  };
}

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("blocked"));
  });
}

/** @param {IDBDatabase} base @returns {Promise<Tick[]>} */
function all(base) {
  return new Promise((resolve) => {
    const asked = base.transaction(STORE).objectStore(STORE).getAll();
    asked.onsuccess = () => resolve(asked.result.sort((a, b) => a.made - b.made));
    asked.onerror = () => resolve([]);
  });
}

/** @param {IDBDatabase | null} base @param {string} id */
function remove(base, id) {
  return change(base, (store) => store.delete(id));
}

/** @param {IDBDatabase | null} base @param {(store: IDBObjectStore) => void} act @returns {Promise<void>} */
function change(base, act) {
  return new Promise((resolve) => {
    if (!base) return resolve();
    const going = base.transaction(STORE, "readwrite");
    going.oncomplete = () => resolve();
    going.onerror = going.onabort = () => resolve(); // this page's memory still has it
    act(going.objectStore(STORE));
  });
}
