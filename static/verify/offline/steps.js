/** The steps of the verification, by the names and in the order of signing/verify.py. */

import { sameBytes, sha256Hex, toHex, fromBase64, fromUtf8 } from "./bytes.js";
import { digest, suiteOf } from "./algorithms.js";
import { OID, pemCertificates, readCertificate, readRevocationList, USAGE } from "./certificates.js";
import { checkChain } from "./chains.js";
import { checkChanges, checkRevisions, embeddedMaterial } from "./changes.js";
import { ATTRIBUTE, checkSigned, checkTokenOver, readSigned } from "./cms.js";
import { AGREEMENT, checkCatalogue, checkManifests, crc32, readContainer, SEAL, SEAL_LIST, TIME, TIME_LIST } from "./container.js";
import { attachedIn, checkRules, formFields, readLayout, timestampField } from "./document.js";
import { leafHash, readExtension, verifyCheckpoint, verifyConsistency, verifyInclusion } from "./log.js";
import { Pdf } from "./pdf.js";
import { Failure, reading } from "./problems.js";
import { PUBLISHED } from "./published.js";
import { readRecord } from "./records.js";

const SKEW = 10 * 60 * 1000;
const RECORDS = { application: "application.json", ceremony: "ceremony.json", evidence: "evidence/index.json", inclusion: "log/inclusion.json" };
const SUFFIXES = { pdf: "application/pdf", png: "image/png", jpg: "image/jpeg", txt: "text/plain" };
const SIGNED = new Set(["1.2.840.113549.1.9.3", ATTRIBUTE.messageDigest, ATTRIBUTE.certificateV2, ATTRIBUTE.algorithmProtection]);
const equal = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const sm3Hex = async (data) => toHex(await digest("sm3", data));

/** A moment as records write it: UTC, whole seconds. */
export function moment(at) {
  return `${at.toISOString().slice(0, 19)}Z`;
}

function fail(code, details) {
  throw new Failure(code, details);
}

/** What the document carries, with what its signatures and tokens carry themselves. */
function documentKnown(given) {
  return { ...given.documentKnown, certificates: [...given.documentKnown.certificates, ...given.carried] };
}

const container = {
  container_form(given) {
    given.files = readContainer(given.data);
  },
  container_catalogue(given) {
    checkCatalogue(given.files);
    given.document = given.files.get(AGREEMENT);
  },
  container_manifest(given) {
    return checkManifests(given.files);
  },
  container_records(given) {
    for (const [name, file] of Object.entries(RECORDS)) given.records[name] = readRecord(name, given.files.get(file));
    const names = [...given.files.keys()].filter((name) => name.startsWith("trust/"));
    const certificates = names.filter((name) => name.endsWith(".pem")).flatMap((name) => pemCertificates(given.files.get(name)));
    const lists = names.filter((name) => name.endsWith(".crl")).map((name) => readRevocationList(given.files.get(name)));
    given.known = { certificates, lists };
    given.certificates.push(...certificates);
  },
  async manifest_time(given) {
    const token = await checkTokenOver(given.files.get(TIME), given.files.get(TIME_LIST), given.known.certificates);
    if (token.at > given.now.getTime() + SKEW) fail("time.future");
    given.bundleTime = token.at;
    given.tokenCertificates.push(token.certificate);
    given.bundleStamps.push(token.certificate);
    given.lastStamp = token.certificate;
  },
  async manifest_seal(given) {
    const seal = await readSigned(given.files.get(SEAL));
    if (seal.contentType !== "data" || seal.content || !seal.timestamp) fail("cms.form");
    await checkSigned(seal, await digest(seal.digestName, given.files.get(SEAL_LIST)), given.known.certificates);
    const token = await checkTokenOver(seal.timestamp, seal.signature, given.known.certificates);
    if (token.at > given.bundleTime) fail("time.order");
    given.seal = seal;
    given.certificates.push(seal.certificate);
    given.tokenCertificates.push(token.certificate);
    given.bundleStamps.push(token.certificate);
  },
  async bundle_trust(given) {
    const at = given.bundleTime;
    await checkChain(given.seal.certificate, given.roots, given.known, { at, usage: USAGE.nonRepudiation, listed: false });
    for (const one of given.bundleStamps) {
      await checkChain(one, given.roots, given.known, { at, usage: USAGE.digitalSignature, purpose: OID.timeStamping, listed: true });
    }
  },
  time_window(given) {
    return given.lastStamp && given.lastStamp.until < given.now ? { code: "time.expired_since" } : null;
  },
};

