/** A strict reader of PDF objects and revisions (ISO 32000-2 §7): what could be read in two ways is not read. */

import { latin1, startsWith } from "./bytes.js";
import { Failure, Undecided } from "./problems.js";
import { fflate } from "./libraries.js";

const DEEPEST = 60;
const SPACE = new Set([0, 9, 10, 12, 13, 32]);
const DELIMITERS = new Set([..."()<>[]{}/%"].map((one) => one.charCodeAt(0)));

export class Name {
  constructor(text) {
    this.text = text;
  }
}
export class Numeric {
  constructor(text) {
    this.text = text;
    this.value = Number(text);
  }
}
export class Text {
  constructor(bytes) {
    this.bytes = bytes;
  }

  /** As text: UTF-16 with its mark, else one character for each byte. */
  toString() {
    const marked = this.bytes[0] === 0xfe && this.bytes[1] === 0xff;
    return marked ? new TextDecoder("utf-16be").decode(this.bytes.subarray(2)) : latin1(this.bytes);
  }
}
export class Reference {
  constructor(number, generation) {
    this.number = number;
    this.generation = generation;
  }

  get key() {
    return `${this.number} ${this.generation}`;
  }
}
/** A dictionary; `home` is the number of the indirect object it is in. A stream has `data`, still encoded. */
export class Dictionary extends Map {
  home = 0;
  data = null;
}

/** Reads one object after another from bytes. */
class Scanner {
  constructor(bytes, at, home) {
    Object.assign(this, { bytes, at, home });
  }

  skip() {
    for (;;) {
      while (SPACE.has(this.bytes[this.at])) this.at += 1;
      if (this.bytes[this.at] !== 0x25) return;
      while (this.at < this.bytes.length && this.bytes[this.at] !== 10 && this.bytes[this.at] !== 13) this.at += 1;
    }
  }

  /** Does the text come next, as a whole word? Then it is taken. */
  take(word) {
    this.skip();
    const after = this.bytes[this.at + word.length];
    const whole = after === undefined || SPACE.has(after) || DELIMITERS.has(after) || DELIMITERS.has(word.charCodeAt(0));
    if (!whole || latin1(this.bytes.subarray(this.at, this.at + word.length)) !== word) return false;
    this.at += word.length;
    return true;
  }

  regular() {
    const start = this.at;
    while (this.at < this.bytes.length && !SPACE.has(this.bytes[this.at]) && !DELIMITERS.has(this.bytes[this.at])) this.at += 1;
    return latin1(this.bytes.subarray(start, this.at));
  }

  value(depth = 0) {
    if (depth > DEEPEST) throw new Error("depth");
    this.skip();
    const character = String.fromCharCode(this.bytes[this.at]);
    if (character === "/") return this.name();
    if (character === "(") return this.literal();
    if (this.take("<<")) return this.dictionary(depth);
    if (character === "<") return this.hexadecimal();
    if (this.take("[")) return this.array(depth);
    return this.word();
  }

