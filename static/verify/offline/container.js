/** The bundle as a ZIP container and its signed lists: exactly as it was written (EN 319 162-1 Annex A). */

import { fromUtf8, joinBytes, latin1, sameBytes, sha256, startsWith, toBase64, utf8 } from "./bytes.js";
import { Failure } from "./problems.js";
import { PUBLISHED } from "./published.js";

const { container: RULES, catalogue: CATALOGUE, required: REQUIRED } = PUBLISHED;
const LOCAL = 30;
const CENTRAL = 46;
const END = 22;
const NAME = new RegExp(`^(?:${RULES.name})$`);
export const AGREEMENT = "agreement.pdf";
export const SEAL_LIST = "META-INF/ASiCManifest001.xml";
export const SEAL = "META-INF/signature001.p7s";
export const TIME_LIST = "META-INF/ASiCManifest002.xml";
export const TIME = "META-INF/timestamp002.tst";

export function looksLikeContainer(bytes) {
  return startsWith(bytes, "PK\x03\x04") && latin1(bytes.subarray(-65_557)).includes("PK\x05\x06");
}

/** Every file by name, the mimetype left out; a failure for any container that we would not have written. */
export function readContainer(bytes) {
  if (bytes.length > RULES.largest) throw new Failure("container.too_large");
  if (!startsWith(bytes, "PK\x03\x04")) throw new Failure("container.unreadable");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [count, start, end] = endRecord(bytes, view);
  const files = contents(bytes, view, directory(bytes, view, count, start, end), start);
  const [first] = files.keys();
  const type = files.get(first);
  files.delete(first);
  if (first !== RULES.mimetypeName || latin1(type) !== RULES.mimetype) throw new Failure("container.mimetype");
  if (ordered([...files.keys()]).join("\n") !== [...files.keys()].join("\n")) throw new Failure("container.not_canonical");
  return files;
}

function endRecord(bytes, view) {
  const position = latin1(bytes.subarray(-65_557)).lastIndexOf("PK\x05\x06") + Math.max(0, bytes.length - 65_557);
  if (position < 0 || bytes.length - position < END || view.getUint32(position, true) !== 0x06054b50) throw new Failure("container.unreadable");
  if (position + END !== bytes.length) throw new Failure("container.trailing");
  const [disk, firstDisk, here, count] = [4, 6, 8, 10].map((at) => view.getUint16(position + at, true));
  const [size, start] = [12, 16].map((at) => view.getUint32(position + at, true));
  if (disk || firstDisk || view.getUint16(position + 20, true) || here !== count) throw new Failure("container.not_canonical");
  if (count === 0 || count > RULES.most) throw new Failure("container.too_large");
  if (start + size !== position) throw new Failure("container.overlap");
  return [count, start, position];
}

function directory(bytes, view, count, start, end) {
  const entries = [];
  const seen = new Set();
  let at = start;
  for (let number = 0; number < count; number += 1) {
    if (at + CENTRAL > end || view.getUint32(at, true) !== 0x02014b50) throw new Failure("container.not_canonical");
    const size = view.getUint16(at + 28, true);
    checkEntry(view, at);
    const name = latin1(bytes.subarray(at + CENTRAL, at + CENTRAL + size));
    if (!NAME.test(name)) throw new Failure("container.name", { file: name });
    if (seen.has(name.toLowerCase())) throw new Failure("container.duplicate", { file: name });
    seen.add(name.toLowerCase());
    entries.push({ name, at, size: view.getUint32(at + 24, true), offset: view.getUint32(at + 42, true) });
    at += CENTRAL + size;
  }
  if (at !== end) throw new Failure("container.not_canonical");
  return entries;
}

function checkEntry(view, at) {
  const flags = view.getUint16(at + 8, true);
  if (flags & 1) throw new Failure("container.encrypted");
  if (view.getUint16(at + 10, true) || view.getUint32(at + 20, true) !== view.getUint32(at + 24, true)) throw new Failure("container.compressed");
  const plain = view.getUint16(at + 4, true) === RULES.madeBy && view.getUint32(at + 38, true) === RULES.mode && !view.getUint32(at + 34, true);
  if (flags || view.getUint16(at + 30, true) || view.getUint16(at + 32, true) || !plain) throw new Failure("container.not_canonical");
}

