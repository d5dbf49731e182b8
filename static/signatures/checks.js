/** What the signatory's own device checks before it signs: that the bytes on the screen are the bytes being signed,
 *  that the certificate is for the key made here, and that nothing else hides in what is signed. */

import { BadDer, OCTETS, OID, SEQUENCE, SET, children, hex, only } from "./der.js";

const CONTENT_TYPE = "2a864886f70d010903";
const MESSAGE_DIGEST = "2a864886f70d010904";
const SIGNING_CERTIFICATE_V2 = "2a864886f70d010910022f";
const DATA = "2a864886f70d010701";
const DIRECTORY_NAME = 0xa4;
const ALLOWED = new Set([CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_CERTIFICATE_V2]);

/** A check that failed; `code` names it, the page has the words. */
export class CheckFailed extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

export async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

export function same(a, b) {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Does `longer` begin with every byte of `shorter`? Signatures are only ever added at the end. */
export function continues(longer, shorter) {
  return longer.length >= shorter.length && same(longer.subarray(0, shorter.length), shorter);
}

/** The bytes the signature covers: the whole file but one gap, which is nothing but a string of zeros. */
export function coveredBytes(document) {
  const text = new TextDecoder("latin1").decode(document);
  const ranges = [...text.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)];
  if (!ranges.length) throw new CheckFailed("no_byte_range");
  const [a, b, c, d] = ranges.at(-1).slice(1).map(Number);
  if (a !== 0 || c < b || c + d !== document.length) throw new CheckFailed("byte_range");
  if (!/^<0+>$/.test(text.slice(b, c))) throw new CheckFailed("gap");
  const covered = new Uint8Array(b + d);
  covered.set(document.subarray(0, b), 0);
  covered.set(document.subarray(c), b);
  return covered;
}

/** Signed attributes (CMS, RFC 5652 §5.3) as a map from object identifier to the one value of each. */
export function readAttributes(der) {
  const found = new Map();
  for (const attribute of children(only(der, SET).content)) {
    const [type, values] = children(attribute.content);
    if (attribute.tag !== SEQUENCE || type?.tag !== OID || values?.tag !== SET) throw new BadDer("attribute");
    const name = hex(type.content);
    if (found.has(name) || !ALLOWED.has(name)) throw new CheckFailed("attributes");
    const inside = children(values.content);
    if (inside.length !== 1) throw new CheckFailed("attributes");
    found.set(name, inside[0]);
  }
  return found;
}

/** What signing-certificate-v2 says (RFC 5035): the certificate's digest, and its issuer and serial number if given. */
export function namedCertificate(value) {
  const parts = children(only(value.whole, SEQUENCE).content);
  const entries = children(only(parts[0].whole, SEQUENCE).content);
  if (parts.length !== 1 || entries.length !== 1) throw new CheckFailed("named_certificate");
  const [digest, by, ...more] = children(only(entries[0].whole, SEQUENCE).content);
  if (digest?.tag !== OCTETS || more.length) throw new CheckFailed("named_certificate");
  return { digest: digest.content, by };
}

/** The parts of a certificate the checks need (RFC 5280 §4.1): serial number, issuer, public key. */
export function certificateParts(certificate) {
  const [body] = children(only(certificate, SEQUENCE).content);
  const parts = children(body.content);
  const version = parts[0].tag === 0xa0 ? 1 : 0;
  return { serial: parts[version].whole, issuer: parts[version + 2].whole, key: parts[version + 5].whole };
}

/** Do issuer and serial number, where they are given, belong to this certificate? */
function namesIssuer(by, { serial, issuer }) {
  if (by === undefined) return true;
  const [names, number, ...more] = children(only(by.whole, SEQUENCE).content);
  const [name, ...others] = children(only(names.whole, SEQUENCE).content);
  return name.tag === DIRECTORY_NAME && same(name.content, issuer) && same(number.whole, serial) && !more.length && !others.length;
}

function expect(found, tag, content, code) {
  if (found.tag !== tag || !same(found.content, content)) throw new CheckFailed(code);
}

/**
 * Every check, in order. `document` are the bytes on the screen, `base` the ones that were read before.
 * `digest` is the one that goes with the key. Throws CheckFailed with the first check that fails.
 */
export async function checkBeforeSigning({ document, base, attributes, certificate, spki, announced, digest = sha256 }) {
  if (hex(await sha256(document)) !== announced) throw new CheckFailed("document_digest");
  if (!continues(document, base)) throw new CheckFailed("not_the_text_read");
  try {
    const found = readAttributes(attributes);
    for (const needed of [CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_CERTIFICATE_V2]) {
      if (!found.has(needed)) throw new CheckFailed("attributes");
    }
    if (found.get(CONTENT_TYPE).tag !== OID || hex(found.get(CONTENT_TYPE).content) !== DATA) {
      throw new CheckFailed("content_type");
    }
    expect(found.get(MESSAGE_DIGEST), OCTETS, await digest(coveredBytes(document)), "message_digest");
    const named = namedCertificate(found.get(SIGNING_CERTIFICATE_V2));
    const parts = certificateParts(certificate);
    if (!same(named.digest, await sha256(certificate)) || !namesIssuer(named.by, parts)) {
      throw new CheckFailed("named_certificate");
    }
    if (!same(parts.key, spki)) throw new CheckFailed("certified_key");
  } catch (problem) {
    if (problem instanceof BadDer || problem instanceof TypeError) throw new CheckFailed("unreadable");
    throw problem;
  }
}

/** Is this a certification request (RFC 2986 §4.1) for the key made here, and for no other? */
export function checkRequest(request, spki) {
  try {
    const parts = children(only(request, SEQUENCE).content);
    if (parts.length !== 4 || !same(parts[2].whole, spki)) throw new CheckFailed("certified_key");
  } catch (problem) {
    if (problem instanceof BadDer) throw new CheckFailed("unreadable");
    throw problem;
  }
}