  name() {
    this.at += 1;
    const text = this.regular();
    if (/#(?![0-9A-Fa-f]{2})/.test(text)) throw new Error("name");
    return new Name(text.replace(/#(..)/g, (_, digits) => String.fromCharCode(parseInt(digits, 16))));
  }

  word() {
    const start = this.at;
    const text = this.regular();
    if (text === "true" || text === "false") return text === "true";
    if (text === "null") return null;
    if (!/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text)) throw new Error(`word at ${start}`);
    const after = this.at;
    if (/^\d+$/.test(text)) {
      this.skip();
      const generation = this.regular();
      if (/^\d+$/.test(generation) && this.take("R")) return new Reference(Number(text), Number(generation));
    }
    this.at = after;
    return new Numeric(text);
  }

  array(depth) {
    const values = [];
    while (!this.take("]")) values.push(this.value(depth + 1));
    return values;
  }

  dictionary(depth) {
    const found = new Dictionary();
    found.home = this.home;
    while (!this.take(">>")) {
      this.skip();
      if (this.bytes[this.at] !== 0x2f) throw new Error("key");
      const key = this.name().text;
      if (found.has(key)) throw new Error("key twice");
      found.set(key, this.value(depth + 1));
    }
    return found;
  }

  hexadecimal() {
    const end = this.bytes.indexOf(0x3e, this.at);
    const digits = latin1(this.bytes.subarray(this.at + 1, end)).replace(/[\0\t\n\f\r ]/g, "");
    if (end < 0 || !/^[0-9A-Fa-f]*$/.test(digits)) throw new Error("hexadecimal");
    this.at = end + 1;
    const even = digits.length % 2 ? `${digits}0` : digits;
    return new Text(Uint8Array.from({ length: even.length / 2 }, (_, index) => parseInt(even.slice(2 * index, 2 * index + 2), 16)));
  }

  literal() {
    const bytes = [];
    let open = 0;
    for (this.at += 1; this.at < this.bytes.length; this.at += 1) {
      const byte = this.bytes[this.at];
      if (byte === 0x5c) this.escape(bytes);
      else if (byte === 0x29 && open === 0) {
        this.at += 1;
        return new Text(Uint8Array.from(bytes));
      } else {
        open += byte === 0x28 ? 1 : byte === 0x29 ? -1 : 0;
        bytes.push(byte);
      }
    }
    throw new Error("literal");
  }

  escape(bytes) {
    const rest = latin1(this.bytes.subarray(this.at + 1, this.at + 4));
    const octal = /^[0-7]{1,3}/.exec(rest)?.[0];
    const plain = { n: 10, r: 13, t: 9, b: 8, f: 12 }[rest[0]];
    if (octal) bytes.push(parseInt(octal, 8) & 0xff);
    else if (rest[0] === "\r" || rest[0] === "\n") this.at += rest.startsWith("\r\n") ? 1 : 0;
    else bytes.push(plain ?? rest.charCodeAt(0));
    this.at += octal ? octal.length : 1;
  }
}

/** A document as it is after its last revision. `revisions`: oldest first, each with its table, trailer and end. */
export class Pdf {
  constructor(bytes) {
    if (!startsWith(bytes, "%PDF-1.7")) throw new Failure("document.header");
    this.bytes = bytes;
    this.cache = new Map();
    try {
      this.revisions = readRevisions(bytes);
      this.trailer = this.revisions.at(-1).trailer;
      this.places = new Map();
      for (const one of this.revisions) for (const [number, place] of one.entries) this.places.set(number, place);
      if (this.trailer.has("Encrypt") || this.revisions.some((one) => one.trailer.has("XRefStm"))) throw new Failure("document.unreadable");
      this.root = this.at(this.trailer.get("Root"));
      if (!(this.root instanceof Dictionary) || !(this.get(this.root, "Pages") instanceof Dictionary)) throw new Error("root");
    } catch (error) {
      if (error instanceof Failure || error instanceof Undecided) throw error;
      throw new Failure("document.unreadable");
    }
  }

  /** The value itself, or what a reference points to. */
  at(value) {
    for (let turns = 0; value instanceof Reference; turns += 1) {
      if (turns > 8) throw new Failure("document.unreadable");
      value = this.object(value);
    }
    return value;
  }

  /** The value under a key of a dictionary, followed; null when there is none. */
  get(dictionary, key) {
    return dictionary instanceof Dictionary && dictionary.has(key) ? this.at(dictionary.get(key)) : null;
  }

  name(dictionary, key) {
    const value = this.get(dictionary, key);
    return value instanceof Name ? value.text : "";
  }

  object(reference) {
    if (this.cache.has(reference.key)) return this.cache.get(reference.key);
    const place = this.places.get(reference.number);
    if (!place?.used) return null;
    if (place.generation !== reference.generation) throw new Failure("document.unreadable");
    const value = this.parse(reference, place.offset);
    this.cache.set(reference.key, value);
    return value;
  }

  parse(reference, offset) {
    try {
      const scanner = new Scanner(this.bytes, offset, reference.number);
      const head = /^(\d+) (\d+) obj(?=[\s<[(/])/.exec(latin1(this.bytes.subarray(offset, offset + 40)));
      if (!head || Number(head[1]) !== reference.number || Number(head[2]) !== reference.generation) throw new Error("head");
      scanner.at += head[0].length;
      const value = scanner.value();
      if (value instanceof Dictionary && scanner.take("stream")) this.stream(scanner, value);
      if (!scanner.take("endobj")) throw new Error("endobj");
      return value;
    } catch (error) {
      if (error instanceof Failure || error instanceof Undecided) throw error;
      throw new Failure("document.unreadable");
    }
  }

  stream(scanner, dictionary) {
    if (this.bytes[scanner.at] === 13) scanner.at += 1;
    if (this.bytes[scanner.at] !== 10) throw new Error("stream");
    const size = this.get(dictionary, "Length");
    if (!(size instanceof Numeric) || !/^\d+$/.test(size.text)) throw new Error("length");
    const start = scanner.at + 1;
    scanner.at = start + size.value;
    dictionary.data = this.bytes.subarray(start, scanner.at);
    if (scanner.at > this.bytes.length || !scanner.take("endstream")) throw new Error("endstream");
  }

  /** The decoded bytes of a stream; other filters than Flate are for the command line. */
  decoded(stream) {
    const filter = this.get(stream, "Filter");
    const names = (Array.isArray(filter) ? filter.map((one) => this.at(one)) : filter ? [filter] : []).map((one) => one.text);
    if (this.get(stream, "DecodeParms")) throw new Undecided("PDF DecodeParms");
    if (names.length === 0) return stream.data;
    if (names.join() !== "FlateDecode") throw new Undecided(`PDF ${names.join()}`);
    let inflated = null;
    try {
      inflated = fflate.unzlibSync(stream.data);
    } catch {
      throw new Failure("document.unreadable");
    }
    // The library does not compare the sum at the end (RFC 1950 §2.2), and takes what stands after it.
    const said = stream.data.subarray(-4).reduce((sum, byte) => sum * 256 + byte, 0);
    if (said !== adler32(inflated)) throw new Undecided("PDF FlateDecode");
    return inflated;
  }
}

function adler32(bytes) {
  let [low, high] = [1, 0];
  for (const byte of bytes) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  return high * 65536 + low;
}

/** The cross-reference tables from the last to the first, each followed by its startxref and %%EOF. */
function readRevisions(bytes) {
  const tail = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(latin1(bytes.subarray(-64)));
  if (!tail) throw new Error("startxref");
  const found = [];
  const seen = new Set();
  for (let start = Number(tail[1]); start !== null; ) {
    if (seen.has(start) || seen.size > 1000) throw new Error("loop");
    seen.add(start);
    const one = readTable(bytes, start);
    found.unshift(one);
    const before = one.trailer.get("Prev");
    if (before !== undefined && !(before instanceof Numeric && /^\d+$/.test(before.text))) throw new Error("Prev");
    start = before === undefined ? null : before.value;
  }
  return found;
}

function readTable(bytes, start) {
  const scanner = new Scanner(bytes, start, 0);
  if (/^\d+ \d+ obj/.test(latin1(bytes.subarray(start, start + 24)))) throw new Undecided("PDF XRef stream");
  if (latin1(bytes.subarray(start, start + 4)) !== "xref") throw new Error("xref");
  scanner.at += 4;
  const entries = new Map();
  while (!scanner.take("trailer")) {
    scanner.skip();
    const head = /^(\d+) (\d+)[ ]?(?:\r\n|\n|\r)/.exec(latin1(bytes.subarray(scanner.at, scanner.at + 32)));
    if (!head) throw new Error("section");
    scanner.at += head[0].length;
    for (let index = 0; index < Number(head[2]); index += 1, scanner.at += 20) {
      const line = /^(\d{10}) (\d{5}) ([nf])(?: \n| \r|\r\n)$/.exec(latin1(bytes.subarray(scanner.at, scanner.at + 20)));
      const number = Number(head[1]) + index;
      if (!line || entries.has(number)) throw new Error("entry");
      entries.set(number, { used: line[3] === "n", offset: Number(line[1]), generation: Number(line[2]) });
    }
  }
  const trailer = scanner.value();
  if (!(trailer instanceof Dictionary)) throw new Error("trailer");
  const size = trailer.get("Size");
  if (!(size instanceof Numeric) || [...entries.keys()].some((number) => number >= size.value)) throw new Error("Size");
  const after = /^\s*startxref\s+(\d+)\s+%%EOF(?:\r\n|\n|\r|$)/.exec(latin1(bytes.subarray(scanner.at, scanner.at + 64)));
  if (!after || Number(after[1]) !== start) throw new Failure("layout.revisions");
  return { start, entries, trailer, end: scanner.at + after[0].length };
}
