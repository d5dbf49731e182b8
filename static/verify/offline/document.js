/** What an agreement's PDF may hold, and how it is laid out in bytes: the rules of signing/document_rules.py and layout.py. */

import { latin1, sameBytes, sha256Hex, fromHex } from "./bytes.js";
import { readDer } from "./der.js";
import { withoutGap } from "./container.js";
import { Dictionary, Name, Numeric, Reference, Text } from "./pdf.js";
import { Failure, reading } from "./problems.js";
import { PUBLISHED } from "./published.js";

const { keys: REFUSED_KEYS, actions: REFUSED_ACTIONS, objects: MOST_OBJECTS, depth: DEEPEST_TREE, signatures: MOST_SIGNATURES } = PUBLISHED.document;
const KINDS = { "Sig ETSI.CAdES.detached": "signature", "DocTimeStamp ETSI.RFC3161": "timestamp" };

export function timestampField(number) {
  return `document-timestamp-${number}`;
}

/** Nothing in it runs, hides or asks. */
export function checkRules(pdf) {
  let attachments = 0;
  for (const value of reachable(pdf)) {
    if (!(value instanceof Dictionary)) continue;
    checkDictionary(pdf, value);
    attachments += value.has("EF") ? 1 : 0;
  }
  if (attachments !== 1) throw new Failure("document.attachment");
  const homes = new Set([...formFields(pdf).values()].map((field) => field.home));
  for (const page of pages(pdf)) {
    for (const one of pdf.get(page, "Annots") ?? []) {
      if (!(one instanceof Reference) || !homes.has(one.number)) throw new Failure("document.annotation", { key: "/Annots" });
    }
  }
  attachedIn(pdf);
}

/** Every object that a reader can reach from the trailer, each indirect one once. */
export function* reachable(pdf) {
  const seen = new Set();
  const waiting = [...pdf.trailer.values()];
  while (waiting.length) {
    let value = waiting.pop();
    if (value instanceof Reference) {
      if (seen.has(value.key)) continue;
      seen.add(value.key);
      if (seen.size > MOST_OBJECTS) throw new Failure("document.too_large");
      value = pdf.at(value);
    }
    yield value;
    if (value instanceof Dictionary) waiting.push(...value.values());
    else if (Array.isArray(value)) waiting.push(...value);
  }
}

function checkDictionary(pdf, value) {
  for (const key of value.keys()) if (`/${key}` in REFUSED_KEYS) throw new Failure(REFUSED_KEYS[`/${key}`], { key: `/${key}` });
  const [kind, subtype, action] = ["Type", "Subtype", "S"].map((key) => pdf.name(value, key));
  if (REFUSED_ACTIONS.includes(`/${action}`)) throw new Failure("document.action", { key: `/${action}` });
  if (kind === "Annot" && subtype !== "Widget") throw new Failure("document.annotation", { key: `/${subtype}` });
  if (subtype === "PS" || kind === "OCG" || kind === "OCMD") throw new Failure("document.layers", { key: `/${subtype || kind}` });
  if (value.data && value.has("F")) throw new Failure("document.external", { key: "/F" });
  if (kind !== "Font" || subtype === "Type0" || subtype === "Type3") return;
  const descriptor = pdf.get(value, "FontDescriptor");
  const embedded = ["FontFile", "FontFile2", "FontFile3"].some((key) => descriptor instanceof Dictionary && descriptor.has(key));
  if (!embedded) throw new Failure("document.font", { key: `/${pdf.name(value, "BaseFont")}` });
}

/** The form's fields by name in document order; anything but a plain signature field is refused. */
export function formFields(pdf) {
  const found = new Map();
  const form = pdf.get(pdf.root, "AcroForm");
  for (const listed of (form && pdf.get(form, "Fields")) ?? []) {
    const field = pdf.at(listed);
    const name = String(pdf.get(field, "T") ?? "");
    if (pdf.name(field, "FT") !== "Sig" || field.has("Kids") || field.has("Parent") || !name) throw new Failure("document.form", { key: name || "?" });
    if (found.has(name)) throw new Failure("document.field_twice", { field: name });
    found.set(name, field);
  }
  return found;
}

/** The pages in order, each node of their tree once. */
export function pages(pdf) {
  const found = [];
  const met = new Set();
  const collect = (link, depth) => {
    if (!(link instanceof Reference) || met.has(link.key) || depth > DEEPEST_TREE) throw new Failure("document.pages");
    met.add(link.key);
    const node = pdf.at(link);
    if (!(node instanceof Dictionary)) throw new Failure("document.pages");
    if (pdf.name(node, "Type") === "Page") found.push(node);
    else for (const kid of pdf.get(node, "Kids")) collect(kid, depth + 1);
  };
  reading("document.unreadable", () => collect(pdf.root.get("Pages"), 0));
  return found;
}

