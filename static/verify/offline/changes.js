/** What was changed in the agreement since it was frozen: the content side by side, then each revision by a closed list. */

import { sha256Hex, toHex } from "./bytes.js";
import { formFields, pages } from "./document.js";
import { Dictionary, Name, Numeric, Pdf, Reference, Text } from "./pdf.js";
import { Failure, Undecided } from "./problems.js";

const CHANGING_ROOT = new Set(["AcroForm", "DSS", "Extensions", "Version", "Pages"]);
const CHANGING_PAGE = new Set(["Annots", "Parent"]);
const FIXED_FIELD = ["T", "FT", "Rect", "Lock", "F", "Subtype", "Type", "P"];
const EXTENSION = new Set(["Type", "BaseVersion", "ExtensionLevel", "ExtensionRevision", "URL"]);

/** Turns values with all they point to into plain comparable data; each object once, by its turn afterwards. */
class Walk {
  constructor(pdf) {
    this.pdf = pdf;
    this.turns = new Map();
  }

  async of(value) {
    if (value instanceof Reference) {
      if (this.turns.has(value.key)) return ["again", this.turns.get(value.key)];
      this.turns.set(value.key, this.turns.size);
      return this.of(this.pdf.at(value));
    }
    if (value instanceof Dictionary) return this.dictionary(value);
    if (Array.isArray(value)) {
      const parts = [];
      for (const one of value) parts.push(await this.of(one));
      return ["array", parts];
    }
    if (value instanceof Text) return ["string", toHex(value.bytes)];
    if (value instanceof Name) return ["name", value.text];
    return value instanceof Numeric ? ["number", value.text] : ["plain", value];
  }

  async dictionary(value) {
    const type = this.pdf.name(value, "Type");
    if (type === "Page" || type === "Pages") return ["page", value.home];
    const items = await this.items(value, new Set());
    return value.data ? ["stream", items, await sha256Hex(value.data)] : ["dictionary", items];
  }

  async items(dictionary, without) {
    const found = [];
    for (const key of [...dictionary.keys()].sort()) if (!without.has(key)) found.push([key, await this.of(dictionary.get(key))]);
    return found;
  }
}

async function same(one, other, before, after) {
  return JSON.stringify(await new Walk(before).of(one ?? null)) === JSON.stringify(await new Walk(after).of(other ?? null));
}

/** Everything that a reader shows or hands out, form fields left aside, as one text. */
async function content(pdf) {
  const walk = new Walk(pdf);
  const parts = [await walk.items(pdf.root, CHANGING_ROOT), await walk.of(pdf.get(pdf.trailer, "Info"))];
  for (const page of pages(pdf)) {
    parts.push(await walk.items(page, CHANGING_PAGE));
    let node = pdf.get(page, "Parent");
    for (let depth = 0; node && depth < 50; depth += 1) {
      parts.push(await walk.items(node, new Set(["Kids", "Parent"])));
      node = pdf.get(node, "Parent");
    }
  }
  return JSON.stringify(parts);
}

/** What is seen is what was frozen: pages, attachments, properties and fields are the same before and after. */
export async function checkChanges(final, layout) {
  const frozen = new Pdf(final.bytes.subarray(0, layout.frozenSize));
  if ((await content(frozen)) !== (await content(final))) throw new Failure("document.changed");
  await checkVersion(frozen, final);
  const [before, after] = [formFields(frozen), formFields(final)];
  if ([...before.values()].some((field) => field.has("V"))) throw new Failure("document.signed_before_frozen");
  const allowed = new Set([...before.keys(), ...layout.timestamps.map((one) => one.field)]);
  if ([...after.keys()].some((name) => !allowed.has(name)) || [...before.keys()].some((name) => !after.has(name))) throw new Failure("document.fields_changed");
  for (const [name, field] of before) {
    for (const key of FIXED_FIELD) {
      if (!(await same(frozen.get(field, key), final.get(after.get(name), key), frozen, final))) throw new Failure("document.fields_changed");
    }
  }
}