/** Cut out every file; entries lie back to back, and each header says what the directory and the content say. */
function contents(bytes, view, entries, end) {
  const files = new Map();
  let expected = 0;
  for (const { name, at, offset, size } of entries) {
    const begin = offset + LOCAL + name.length;
    if (offset !== expected || begin + size > end) throw new Failure("container.overlap");
    const data = bytes.subarray(begin, begin + size);
    const common = bytes.subarray(at + 6, at + 6 + 26);
    const fixed = view.getUint16(at + 6, true) === RULES.version && view.getUint16(at + 12, true) === 0 && view.getUint16(at + 14, true) === RULES.day;
    const same = view.getUint32(offset, true) === 0x04034b50 && sameBytes(bytes.subarray(offset + 4, offset + 30), common) && latin1(bytes.subarray(offset + LOCAL, begin)) === name;
    if (!fixed || !same || view.getUint32(at + 16, true) !== crc32(data)) throw new Failure("container.not_canonical");
    files.set(name, data);
    expected = begin + size;
  }
  if (expected !== end) throw new Failure("container.overlap");
  return files;
}

const CRC = Uint32Array.from({ length: 256 }, (_, value) => {
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** The check value of ZIP over these bytes. */
export function crc32(data) {
  let value = 0xffffffff;
  for (const byte of data) value = CRC[(value ^ byte) & 0xff] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

function ordered(names) {
  const rank = (name) => (name === AGREEMENT ? 0 : name.startsWith("META-INF/") ? 2 : 1);
  return names.sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
}

/** Every file has a role and every required file is there. */
export function checkCatalogue(files) {
  for (const name of files.keys()) describe(name);
  for (const name of REQUIRED) if (!files.has(name)) throw new Failure("manifest.missing", { file: name });
}

function describe(name) {
  const found = CATALOGUE.find(([pattern]) => new RegExp(`^(?:${pattern})$`).test(name));
  if (!found) throw new Failure("manifest.no_role", { file: name });
  return { role: found[1], type: found[2] };
}

/** Both lists are, byte for byte, the lists of these files (EN 319 162-1 A.4). */
export async function checkManifests(files) {
  const payload = [...files.keys()].filter((name) => !name.startsWith("META-INF/")).sort();
  const lists = [
    [SEAL_LIST, SEAL, "application/pkcs7-signature", payload],
    [TIME_LIST, TIME, "application/vnd.etsi.timestamp-token", [...payload, SEAL_LIST, SEAL]],
  ];
  for (const [list, signature, type, names] of lists) {
    const digests = new Map();
    for (const name of names) digests.set(name, toBase64(await sha256(files.get(name))));
    if (sameBytes(files.get(list), utf8(rendered(signature, type, digests)))) continue;
    throw whatDiffers(files.get(list), list, files, digests);
  }
}

function rendered(signature, type, digests) {
  const { asic, xmldsig, sha256: method } = PUBLISHED.namespaces;
  const lines = [...digests].map(([name, digest]) => {
    const { role, type: media } = describe(name);
    const root = role === "agreement" ? ' Rootfile="true"' : "";
    return `<asic:DataObjectReference URI="${name}" MimeType="${media}"${root}><ds:DigestMethod Algorithm="${method}"/><ds:DigestValue>${digest}</ds:DigestValue></asic:DataObjectReference>`;
  });
  const head = ['<?xml version="1.0" encoding="UTF-8"?>', `<asic:ASiCManifest xmlns:asic="${asic}" xmlns:ds="${xmldsig}">`, `<asic:SigReference URI="${signature}" MimeType="${type}"/>`];
  return [...head, ...lines, "</asic:ASiCManifest>", ""].join("\n");
}

/** The list is not as it must be: say which file it misses, names beyond, or names with another digest. */
function whatDiffers(bytes, list, files, digests) {
  let text = "";
  try {
    text = fromUtf8(bytes);
  } catch {
    return new Failure("manifest.form", { file: list });
  }
  const listed = new Map([...text.matchAll(/<asic:DataObjectReference URI="([^"]*)".*<ds:DigestValue>([^<]*)</g)].map((one) => [one[1], one[2]]));
  for (const [name, digest] of listed) {
    if (!files.has(name)) return new Failure("manifest.missing", { file: name });
    if (digests.has(name) && digests.get(name) !== digest) return new Failure("manifest.digest", { file: name });
  }
  for (const name of digests.keys()) if (!listed.has(name)) return new Failure("manifest.unlisted", { file: name });
  return new Failure("manifest.form", { file: list });
}

export function withoutGap(bytes, first, second, end) {
  return joinBytes(bytes.subarray(0, first), bytes.subarray(second, end));
}
