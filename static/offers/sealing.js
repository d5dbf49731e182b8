/** An offer or an answer, sealed in this browser to the key of one round. Only the opener holds the other half. */

import { seal } from "./hpke.js";

const PADDED = 256;
const text = (words) => new TextEncoder().encode(words);

export function toBase64(bytes) {
  return btoa(String.fromCharCode(...bytes));
}

export function fromBase64(words) {
  const plain = words.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(plain), (letter) => letter.charCodeAt(0));
}

async function sha256(words) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", text(words)));
}

const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

function freshSalt() {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The same size whatever it says: two bytes of length, the words, zeros. */
function padded(words) {
  const bytes = text(words);
  if (bytes.length > PADDED - 2) throw new RangeError("too long to be sealed");
  const whole = new Uint8Array(PADDED);
  whole.set([bytes.length >> 8, bytes.length & 255]);
  whole.set(bytes, 2);
  return whole;
}

/** H(offer, salt, case, party, round): what the platform keeps, and what the owner can prove later with the salt. */
export async function commitment({ caseId, roundId, partyId }, salt, body) {
  return sha256(["heqi/commitment/1", caseId, roundId, partyId, salt, body].join("\n"));
}

/** Seal `body` for its place; what is sent, and the copy that only its owner may keep. */
export async function sealed(place, body) {
  const salt = freshSalt();
  const rules = hex(await sha256(place.terms));
  const info = text(["heqi/sealed/1", place.caseId, place.roundId, place.partyId, rules].join("\n"));
  const ciphertext = await seal(fromBase64(place.publicKey), info, padded(`${salt}\n${body}`));
  const committed = toBase64(await commitment(place, salt, body));
  const { caseId, roundId, partyId } = place;
  return {
    sent: { sealed: toBase64(ciphertext), commitment: committed },
    kept: { caseId, roundId, partyId, salt, body, commitment: committed },
  };
}

/** What the page says an offer on it is bound to. */
export function placeOf(root) {
  const { case: caseId, round: roundId, party: partyId, terms, publicKey } = root.dataset;
  return { caseId, roundId, partyId, terms, publicKey };
}

/** Send it; returns nothing when it was taken, else the platform's own sentence. */
export async function send(address, sent, unreachable) {
  const headers = {
    Accept: "application/json",
    "Content-Type": "application/json",
    "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content,
  };
  try {
    const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(sent), redirect: "error" });
    if (answer.ok) return "";
    const { error } = await answer.json();
    return `${error.title} ${error.advice}`;
  } catch (broken) {
    if (broken instanceof TypeError || broken instanceof SyntaxError) return unreachable;
    throw broken;
  }
}
