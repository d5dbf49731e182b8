/** Verify a bundle or an agreement in the browser: numbered steps, each ending in a finding, as signing/verify.py does. */

import { sha256Hex, startsWith } from "./bytes.js";
import { OID } from "./certificates.js";
import { looksLikeContainer } from "./container.js";
import { Failure, Undecided } from "./problems.js";
import { PUBLISHED } from "./published.js";
import { CHECKS, moment } from "./steps.js";

const { steps: STEPS, words: WORDS, reasons: REASONS, headlines: HEADLINES, outside: OUTSIDE, marks: MARKS } = PUBLISHED;
const BROKEN = new Set(["failed", "not_checked", "undecided"]);
const WORST_FIRST = ["failed", "undecided", "not_checked", "judgement", "passed"];

/** The sentence of a code in both languages, its {placeholders} filled. */
export function sentence(words, details = {}) {
  const filled = (text) => text.replace(/\{(\w+)\}/g, (whole, key) => (Object.hasOwn(details, key) ? String(details[key]) : whole));
  return { zh: filled(words.zh), en: filled(words.en) };
}

/** What is established so far; each step adds to it. */
class Examination {
  constructor(data, roots, later) {
    Object.assign(this, { data, roots, later, now: new Date() });
    Object.assign(this, { files: null, records: {}, document: null, pdf: null, layout: null, seal: null, checkpoint: null });
    Object.assign(this, { known: null, documentKnown: null, carried: [], signatures: [], stamps: [] });
    Object.assign(this, { certificates: [], tokenCertificates: [], bundleStamps: [], lastStamp: null, bundleTime: null });
  }

  /** The proven time at which trust is judged: the bundle's time-stamp, or the document's last when alone. */
  get evaluatedAt() {
    return this.bundleTime ?? this.stamps.at(-1)?.token.at ?? null;
  }

  get isDevelopment() {
    return [...this.certificates, ...this.tokenCertificates].some((one) => one.attribute(OID.unit).includes(MARKS.development));
  }
}

/** The verdict on `data` (bytes) under `roots` (certificates); `later` is the text of a later head of the log, or empty. */
export async function verify(data, roots, later = "") {
  const subject = startsWith(data, "%PDF-") ? "agreement" : "bundle";
  const examination = new Examination(data, roots, later);
  if (subject === "agreement") examination.document = data;
  const findings = new Map();
  for (const [index, step] of stepsOf(subject, later).entries()) {
    findings.set(step.code, await finding(index + 1, step, findings, examination));
  }
  return verdict(subject, examination, [...findings.values()]);
}

function stepsOf(subject, later) {
  return subject === "agreement" ? STEPS.agreement : later ? [...STEPS.bundle, STEPS.later] : STEPS.bundle;
}

async function finding(number, { code, group, needs }, earlier, examination) {
  const words = WORDS[code];
  let [state, said] = ["passed", words.passed];
  const broken = needs.map((one) => earlier.get(one)).find((one) => BROKEN.has(one.state));
  if (broken) [state, said] = ["not_checked", sentence(REASONS["step.not_reached"], { number: broken.number })];
  else {
    try {
      const judgement = await CHECKS[code](examination);
      if (judgement) [state, said] = ["judgement", sentence(REASONS[judgement.code], judgement.details)];
    } catch (error) {
      [state, said] = wrong(error);
    }
  }
  return { number, code, group, state, title: words.title, sentence: said, follows: words.follows };
}

function wrong(error) {
  if (error instanceof Undecided) return ["undecided", sentence(REASONS["step.not_here"], { what: error.what })];
  if (error instanceof Failure && REASONS[error.code]) return ["failed", sentence(REASONS[error.code], error.details)];
  return ["failed", sentence(REASONS["step.error"], { kind: error?.name ?? "Error" })];
}

async function verdict(subject, examination, findings) {
  const readable = subject === "agreement" || Boolean(examination.files) || looksLikeContainer(examination.data);
  const of = (state) => findings.filter((one) => one.state === state);
  const sound = findings.length > 0 && findings.every((one) => one.state === "passed" || one.state === "judgement");
  const undecided = of("undecided").map((one) => one.number);
  const decided = !undecided.length || of("failed").length > 0;
  return {
    schema: PUBLISHED.reportSchema,
    verifier: "offline-page",
    subject,
    sha256: await sha256Hex(examination.data),
    sound,
    decided,
    readable,
    development: examination.isDevelopment,
    checked_at: moment(examination.now),
    evaluated_at: examination.evaluatedAt ? moment(examination.evaluatedAt) : null,
    headline: headline({ readable, sound, decided, undecided, failed: of("failed").length, development: examination.isDevelopment }),
    groups: Object.fromEntries(["intact", "valid", "trusted", "complete"].map((group) => [group, worst(findings, group)])),
    findings,
    signatures: await lines(examination),
    outside: subject === "agreement" ? [...OUTSIDE.agreement, ...OUTSIDE.bundle] : OUTSIDE.bundle,
  };
}

function headline({ readable, sound, decided, undecided, failed, development }) {
  if (!readable) return sentence(HEADLINES.unreadable);
  if (!decided) return sentence(HEADLINES.undecided, { steps: undecided.join(", ") });
  if (!sound) return sentence(HEADLINES.unsound, { count: failed });
  return sentence(HEADLINES[development ? "sound_development" : "sound"]);
}

function worst(findings, group) {
  const states = new Set(findings.filter((one) => one.group === group).map((one) => one.state));
  return WORST_FIRST.find((state) => states.has(state)) ?? "not_checked";
}

/** One line for each signature, as its certificate and time-stamp name it. */
async function lines({ records, signatures }) {
  const application = records.application ?? { parties: [], mediators: [] };
  const capacities = new Map(application.mediators.map((one) => [one.field, one.capacity]));
  const organisations = new Map();
  for (const party of application.parties) {
    for (const one of party.signatories) {
      capacities.set(one.field, one.capacity);
      organisations.set(one.field, party.kind === "organisation" ? party.name : "");
    }
  }
  return Promise.all(signatures.map(async ({ field, signed, at }) => {
    const organisation = signed.certificate.attribute(OID.organisation);
    return {
      field,
      name: signed.certificate.commonName,
      capacity: organisation ? "organisation" : (capacities.get(field) ?? ""),
      organisation: organisation || (organisations.get(field) ?? ""),
      signed_at: moment(at),
      certificate_sha256: await signed.certificate.fingerprint(),
    };
  }));
}
