/** The public log: its signed head (C2SP checkpoint) and proofs in its tree (RFC 9162 §2.1). */

import { fromBase64, joinBytes, sameBytes, sha256, utf8 } from "./bytes.js";
import { suiteOf, verifySignature } from "./algorithms.js";
import { Failure, reading } from "./problems.js";

const NAME = /^[^\s+]{1,200}$/u;
const NUMBER = /^(?:0|[1-9][0-9]{0,18})$/;
const MOST_SIGNATURES = 16;
const MOST_STEPS = 63;
const OWN = { p256: "1.2.840.10045.4.3.2", p384: "1.2.840.10045.4.3.3", sm2: "1.2.156.10197.1.501" };

const nodeHash = (left, right) => sha256(joinBytes(new Uint8Array([1]), left, right));

export function leafHash(data) {
  return sha256(joinBytes(new Uint8Array([0]), data));
}

/** Does `path` lead from the leaf hash at `index` to the root of a tree of `size`? (RFC 9162 §2.1.3.2) */
export async function verifyInclusion(leaf, index, size, path, root) {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return false;
  let [position, last, result] = [BigInt(index), BigInt(size) - 1n, leaf];
  for (const sibling of path) {
    if (last === 0n) return false;
    if (position & 1n || position === last) {
      result = await nodeHash(sibling, result);
      while (!(position & 1n) && position) [position, last] = [position >> 1n, last >> 1n];
    } else result = await nodeHash(result, sibling);
    [position, last] = [position >> 1n, last >> 1n];
  }
  return last === 0n && sameBytes(result, root);
}

/** Does `path` show that the new tree only adds leaves to the old one? (RFC 9162 §2.1.4.2) */
export async function verifyConsistency(oldSize, newSize, oldRoot, newRoot, path) {
  if (oldSize === newSize) return sameBytes(oldRoot, newRoot) && !path.length;
  if (!(oldSize > 0 && oldSize < newSize) || !path.length) return false;
  let [position, last] = [BigInt(oldSize) - 1n, BigInt(newSize) - 1n];
  const isPower = !(BigInt(oldSize) & position);
  const [first, ...steps] = isPower ? [oldRoot, ...path] : path;
  while (position & 1n) [position, last] = [position >> 1n, last >> 1n];
  let [old, now] = [first, first];
  for (const sibling of steps) {
    if (last === 0n) return false;
    if (position & 1n || position === last) {
      [old, now] = [await nodeHash(sibling, old), await nodeHash(sibling, now)];
      while (!(position & 1n) && position) [position, last] = [position >> 1n, last >> 1n];
    } else now = await nodeHash(now, sibling);
    [position, last] = [position >> 1n, last >> 1n];
  }
  return last === 0n && sameBytes(old, oldRoot) && sameBytes(now, newRoot);
}

/** Parse a signed head; only the exact form that we write is read. */
function readCheckpoint(text) {
  return reading("log.checkpoint_form", () => {
    const gap = text.indexOf("\n\n");
    const lines = text.slice(gap + 2).split("\n");
    if (gap < 0 || lines.pop() !== "" || !lines.length || lines.length > MOST_SIGNATURES) throw new Error("lines");
    const [origin, size, root, ...more] = text.slice(0, gap).split("\n");
    if (more.length || !NUMBER.test(size) || !NAME.test(origin) || !Number.isSafeInteger(Number(size))) throw new Error("body");
    const hash = fromBase64(root);
    if (hash.length !== 32) throw new Error("root");
    return { origin, size: Number(size), root: hash, body: utf8(text.slice(0, gap + 1)), signatures: lines.map(readLine) };
  });
}

function readLine(line) {
  const [mark, name, encoded, ...more] = line.split(" ");
  const value = fromBase64(encoded);
  if (more.length || mark !== "—" || !NAME.test(name) || value.length <= 4) throw new Error("line");
  return { name, key: value.subarray(0, 4), value: value.subarray(4) };
}

/** Check the log's signature with its certificate; whether that is trusted is asked elsewhere. */
export async function verifyCheckpoint(text, certificate) {
  const checkpoint = readCheckpoint(text);
  const key = (await sha256(certificate.spki)).subarray(0, 4);
  const ours = checkpoint.signatures.filter((one) => one.name === checkpoint.origin && sameBytes(one.key, key));
  if (!ours.length) throw new Failure("log.checkpoint_signature");
  for (const one of ours) {
    await verifySignature(certificate.spki, one.value, checkpoint.body, OWN[suiteOf(certificate.spki)]).catch(() => {
      throw new Failure("log.checkpoint_signature");
    });
  }
  return checkpoint;
}

/** A later head with its consistency proof (C2SP tlog-witness), or a head alone. */
export function readExtension(text) {
  if (!text.startsWith("old ")) return { oldSize: readCheckpoint(text).size, path: [], checkpoint: text };
  return reading("log.checkpoint_form", () => {
    const gap = text.indexOf("\n\n");
    const [first, ...steps] = text.slice(0, gap).split("\n");
    if (gap < 0 || !NUMBER.test(first.slice(4)) || steps.length > MOST_STEPS) throw new Error("form");
    const path = steps.map(fromBase64);
    if (path.some((one) => one.length !== 32)) throw new Error("hash");
    return { oldSize: Number(first.slice(4)), path, checkpoint: text.slice(gap + 2) };
  });
}