/** The bytes of the one attachment, agreement.json. */
export function attachedIn(pdf) {
  const refuse = () => {
    throw new Failure("document.attachment");
  };
  let names = pdf.get(pdf.get(pdf.root, "Names"), "EmbeddedFiles") ?? refuse();
  for (let depth = 0; !names.has("Names"); depth += 1) {
    const kids = pdf.get(names, "Kids") ?? [];
    if (kids.length !== 1 || depth > DEEPEST_TREE) refuse();
    names = pdf.at(kids[0]);
  }
  const entries = pdf.get(names, "Names");
  if (entries.length !== 2) refuse();
  const file = pdf.at(entries[1]);
  const stream = pdf.get(pdf.get(file, "EF"), "F");
  const called = String(pdf.get(file, "UF") ?? pdf.get(file, "F"));
  if (called !== "agreement.json" || !(stream instanceof Dictionary) || !stream.data) refuse();
  return pdf.decoded(stream);
}

/** Where each revision ends, and the signatures in the order they were made; a failure where a byte is unaccounted for. */
export async function readLayout(pdf) {
  const ends = pdf.revisions.map((one) => one.end);
  const inOrder = ends.every((end, index) => index === 0 || end > ends[index - 1]);
  if (!inOrder || ends.at(-1) !== pdf.bytes.length) throw new Failure("layout.trailing", { size: pdf.bytes.length - ends.at(-1) });
  const fields = formFields(pdf);
  if (fields.size > MOST_SIGNATURES) throw new Failure("document.too_large");
  const places = [];
  for (const [name, field] of fields) if (field.has("V")) places.push(await placeOf(pdf, name, pdf.get(field, "V")));
  places.sort((one, other) => one.size - other.size);
  const signatures = places.filter((one) => one.kind === "signature");
  const timestamps = places.filter((one) => one.kind === "timestamp");
  const layout = { ends, fields: [...fields.keys()], places, signatures, timestamps };
  layout.frozenSize = frozenSize(layout);
  layout.closedSize = timestamps[0]?.size ?? 0;
  layout.hasLongTerm = hasLongTerm(layout);
  checkSequence(layout);
  return layout;
}

function frozenSize({ ends, places }) {
  if (!places.length) return ends.at(-1);
  const first = ends.indexOf(places[0].size);
  if (first <= 0) throw new Failure("layout.revisions");
  return ends[first - 1];
}

/** After the last signature nothing but pairs of revisions: validation data, then a time-stamp over all. */
function hasLongTerm({ ends, places, signatures, timestamps }) {
  if (!signatures.length || !timestamps.length || signatures.some((one, index) => places[index] !== one)) return false;
  const after = ends.filter((end) => end > signatures.at(-1).size);
  return after.length === 2 * timestamps.length && timestamps.every((one, index) => after[2 * index + 1] === one.size);
}

function checkSequence({ ends, places, signatures, frozenSize: frozen, hasLongTerm: finished }) {
  if (!places.length) return;
  const following = ends.slice(ends.indexOf(frozen) + 1);
  if (signatures.some((one, index) => following[index] !== one.size)) throw new Failure("layout.revisions");
  if (following.length !== signatures.length && !finished) throw new Failure("layout.revisions");
}

async function placeOf(pdf, field, value) {
  const { bytes } = pdf;
  const kind = KINDS[`${pdf.name(value, "Type")} ${pdf.name(value, "SubFilter")}`];
  if (!kind || pdf.name(value, "Filter") !== "Adobe.PPKLite") throw new Failure("layout.signature_form", { field });
  const range = pdf.get(value, "ByteRange");
  if (!Array.isArray(range) || range.length !== 4 || !range.every((one) => one instanceof Numeric && /^\d+$/.test(one.text))) throw new Failure("layout.byte_range", { field });
  const [start, first, second, length] = range.map((one) => one.value);
  const size = second + length;
  if (start !== 0 || !(first > 0 && first < second && second < size && size <= bytes.length)) throw new Failure("layout.byte_range", { field });
  const gap = latin1(bytes.subarray(first, second));
  if (!/^<(?:[0-9A-F]{2})+>$/.test(gap)) throw new Failure("layout.contents", { field });
  const data = fromHex(gap.slice(1, -1));
  const cms = signedPart(data, field);
  const written = value.get("Contents");
  if (!(written instanceof Text) || !sameBytes(written.bytes, data)) throw new Failure("layout.byte_range", { field });
  return { field, kind, cms, size, sha256: await sha256Hex(bytes.subarray(0, size)), covered: () => withoutGap(bytes, first, second, size) };
}

/** One DER value, then zeros and nothing else. */
function signedPart(data, field) {
  const count = data[1] & 0x80 ? data[1] & 0x7f : 0;
  let size = 2 + count + (count ? 0 : data[1]);
  for (let index = 0, body = 0; index < count; index += 1) {
    body = body * 256 + data[2 + index];
    if (index === count - 1) size += body;
  }
  const cms = data.subarray(0, size);
  if (data[0] !== 0x30 || !(size <= data.length) || data.subarray(size).some(Boolean)) throw new Failure("layout.contents", { field });
  reading("cms.form", () => readDer(cms));
  return cms;
}

export function isName(value, text) {
  return value instanceof Name && value.text === text;
}
