/** The checks of RFC 9162 §2.1 and of a C2SP checkpoint, by the browser's own cryptography. */

import { SEQUENCE, children, only } from "../signatures/der.js";

const INTEGER = 0x02;
const HALF = 32;
const text = new TextEncoder();

export const able = () => window.isSecureContext && Boolean(crypto.subtle);

export const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

export async function sha256(data) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", data));
}

export const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

function joined(...parts) {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export const leafHash = (data) => sha256(joined(Uint8Array.of(0), data));
const nodeHash = (left, right) => sha256(joined(Uint8Array.of(1), left, right));

const odd = (number) => number % 2 === 1;
const half = (number) => Math.floor(number / 2);

/** Does the path lead from the leaf's hash at `index` to the root of a tree of `size`? (§2.1.3.2) */
export async function included(leaf, index, size, path, root) {
  if (!(index >= 0 && index < size)) return false;
  let [position, last, result] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (last === 0) return false;
    if (odd(position) || position === last) {
      result = await nodeHash(sibling, result);
      while (!odd(position) && position > 0) [position, last] = [half(position), half(last)];
    } else {
      result = await nodeHash(result, sibling);
    }
    [position, last] = [half(position), half(last)];
  }
  return last === 0 && same(result, root);
}

/** Does the path show that the newer tree only adds leaves to the older? (§2.1.4.2) */
export async function extended(oldSize, newSize, oldRoot, newRoot, path) {
  if (oldSize === newSize) return same(oldRoot, newRoot) && path.length === 0;
  if (!(oldSize > 0 && oldSize < newSize) || path.length === 0) return false;
  const steps = Number.isInteger(Math.log2(oldSize)) ? [oldRoot, ...path] : path;
  let [position, last] = [oldSize - 1, newSize - 1];
  while (odd(position)) [position, last] = [half(position), half(last)];
  let [older, newer] = [steps[0], steps[0]];
  for (const sibling of steps.slice(1)) {
    if (last === 0) return false;
    if (odd(position) || position === last) {
      [older, newer] = [await nodeHash(sibling, older), await nodeHash(sibling, newer)];
      while (!odd(position) && position > 0) [position, last] = [half(position), half(last)];
    } else {
      newer = await nodeHash(newer, sibling);
    }
    [position, last] = [half(position), half(last)];
  }
  return last === 0 && same(older, oldRoot) && same(newer, newRoot);
}

/** What a signed head says: {origin, size, root}, once the signature of the log's key (SPKI) on it holds; else null. */
export async function signedHead(note, spki) {
  const gap = note.indexOf("\n\n");
  if (gap < 0) return null;
  const body = note.slice(0, gap + 1);
  const [origin, size, root, ...rest] = body.split("\n");
  if (rest.length !== 1 || !/^(0|[1-9][0-9]{0,15})$/.test(size)) return null;
  const ident = (await sha256(spki)).subarray(0, 4);
  const key = await crypto.subtle.importKey("spki", spki, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  for (const line of note.slice(gap + 2).split("\n")) {
    const [dash, name, encoded] = line.split(" ");
    if (dash !== "\u2014" || name !== origin) continue;
    const value = bytes(encoded);
    if (!same(value.subarray(0, 4), ident)) continue;
    const held = await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, raw(value.subarray(4)), text.encode(body));
    return held ? { origin, size: Number(size), root: bytes(root) } : null;
  }
  return null;
}

/** An ECDSA signature as WebCrypto wants it (r‖s), from DER. */
function raw(der) {
  const value = new Uint8Array(2 * HALF);
  const numbers = children(only(der, SEQUENCE).content);
  if (numbers.length !== 2 || numbers.some((one) => one.tag !== INTEGER)) throw new Error("signature");
  numbers.forEach((one, at) => {
    const digits = one.content[0] === 0 ? one.content.subarray(1) : one.content;
    if (digits.length > HALF) throw new Error("signature");
    value.set(digits, (at + 1) * HALF - digits.length);
  });
  return value;
}