async function checkVersion(frozen, final) {
  if (!(await same(frozen.get(frozen.root, "Version"), final.get(final.root, "Version"), frozen, final))) throw new Failure("document.changed");
  const [before, after] = [frozen, final].map((pdf) => pdf.get(pdf.root, "Extensions") ?? new Dictionary());
  for (const developer of new Set([...before.keys(), ...after.keys()])) {
    if (await same(frozen.get(before, developer), final.get(after, developer), frozen, final)) continue;
    const named = final.get(after, developer);
    const listed = (Array.isArray(named) ? named : [named]).map((one) => final.at(one));
    if ((developer !== "ESIC" && developer !== "ISO_") || !listed.every((one) => isExtension(final, one))) throw new Failure("document.changed");
  }
}

function isExtension(pdf, value) {
  return value instanceof Dictionary && [...value.keys()].every((key) => EXTENSION.has(key) && !(pdf.get(value, key) instanceof Dictionary) && !Array.isArray(pdf.get(value, key)));
}

/**
 * Every revision after the frozen text holds a signature, validation data or a time-stamp, and nothing else.
 *
 * A closed list, narrower than the difference policy of the command line: what is on it passes there too. A signed
 * field, the form or the catalogue written otherwise, an object nobody refers to, a table that leads out of its revision:
 * these are refused. Any other object written anew is undecided here.
 */
export function checkRevisions(final, layout) {
  let before = new Pdf(final.bytes.subarray(0, layout.frozenSize));
  for (const end of layout.ends.filter((one) => one > layout.frozenSize)) {
    const after = new Pdf(final.bytes.subarray(0, end));
    const place = layout.places.find((one) => one.size === end);
    checkRevision(before, after, place, layout.signatures[0].field);
    before = after;
  }
}

function checkRevision(before, after, place, field) {
  const { entries, start } = after.revisions.at(-1);
  const live = new Set([...numbersReached(after)]);
  const changed = [];
  for (const [number, entry] of entries) {
    if (number === 0 && !entry.used) continue;
    const own = entry.used && entry.offset >= before.bytes.length && entry.offset < start;
    if (!own || entry.generation !== 0) throw new Failure("signatures.changed_after", { field });
    if (!live.has(number)) throw new Failure("signatures.changed_after", { field });
    if (before.places.get(number)?.used) changed.push(number);
  }
  const allowed = allowedChanges(before, after, place, field);
  const strange = changed.find((number) => !allowed.has(number));
  if (strange !== undefined) throw new Undecided(`PDF ${strange} 0 obj`);
  checkTrailer(before, after);
}

function* numbersReached(pdf) {
  const waiting = [...pdf.trailer.values()];
  const seen = new Set();
  while (waiting.length) {
    let value = waiting.pop();
    if (value instanceof Reference) {
      if (seen.has(value.number)) continue;
      seen.add(value.number);
      yield value.number;
      value = pdf.at(value);
    }
    if (value instanceof Dictionary || Array.isArray(value)) waiting.push(...value.values());
  }
}

function checkTrailer(before, after) {
  for (const key of ["Root", "Info"]) {
    if (before.trailer.get(key)?.key !== after.trailer.get(key)?.key) throw new Undecided(`PDF /${key}`);
  }
}

/** The numbers of the objects that this revision may write anew, once what it wrote in them is found permitted. */
function allowedChanges(before, after, place, first) {
  const rooted = new Set(place ? ["AcroForm", "Extensions", "Version"] : ["DSS", "Extensions", "Version"]);
  demandSame(before.root, after.root, rooted, first);
  const allowed = new Set([after.root.home]);
  const [form, newForm] = [before, after].map((pdf) => pdf.get(pdf.root, "AcroForm"));
  demandSame(form, newForm, new Set(["Fields", "SigFlags"]), first);
  checkFlags(before.get(form, "SigFlags"), after.get(newForm, "SigFlags"), first);
  allowed.add(newForm.home);
  const [fields, newFields] = [formFields(before), formFields(after)];
  for (const [name, field] of fields) {
    const signing = place?.field === name && !field.has("V");
    demandSame(field, newFields.get(name), new Set(signing ? ["V", "AP"] : []), first);
    if (!signing && field.has("V")) demandSame(before.get(field, "V"), after.get(newFields.get(name), "V"), new Set(), first);
    if (!signing) continue;
    allowed.add(newFields.get(name).home);
    checkLock(after, newFields.get(name), name);
  }
  const added = [...newFields.keys()].filter((name) => !fields.has(name));
  if (!place || place.kind === "signature" ? added.length : added.join() !== place.field) throw new Undecided("PDF /Fields");
  if (place?.kind === "timestamp") allowTimestamp(before, after, newFields.get(place.field), allowed, first);
  else if (!place) allowValidationData(before, after, allowed);
  return allowed;
}

