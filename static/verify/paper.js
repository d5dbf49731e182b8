/** Compares the number on a printed page with the one inside a file. The file is read here and never leaves the device. */

import { takeDropped } from "../base/drop.js";

const field = document.querySelector("[data-compare]");
const number = document.querySelector("[data-number]").dataset.number;
const input = document.getElementById("paper");
const said = field.querySelector("[data-said]");
const fingerprint = field.querySelector("[data-fingerprint]");
const log = document.querySelector("[data-log]");
const MARK = /heqi-paper:([2-9A-HJKMNP-Z]{16})/g;

/** The numbers a file bears in its metadata, which PDF/A keeps readable. */
function numbersIn(text) {
  return new Set([...text.matchAll(MARK)].map((found) => found[1]));
}

function tell(kind) {
  const note = document.createElement("p");
  note.className = `note note--${kind === "same" ? "good" : "bad"}`;
  note.textContent = said.dataset[kind];
  said.replaceChildren(note);
}

async function hex(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function look(file) {
  fingerprint.hidden = log.hidden = true;
  const bytes = await file.arrayBuffer();
  const text = new TextDecoder("latin1").decode(bytes);
  if (!text.startsWith("%PDF-")) return tell("notPdf");
  const numbers = numbersIn(text);
  tell(numbers.size === 0 ? "none" : numbers.size === 1 && numbers.has(number) ? "same" : "other");
  if (!globalThis.crypto?.subtle) return;
  const digest = await hex(bytes);
  fingerprint.querySelector("code").textContent = digest.replace(/(.{4})(?=.)/g, "$1 ");
  const link = log.querySelector("a");
  link.href = link.dataset.sealed.replace(/0{64}/, digest);
  fingerprint.hidden = log.hidden = false;
}

field.hidden = false;
input.addEventListener("change", () => input.files.length === 1 && look(input.files[0]));
takeDropped(input, look);