const documents = {
  async document_layout(given) {
    given.pdf = new Pdf(given.document);
    given.layout = await readLayout(given.pdf);
  },
  document_rules(given) {
    reading("document.unreadable", () => checkRules(given.pdf));
  },
  async document_digests(given) {
    const material = reading("document.unreadable", () => embeddedMaterial(given.pdf));
    given.documentKnown = { ...material, certificates: material.certificates.map(readCertificate), lists: material.lists.map(readRevocationList) };
    const known = given.documentKnown.certificates;
    for (const place of given.layout.places) {
      const covered = place.covered();
      if (place.kind === "timestamp") {
        const token = await checkTokenOver(place.cms, covered, known);
        given.stamps.push({ place, token });
        given.tokenCertificates.push(token.certificate);
        if (!given.bundleTime) given.lastStamp = token.certificate;
        continue;
      }
      const signed = await readSigned(place.cms);
      const strange = [...signed.attributes].some((one) => !SIGNED.has(one));
      if (strange || signed.content || !signed.timestamp) fail("cms.attributes");
      await checkSigned(signed, await digest(signed.digestName, covered), known);
      const token = await checkTokenOver(signed.timestamp, signed.signature, known);
      given.tokenCertificates.push(token.certificate);
      given.certificates.push(signed.certificate);
      given.carried.push(...signed.others);
      given.signatures.push({ field: place.field, signed, at: token.at, token, size: place.size, sha256: place.sha256 });
    }
  },
  document_changes(given) {
    return checkChanges(given.pdf, given.layout);
  },
  document_finished(given) {
    const right = given.layout.timestamps.every((one, index) => one.field === timestampField(index + 1));
    if (!given.layout.hasLongTerm || !right) fail("document.not_finished");
  },
};

const signatures = {
  async signatures_valid(given) {
    if (!given.signatures.length) fail("signatures.none");
    checkRevisions(given.pdf, given.layout);
  },
  signatures_order(given) {
    const times = [...given.signatures.map((one) => one.at), ...given.stamps.map((one) => one.token.at)];
    if (given.bundleTime) times.push(given.bundleTime);
    if (times.some((at, index) => index > 0 && at < times[index - 1])) fail("time.order");
    if (times.length && times.at(-1) > given.now.getTime() + SKEW) fail("time.future");
  },
  async document_timestamp(given) {
    if (!given.stamps.length) fail("document.not_finished");
    if (given.stamps.at(-1).place.size !== given.document.length) fail("signatures.timestamp");
    for (const [index, { token }] of given.stamps.entries()) {
      const at = given.stamps[index + 1]?.token.at ?? given.evaluatedAt;
      await trusted(token.certificate, given, { at, purpose: OID.timeStamping, listed: true }, "signatures.timestamp_untrusted");
    }
  },
  async signatures_trusted(given) {
    const closed = given.stamps[0].token.at;
    for (const { field, signed, at, token } of given.signatures) {
      await trusted(signed.certificate, given, { at, usage: USAGE.nonRepudiation, listed: false }, "signatures.untrusted", { field });
      await trusted(token.certificate, given, { at: closed, purpose: OID.timeStamping, listed: true }, "signatures.untrusted", { field });
    }
  },
  certificate_profiles(given) {
    const keys = new Set();
    for (const { field, signed, at } of given.signatures) {
      const { certificate } = signed;
      const personal = ["p256", "sm2"].includes(reading("certificate.profile", () => suiteOf(certificate.spki), { field }));
      const marked = certificate.usage(USAGE.nonRepudiation) && !certificate.usage(USAGE.keyCertSign) && !certificate.usage(USAGE.crlSign);
      if (!personal || !marked) fail("certificate.profile", { field });
      if (at < certificate.from || at > certificate.until) fail("certificate.not_valid_then", { field });
      const key = toHex(certificate.spki);
      if (keys.has(key)) fail("certificate.key_twice", { field });
      keys.add(key);
    }
  },
  authority_kind(given) {
    return given.isDevelopment ? { code: "authority.development" } : null;
  },
};