/** The form may come to say that it is signed and grows by revisions alone, never the contrary (ISO 32000-2 §12.7.3). */
function checkFlags(before, after, field) {
  if (!(after instanceof Numeric) || after.value < (before?.value ?? 0)) throw new Failure("signatures.changed_after", { field });
}

/**
 * Two forms of one object, but for some entries. References are compared, not followed: what they lead to is an object
 * of its own, and if this revision wrote it anew it is judged as such.
 */
function demandSame(one, other, without, field) {
  if (one?.home !== other?.home || written(one, without) !== written(other, without)) throw new Failure("signatures.changed_after", { field });
}

function written(value, without = new Set()) {
  if (value instanceof Reference) return `${value.key} R`;
  if (Array.isArray(value)) return `[${value.map((one) => written(one)).join(" ")}]`;
  if (value instanceof Text) return `<${toHex(value.bytes)}>`;
  if (value instanceof Name) return `/${JSON.stringify(value.text)}`;
  if (value instanceof Numeric) return value.text;
  if (!(value instanceof Dictionary)) return String(value);
  const items = [...value.keys()].filter((key) => !without.has(key)).sort();
  return `<<${items.map((key) => `/${JSON.stringify(key)} ${written(value.get(key))}`).join(" ")}>>`;
}

/** What the field locks is what the signature says it locks (ISO 32000-2 §12.8.2.4). */
function checkLock(pdf, field, name) {
  const lock = pdf.get(field, "Lock");
  if (!lock) return;
  const said = (pdf.get(pdf.get(field, "V"), "Reference") ?? []).map((one) => pdf.at(one)).find((one) => pdf.name(one, "TransformMethod") === "FieldMDP");
  const parameters = pdf.get(said, "TransformParams");
  const fields = (value) => (pdf.get(value, "Fields") ?? []).map((one) => String(pdf.at(one))).join("\n");
  if (!parameters || pdf.name(lock, "Action") !== pdf.name(parameters, "Action") || fields(lock) !== fields(parameters)) throw new Failure("signatures.invalid", { field: name });
}

/** One invisible field more, on one page's list of annotations. */
function allowTimestamp(before, after, field, allowed, first) {
  const flat = (after.get(field, "Rect") ?? []).every((one) => after.at(one).value === 0);
  if (!flat || field.has("AP") || before.places.get(field.home)?.used) throw new Undecided("PDF /Rect");
  const [was, is] = [pages(before), pages(after)];
  for (const [index, page] of was.entries()) {
    const [old, now] = [before.get(page, "Annots") ?? [], after.get(is[index], "Annots") ?? []];
    const keys = now.map((one) => one.key);
    if (JSON.stringify(keys) === JSON.stringify(old.map((one) => one.key))) continue;
    demandSame(page, is[index], new Set(["Annots"]), first);
    if (JSON.stringify(keys) !== JSON.stringify([...old.map((one) => one.key), `${field.home} 0`])) throw new Undecided("PDF /Annots");
    allowed.add(page.home);
    if (is[index].get("Annots") instanceof Reference) allowed.add(is[index].get("Annots").number);
  }
}

/** Certificates and lists may be added, none taken away. */
function allowValidationData(before, after, allowed) {
  const [old, now] = [before, after].map((pdf) => pdf.get(pdf.root, "DSS"));
  if (!old) return;
  for (const key of ["Certs", "CRLs", "OCSPs"]) {
    const [were, are] = [before.get(old, key) ?? [], after.get(now, key) ?? []];
    const kept = new Set(are.map((one) => one.key));
    if (were.some((one) => !kept.has(one.key))) throw new Undecided("PDF /DSS");
    if (now.get(key) instanceof Reference) allowed.add(now.get(key).number);
  }
  if (now.has("VRI") || old.has("VRI")) throw new Undecided("PDF /VRI");
  allowed.add(now.home);
}

/** Certificates and revocation lists that the document carries (its DSS), as DER. */
export function embeddedMaterial(pdf) {
  const store = pdf.get(pdf.root, "DSS");
  const streams = (key) => (pdf.get(store, key) ?? []).map((one) => pdf.decoded(pdf.at(one)));
  return { certificates: streams("Certs"), lists: streams("CRLs"), hasAnswers: streams("OCSPs").length > 0 };
}
