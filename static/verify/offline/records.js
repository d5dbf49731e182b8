/** The records of a bundle: canonical JSON (RFC 8785) that follows its published schema. */

import { fromUtf8 } from "./bytes.js";
import { Failure, reading, Undecided } from "./problems.js";
import { PUBLISHED } from "./published.js";

const DEEPEST = 32;
const LARGEST = 8 * 1024 * 1024;
const HIDDEN = /[^\n\P{C}]/u;
const ANNOTATIONS = new Set(["$schema", "$id", "title", "description", "examples"]);

/** Parse a record: canonical bytes that follow the schema of this name. */
export function readRecord(record, bytes) {
  if (bytes.length > LARGEST) throw new Failure("record.form", { record });
  const { text, value, canonical } = reading("record.form", () => {
    const read = fromUtf8(bytes);
    const parsed = JSON.parse(read);
    return { text: read, value: parsed, canonical: canonicalText(parsed, 0) };
  }, { record });
  if (canonical !== text) throw new Failure("record.not_canonical", { record });
  const place = broken(schemaOf(record, value), value, []);
  if (place) throw new Failure("record.schema", { record, place: place.join("/") || "." });
  return value;
}

/** The schema in the version a record states: a later version stands beside the earlier. */
function schemaOf(record, value) {
  const stated = typeof value?.schema === "string" ? value.schema : "";
  return PUBLISHED.schemas[`${record}-${stated.split("/").pop()}`] ?? PUBLISHED.schemas[record];
}

function canonicalText(value, depth) {
  if (depth > DEEPEST) throw new Error("depth");
  if (Array.isArray(value)) return `[${value.map((one) => canonicalText(one, depth + 1)).join()}]`;
  if (value !== null && typeof value === "object") {
    const items = Object.keys(value).sort().map((key) => `${plain(key)}:${canonicalText(value[key], depth + 1)}`);
    return `{${items.join()}}`;
  }
  if (typeof value === "string") return plain(value);
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new Error("number");
  return JSON.stringify(value);
}

/** A string, refused when two people could read it differently: not NFC, or with invisible or turning characters. */
function plain(text) {
  if (text.normalize("NFC") !== text || HIDDEN.test(text)) throw new Error("text");
  return JSON.stringify(text);
}

const TYPES = {
  object: (value) => value !== null && typeof value === "object" && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === "string",
  integer: Number.isInteger,
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
};
const length = (value) => [...value].length;
const equal = (one, other) => JSON.stringify(one) === JSON.stringify(other);
/** Keyword → does the value keep it? Those that look inside follow below. */
const KEYWORDS = {
  type: (names, value) => [names].flat().some((name) => TYPES[name](value)),
  const: (wanted, value) => equal(wanted, value),
  enum: (wanted, value) => wanted.some((one) => equal(one, value)),
  pattern: (pattern, value) => typeof value !== "string" || new RegExp(pattern, "u").test(value),
  minLength: (least, value) => typeof value !== "string" || length(value) >= least,
  maxLength: (most, value) => typeof value !== "string" || length(value) <= most,
  minimum: (least, value) => typeof value !== "number" || value >= least,
  maximum: (most, value) => typeof value !== "number" || value <= most,
  minItems: (least, value) => !Array.isArray(value) || value.length >= least,
  maxItems: (most, value) => !Array.isArray(value) || value.length <= most,
  uniqueItems: (asked, value) => !asked || !Array.isArray(value) || new Set(value.map((one) => JSON.stringify(one))).size === value.length,
  required: (names, value) => !TYPES.object(value) || names.every((name) => Object.hasOwn(value, name)),
  items: () => true,
  properties: () => true,
  additionalProperties: () => true,
};

/** Where the value breaks its schema (JSON Schema 2020-12), or null; a keyword not known here leaves it undecided. */
function broken(schema, value, path) {
  if (typeof schema === "boolean") return schema ? null : path;
  for (const [keyword, wanted] of Object.entries(schema)) {
    if (ANNOTATIONS.has(keyword)) continue;
    if (!Object.hasOwn(KEYWORDS, keyword)) throw new Undecided(`JSON Schema ${keyword}`);
    if (!KEYWORDS[keyword](wanted, value)) return path;
  }
  for (const [place, inner, one] of inside(schema, value)) {
    const found = broken(inner, one, [...path, place]);
    if (found) return found;
  }
  return null;
}

function* inside(schema, value) {
  if (Array.isArray(value) && schema.items !== undefined) for (const [index, one] of value.entries()) yield [index, schema.items, one];
  if (!TYPES.object(value)) return;
  for (const [key, one] of Object.entries(value)) {
    const own = schema.properties && Object.hasOwn(schema.properties, key) ? schema.properties[key] : schema.additionalProperties;
    if (own !== undefined) yield [key, own, one];
  }
}