async function trusted(certificate, given, ask, code, details) {
  try {
    await checkChain(certificate, given.roots, documentKnown(given), ask);
  } catch (error) {
    throw error instanceof Failure ? new Failure(code, details) : error;
  }
}

const completeness = {
  fields_filled(given) {
    const stamps = new Set(given.layout.timestamps.map((one) => one.field));
    const fields = [...formFields(given.pdf).keys()].filter((name) => !stamps.has(name));
    const filled = given.signatures.map((one) => one.field);
    const open = fields.filter((name) => !filled.includes(name));
    if (!fields.length || open.length || filled.some((name) => !fields.includes(name))) fail("fields.open", { count: open.length });
  },
  async ceremony_frozen(given) {
    const { ceremony } = given.records;
    const size = given.layout.frozenSize;
    const same = ceremony.document_size_frozen === size && ceremony.document_sha256_frozen === (await sha256Hex(given.document.subarray(0, size)));
    if (!same) fail("ceremony.frozen");
  },
  async ceremony_signatures(given) {
    const { steps } = given.records.ceremony;
    if (!equal(steps.map((one) => one.field), given.signatures.map((one) => one.field))) fail("ceremony.fields");
    for (const [index, one] of given.signatures.entries()) {
      const step = steps[index];
      const said = [step.certificate_sha256, step.revision_sha256, step.revision_size, step.signed_at];
      if (!equal(said, [await one.signed.certificate.fingerprint(), one.sha256, one.size, moment(one.at)])) fail("ceremony.step", { field: one.field });
    }
  },
  people(given) {
    const { application, ceremony } = given.records;
    const expected = [...application.parties.flatMap((one) => one.signatories), ...application.mediators];
    const seal = application.organisation;
    const sorted = (pairs) => [...new Map(pairs)].sort();
    if (!equal(sorted(ceremony.steps.map((one) => [one.field, one.signer_ref])), sorted([...expected, seal].map((one) => [one.field, one.ref])))) fail("people.fields");
    checkSides(application, expected);
    for (const one of expected) {
      const { certificate } = given.signatures.find((other) => other.field === one.field).signed;
      if (!equal([certificate.commonName, certificate.attribute(OID.serialNumber)], [one.name, one.pseudonym])) fail("people.certificate", { field: one.field });
    }
    if (given.signatures.at(-1).field !== seal.field) fail("people.seal_last");
    const sealed = given.signatures.find((one) => one.field === seal.field).signed.certificate;
    for (const one of [sealed, given.seal.certificate]) {
      if (!equal([one.attribute(OID.organisation), one.attribute(OID.organisationIdentifier)], [seal.name, seal.identifier])) fail("people.organisation");
    }
  },
  async agreement_content(given) {
    const { application } = given.records;
    const data = attachedIn(given.pdf);
    const content = readRecord("agreement", data);
    const closed = given.document.subarray(0, given.layout.closedSize);
    if (application.agreement.sha256 !== (await sha256Hex(closed))) fail("agreement.other_file");
    if (application.agreement.content_sha256 !== (await sha256Hex(data)) || application.agreement.version !== content.version) fail("agreement.other_text");
    if (!equal(participants(application), participants(content))) fail("agreement.other_people");
  },
};

/** The check value is the signed one, and so is SM3, where the index has them: its first version had no check value. */
async function sameBeside(data, listed) {
  if ("crc32" in listed && parseInt(listed.crc32, 16) !== crc32(data)) return false;
  return !("sm3" in listed) || (await sm3Hex(data)) === listed.sm3;
}

function checkSides(application, expected) {
  const sides = application.parties.map((one) => one.side);
  if (!sides.includes("applicant") || !sides.includes("respondent")) fail("people.sides");
  const refs = [...expected, ...application.parties].map((one) => one.ref);
  for (const list of [refs, expected.map((one) => one.pseudonym), expected.map((one) => one.field)]) {
    if (new Set(list).size !== list.length) fail("people.twice");
  }
  const mediators = new Set(application.mediators.map((one) => one.pseudonym));
  if (expected.some((one) => (one.capacity === "mediator") !== mediators.has(one.pseudonym))) fail("people.capacity");
}

