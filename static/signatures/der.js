/** Reads the little DER (X.690) a signatory's device must understand. Strict: anything unusual is refused. */

export class BadDer extends Error {}

/** One element: tag, its content, the whole encoding, and where it ends. */
export function element(bytes, at = 0) {
  if (at + 2 > bytes.length) throw new BadDer("short");
  const tag = bytes[at];
  if ((tag & 0x1f) === 0x1f) throw new BadDer("tag");
  let length = bytes[at + 1];
  let start = at + 2;
  if (length === 0x80 || length > 0x84) throw new BadDer("length");
  if (length > 0x80) {
    const count = length & 0x7f;
    if (start + count > bytes.length || bytes[start] === 0) throw new BadDer("length");
    length = 0;
    for (let i = 0; i < count; i += 1) length = length * 256 + bytes[start + i];
    if (length < 0x80) throw new BadDer("length");
    start += count;
  }
  const end = start + length;
  if (end > bytes.length) throw new BadDer("short");
  return { tag, content: bytes.subarray(start, end), whole: bytes.subarray(at, end), end };
}

/** The elements inside, nothing left over. */
export function children(bytes) {
  const found = [];
  for (let at = 0; at < bytes.length; at = found.at(-1).end) found.push(element(bytes, at));
  return found;
}

/** The only element of the bytes, with the tag expected. */
export function only(bytes, tag) {
  const found = element(bytes);
  if (found.tag !== tag || found.end !== bytes.length) throw new BadDer("shape");
  return found;
}

export const SEQUENCE = 0x30;
export const SET = 0x31;
export const OCTETS = 0x04;
export const OID = 0x06;

/** Bytes as hexadecimal. */
export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
