/** Strict DER (X.690 §10): one reading for one value, and the raw bytes of each part at hand. */

import { latin1, toHex } from "./bytes.js";

export const SEQUENCE = 0x30;
export const SET = 0x31;
const INTEGER = 0x02;
const OBJECT_IDENTIFIER = 0x06;
const OCTET_STRING = 0x04;
const DEEPEST = 64;

/** A value with its tag, its whole encoding (`raw`), its content and, when constructed, its parts. */
export class Der {
  constructor(raw, tag, content, parts) {
    this.raw = raw;
    this.tag = tag;
    this.content = content;
    this.parts = parts;
  }

  /** The parts of a value that must have this tag. */
  as(tag) {
    if (this.tag !== tag) throw new Error(`tag ${this.tag}`);
    return this.parts ?? this.content;
  }

  get oid() {
    const content = this.as(OBJECT_IDENTIFIER);
    const numbers = [];
    let value = 0n;
    for (const byte of content) {
      value = value * 128n + BigInt(byte & 0x7f);
      if (byte & 0x80) continue;
      numbers.push(value);
      value = 0n;
    }
    const first = numbers[0] < 80n ? numbers[0] / 40n : 2n;
    return [first, numbers[0] - 40n * first, ...numbers.slice(1)].join(".");
  }

  get number() {
    const content = this.as(INTEGER);
    if (content.length > 4 || content[0] & 0x80) throw new Error("number");
    return content.reduce((sum, byte) => sum * 256 + byte, 0);
  }

  get integerHex() {
    return toHex(this.as(INTEGER));
  }

  get octets() {
    return this.as(OCTET_STRING);
  }

  /** A GeneralizedTime or UTCTime in UTC, in whole seconds or fractions of them (RFC 3161 §2.4.2). */
  get time() {
    const text = latin1(this.content);
    const found = (this.tag === 0x17 ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d*[1-9]))?Z$/).exec(text);
    if (!found || (this.tag !== 0x17 && this.tag !== 0x18)) throw new Error("time");
    const year = this.tag === 0x17 ? Number(found[1]) + (Number(found[1]) < 50 ? 2000 : 1900) : Number(found[1]);
    const [month, day, hour, minute, second] = found.slice(2, 7).map(Number);
    const value = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
    if (value.getUTCMonth() !== month - 1 || value.getUTCDate() !== day || second > 59) throw new Error("time");
    return new Date(value.getTime() + Math.floor(Number(`0.${found[7] ?? 0}`) * 1000));
  }
}

/** The one value that `bytes` are; throws when something follows it or the encoding is not DER. */
export function readDer(bytes) {
  const value = readAt(bytes, 0, 0);
  if (value.raw.length !== bytes.length) throw new Error("trailing");
  return value;
}

function readAt(bytes, start, depth) {
  if (depth > DEEPEST || start + 2 > bytes.length) throw new Error("der");
  const tag = bytes[start];
  if ((tag & 0x1f) === 0x1f) throw new Error("tag");
  let at = start + 2;
  let size = bytes[start + 1];
  if (size & 0x80) {
    const count = size & 0x7f;
    if (count === 0 || count > 4 || bytes[at] === 0) throw new Error("length");
    size = 0;
    for (let index = 0; index < count; index += 1) size = size * 256 + bytes[at + index];
    if (!(size >= 0x80)) throw new Error("length");
    at += count;
  }
  const end = at + size;
  if (!(end <= bytes.length)) throw new Error("length");
  const parts = tag & 0x20 ? [] : null;
  for (let next = at; parts && next < end; ) {
    const part = readAt(bytes.subarray(0, end), next, depth + 1);
    parts.push(part);
    next += part.raw.length;
  }
  checkPrimitive(tag, bytes.subarray(at, end));
  return new Der(bytes.subarray(start, end), tag, bytes.subarray(at, end), parts);
}

function checkPrimitive(tag, content) {
  if (tag === 0x01 && (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff))) throw new Error("boolean");
  if (tag === 0x05 && content.length) throw new Error("null");
  if (tag !== INTEGER) return;
  const padded = content.length > 1 && ((content[0] === 0 && !(content[1] & 0x80)) || (content[0] === 0xff && content[1] & 0x80));
  if (!content.length || padded) throw new Error("integer");
}