/** What the application and the agreement must say alike. */
function participants(record) {
  const parties = record.parties.map((one) => ["ref", "side", "kind", "name", "name_en", "identifier"].map((key) => one[key]));
  const { name, name_en: english, identifier } = record.organisation;
  return [record.case_no, [name, english, identifier], record.mediators.map((one) => one.name), parties];
}

const logs = {
  async evidence_index(given) {
    const { files: listed } = given.records.evidence;
    const names = listed.map((one) => one.file);
    const present = [...given.files.keys()].filter((name) => name.startsWith("evidence/") && name !== "evidence/index.json");
    if (!equal([...names].sort(), present.sort())) fail("evidence.index");
    const refs = new Set(given.records.application.parties.map((one) => one.ref));
    for (const one of listed) {
      const data = given.files.get(one.file);
      const same = equal([data.length, await sha256Hex(data)], [one.size, one.sha256]) && (await sameBeside(data, one));
      if (!same || SUFFIXES[one.file.split(".")[1]] !== one.media_type || !refs.has(one.provided_by)) fail("evidence.entry", { file: one.file });
    }
  },
  async log_inclusion(given) {
    const { inclusion, ceremony } = given.records;
    const certificate = logCertificate(given);
    if (!given.roots.some((one) => sameBytes(one.raw, certificate.raw))) {
      if (!certificate.policies.includes(PUBLISHED.logPolicy)) fail("log.certificate");
      await checkChain(certificate, given.roots, given.known, { at: given.bundleTime, usage: USAGE.digitalSignature, listed: true });
    }
    const checkpoint = await verifyCheckpoint(inclusion.checkpoint, certificate);
    const leaves = [];
    for (const one of inclusion.leaves) leaves.push(await provedLeaf(one, checkpoint));
    const wanted = [
      { act: "document.frozen", sha256: ceremony.document_sha256_frozen },
      ...ceremony.steps.map((one) => ({ act: "document.signed", certificate_sha256: one.certificate_sha256, field: one.field, sha256: one.revision_sha256 })),
      { act: "agreement.sealed", sha256: await sha256Hex(given.document.subarray(0, given.layout.closedSize)) },
    ];
    if (!equal(leaves, wanted)) fail("log.leaves");
    const indexes = inclusion.leaves.map((one) => one.index);
    if (indexes.some((one, place) => place > 0 && one <= indexes[place - 1])) fail("log.order");
    given.checkpoint = checkpoint;
  },
  async log_consistency(given) {
    const held = readExtension(given.later);
    const old = given.checkpoint;
    if (held.oldSize !== old.size) fail("log.other_proof", { old: held.oldSize, size: old.size });
    const later = await verifyCheckpoint(held.checkpoint, logCertificate(given));
    if (old.origin !== later.origin) fail("log.other_origin");
    if (!(await verifyConsistency(old.size, later.size, old.root, later.root, held.path))) fail("log.inconsistent", { old: old.size, new: later.size });
  },
};

function logCertificate(given) {
  const certificates = pemCertificates(given.files.get("trust/log.pem"));
  if (certificates.length !== 1) fail("log.certificate");
  return certificates[0];
}

/** What a leaf says, its salt left out and its keys in order, after its path to the head was walked. */
async function provedLeaf(record, checkpoint) {
  const { data, path, said } = reading("log.leaf_form", () => {
    const bytes = fromBase64(record.data_b64);
    const value = JSON.parse(fromUtf8(bytes));
    if (!Object.hasOwn(value, "salt")) throw new Error("salt");
    const items = Object.entries(value).filter(([key]) => key !== "salt").sort(([one], [other]) => (one < other ? -1 : 1));
    return { data: bytes, path: record.path_b64.map(fromBase64), said: Object.fromEntries(items) };
  });
  if (!(await verifyInclusion(await leafHash(data), record.index, checkpoint.size, path, checkpoint.root))) fail("log.path");
  return said;
}

export const CHECKS = { ...container, ...documents, ...signatures, ...completeness, ...logs };
