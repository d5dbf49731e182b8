/**
 * All rooms: when something happens in one, its row alone is fetched anew under the same permission as the page, and
 * put where its urgency belongs. A message names a channel; the row is found by the channels the page was given, never
 * guessed, and what is not found there makes the whole list be read again.
 */

import { io } from "../vendor/socket.io-client-4.8.4/socket.io.esm.min.js";
import { exchange, gathered, pageAt } from "./refresh.js";

const list = document.querySelector("[data-rooms]");
const sign = document.querySelector("[data-connection]");
const heard = document.querySelector("[data-heard]");
const phrases = new Map();
for (const item of document.querySelector("[data-phrases]").content.querySelectorAll("[data-phrase]")) {
  phrases.set(item.dataset.phrase, item.textContent);
}

function show(state) {
  sign.dataset.state = state === "live" ? "live" : "lost";
  sign.querySelector("[data-word]").textContent = phrases.get(state);
}

const rank = (row) => [Number(row.dataset.urgency), Number(row.dataset.days)];

function inOrder(one, other) {
  const [a, b] = [rank(one), rank(other)];
  return a[0] - b[0] || a[1] - b[1];
}

/** Move rows only when nobody is about to press one of them. */
function sort() {
  if (list.contains(document.activeElement) || list.matches(":hover")) return;
  const rows = [...list.children];
  const wanted = [...rows].sort(inOrder);
  if (wanted.some((row, at) => row !== rows[at])) list.append(...wanted);
}

function counts(page) {
  for (const count of document.querySelectorAll("[data-count]")) {
    count.textContent = page.querySelector(`[data-count="${count.dataset.count}"]`).textContent;
  }
}

async function everything() {
  const { page, refused } = await pageAt(location.pathname + location.search);
  if (refused === 401) {
    show("signed_out");
    return;
  }
  const fresh = page?.querySelector("[data-rooms]");
  if (!page) return;
  counts(page);
  if (!list || !fresh) {
    if (Boolean(list) !== Boolean(fresh)) location.reload();
    return;
  }
  if (!list.contains(document.activeElement)) list.replaceChildren(...document.importNode(fresh, true).children);
  else for (const row of fresh.children) replace(row);
}

function replace(fresh) {
  const old = document.getElementById(fresh.id);
  return old ? exchange(old, fresh) : undefined;
}

const readAll = gathered(everything);
const readers = new Map();

async function readRow(ref) {
  const { page } = await pageAt(`${location.pathname}?only=${encodeURIComponent(ref)}&show=open`);
  const fresh = page?.getElementById(`room-${ref}`);
  const made = fresh && replace(fresh);
  if (!made) {
    readAll();
    return;
  }
  made.classList.add("is-new");
  sort();
}

function changed(ref) {
  if (!list || !document.getElementById(`room-${ref}`)) {
    readAll();
    return;
  }
  if (!readers.has(ref)) readers.set(ref, gathered(() => readRow(ref)));
  readers.get(ref)();
}

const socket = io({ transports: ["websocket"] });
let before = false;
socket.on("connect", () => {
  show("live");
  if (before) readAll();
  before = true;
});
socket.on("disconnect", () => show("lost"));
socket.on("message:posted", ({ channel_id }) => {
  const row = list?.querySelector(`[data-channel="${CSS.escape(channel_id)}"]`)?.closest("[data-ref]");
  if (!row) {
    readAll();
    return;
  }
  heard.textContent = phrases.get("heard").replace("#", row.querySelector("h2").textContent);
  changed(row.dataset.ref);
});
for (const name of ["presence:changed", "participants:changed", "case:changed", "notes:changed"]) {
  socket.on(name, ({ case_ref }) => changed(case_ref));
}
for (const name of ["agreement:changed", "confirmation:changed"]) socket.on(name, readAll);
setInterval(readAll, 5 * 60_000);
