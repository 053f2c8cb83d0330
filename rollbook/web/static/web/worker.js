// @ts-check
// The service worker. It keeps what every page looks like, never a page: without a network a page about none is shown.
import { forget, isReady, keep, kept, openPages, rebase } from "./waiting_store.js";
import { post } from "./waiting_post.js";

/** @typedef {{ name: string, offline: string, who: string, shell: string[] }} Shell */

/** @param {any} worker @param {Shell} shell */
export function begin(worker, shell) {
  worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(filled(shell).then(() => worker.skipWaiting())));
  worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(tidied(worker, shell)));
  worker.addEventListener("fetch", (/** @type {any} */ event) => {
    const { request } = event;
    if (request.method !== "GET") return;
    if (request.mode === "navigate") event.respondWith(pageOf(request, shell));
    else if (shell.shell.includes(new URL(request.url).pathname)) event.respondWith(drawn(request, shell));
  });
  worker.addEventListener("sync", (/** @type {any} */ event) => { if (event.tag === "rb-waiting") event.waitUntil(sent(worker, shell)); });
}

/** Fetched as nobody, so that nothing of the person who is signed in can be in it. @param {Shell} shell */
async function filled(shell) {
  const cache = await caches.open(shell.name);
  await Promise.all([shell.offline, ...shell.shell].map((url) => cache.add(new Request(url, { credentials: "omit", cache: "reload" }))));
}

/** @param {any} worker @param {Shell} shell */
async function tidied(worker, shell) {
  const old = (await caches.keys()).filter((name) => name.startsWith("rollbook-") && name !== shell.name);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** @param {Request} request @param {Shell} shell */
async function pageOf(request, shell) {
  try {
    return await fetch(request);
  } catch {
    const cache = await caches.open(shell.name);
    return (await cache.match(shell.offline)) ?? Response.error();
  }
}

/** The network first, so that nothing old is ever drawn. @param {Request} request @param {Shell} shell */
async function drawn(request, shell) {
  try {
    return await fetch(request);
  } catch {
    const cache = await caches.open(shell.name);
    return (await cache.match(request)) ?? Response.error();
  }
}

/** No page is open and the network is back: the same saves, for whoever is signed in and nobody else.
 * @param {any} worker @param {Shell} shell */
async function sent(worker, shell) {
  const { who } = await (await fetch(shell.who, { cache: "no-store" })).json();
  if (!who) return;
  const cookies = (await worker.cookieStore?.getAll()) ?? [];
  const token = cookies.find((/** @type {any} */ one) => one.name.endsWith("rollbook-csrf"))?.value ?? "";
  const pages = await openPages();
  for (const save of (await kept(who)).filter((one) => isReady(one, pages))) {
    const answer = await post(save.to, JSON.stringify(save.body), token);
    if (answer.kind === "lost") throw new Error("no network yet");
    if (answer.kind !== "answered") return;
    await forget(save.id);
    for (const later of await kept(who)) if (rebase(later.body.taps, answer.rows)) await keep(later);
  }
}
