/** Signed data (CMS, RFC 5652) and time-stamps (RFC 3161): one signer, every unsigned byte accounted for. */

import { joinBytes, sameBytes } from "./bytes.js";
import { readDer, SEQUENCE, SET } from "./der.js";
import { DIGESTS, digest, verifySignature } from "./algorithms.js";
import { Certificate, OID } from "./certificates.js";
import { Failure, reading } from "./problems.js";

const SIGNED_DATA = "1.2.840.113549.1.7.2";
const TYPES = { "1.2.840.113549.1.7.1": "data", "1.2.840.113549.1.9.16.1.4": "tst_info" };
export const ATTRIBUTE = {
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  certificate: "1.2.840.113549.1.9.16.2.12",
  certificateV2: "1.2.840.113549.1.9.16.2.47",
  algorithmProtection: "1.2.840.113549.1.9.52",
  timestamp: "1.2.840.113549.1.9.16.2.14",
};

/** Parse a CMS signed-data with exactly one signer; any other shape is a failure. */
export async function readSigned(bytes) {
  const body = reading("cms.form", () => {
    const [type, content] = readDer(bytes).as(SEQUENCE);
    if (type.oid !== SIGNED_DATA || content.tag !== 0xa0 || content.parts.length !== 1) throw new Error("type");
    return content.parts[0].as(SEQUENCE);
  });
  const fields = reading("cms.form", () => split(body));
  if (fields.signers.length !== 1) throw new Failure("cms.signers", { count: fields.signers.length });
  const signer = reading("cms.form", () => splitSigner(fields.signers[0].as(SEQUENCE)));
  const attributes = attributesOf(signer.signedAttributes);
  reading("cms.shape", () => checkShape(fields, signer));
  reading("cms.attributes", () => checkAttributes(attributes, fields.type));
  const [certificate, others] = await signerCertificate(fields, signer, attributes);
  return {
    contentType: TYPES[fields.type],
    content: fields.content,
    certificate,
    others,
    attributes: new Set(attributes.keys()),
    messageDigest: reading("cms.attributes", () => attributes.get(ATTRIBUTE.messageDigest).octets),
    digestName: DIGESTS[signer.digest.parts[0].oid],
    // The attributes are signed as a SET, whatever tag they bear in place (RFC 5652 §5.4).
    signedBytes: joinBytes(new Uint8Array([SET]), signer.signedAttributes.raw.subarray(1)),
    algorithm: signer.algorithm.as(SEQUENCE)[0].oid,
    signature: signer.signature.octets,
    timestamp: timestampOf(signer.unsignedAttributes),
  };
}

function split(body) {
  const [version, digests, encapsulated, ...rest] = body;
  const certificates = rest[0]?.tag === 0xa0 ? rest.shift().parts : [];
  const lists = rest[0]?.tag === 0xa1 ? rest.shift() : null;
  if (rest.length !== 1) throw new Error("parts");
  const [type, content] = encapsulated.as(SEQUENCE);
  const octets = content === undefined ? null : content.as(0xa0)[0].octets;
  return { version: version.number, digests: digests.as(SET), type: type.oid, content: octets, certificates, lists, signers: rest[0].as(SET) };
}

function splitSigner([version, sid, digestAlgorithm, ...rest]) {
  const signedAttributes = rest.shift();
  const [algorithm, signature, unsignedAttributes, ...more] = rest;
  if (signedAttributes.tag !== 0xa0 || more.length || (unsignedAttributes && unsignedAttributes.tag !== 0xa1)) throw new Error("parts");
  digestAlgorithm.as(SEQUENCE);
  return { version: version.number, sid, digest: digestAlgorithm, signedAttributes, algorithm, signature, unsignedAttributes };
}

function attributesOf(set) {
  const found = new Map();
  for (const one of set.parts) {
    const [type, values] = reading("cms.form", () => one.as(SEQUENCE));
    const value = reading("cms.form", () => values.as(SET));
    if (found.has(type.oid) || value.length !== 1) throw new Failure("cms.attributes");
    found.set(type.oid, value[0]);
  }
  return found;
}

/** Fields that no signature covers must still have their only right value (RFC 5652 §5.1, §5.3). */
function checkShape(fields, signer) {
  const plain = [signer.digest, ...fields.digests].every((one) => {
    const [, parameters, ...more] = one.as(SEQUENCE);
    return !more.length && (!parameters || parameters.tag === 0x05);
  });
  const listed = fields.digests.map((one) => one.parts[0].oid);
  const right =
    plain &&
    fields.version === (TYPES[fields.type] === "data" ? 1 : 3) &&
    signer.version === 1 &&
    !fields.lists &&
    listed.length === 1 &&
    listed[0] === signer.digest.parts[0].oid &&
    listed[0] in DIGESTS;
  if (!right) throw new Failure("cms.shape");
}

function checkAttributes(attributes, type) {
  const named = attributes.has(ATTRIBUTE.certificateV2) || attributes.has(ATTRIBUTE.certificate);
  const said = attributes.get(ATTRIBUTE.contentType)?.oid;
  if (!attributes.has(ATTRIBUTE.messageDigest) || !named || said !== type) throw new Failure("cms.attributes");
}

/** The certificate that the signed attributes name by hash (RFC 5035 §4), and the others in order. */
async function signerCertificate(fields, signer, attributes) {
  const parsed = reading("cms.certificates", () => fields.certificates.map((one) => (one.as(SEQUENCE), new Certificate(one.raw))));
  const named = [];
  for (const one of parsed) if (await isNamed(one, attributes)) named.push(one);
  const twice = parsed.some((one, index) => parsed.slice(index + 1).some((other) => sameBytes(one.raw, other.raw)));
  if (named.length !== 1 || twice || signer.sid.tag !== SEQUENCE) throw new Failure("cms.certificates");
  const [issuer, serial] = signer.sid.parts;
  if (!sameBytes(issuer.raw, named[0].issuer) || !sameBytes(serial.raw, named[0].serial)) throw new Failure("cms.certificates");
  return [named[0], parsed.filter((one) => one !== named[0])];
}

async function isNamed(certificate, attributes) {
  const modern = attributes.get(ATTRIBUTE.certificateV2);
  const first = reading("cms.certificates", () => (modern ?? attributes.get(ATTRIBUTE.certificate)).as(SEQUENCE)[0].parts[0].as(SEQUENCE));
  if (!modern) {
    const sha1 = new Uint8Array(await crypto.subtle.digest("SHA-1", certificate.raw));
    return sameBytes(first[0].octets, sha1);
  }
  const named = first[0].tag === SEQUENCE ? DIGESTS[first[0].parts[0].oid] : "sha256";
  const value = first[0].tag === SEQUENCE ? first[1] : first[0];
  return Boolean(named) && sameBytes(value.octets, await digest(named, certificate.raw));
}

function timestampOf(unsigned) {
  if (!unsigned || !unsigned.parts.length) return null;
  const values = attributesOf(unsigned);
  if (values.size !== 1 || !values.has(ATTRIBUTE.timestamp)) throw new Failure("cms.attributes");
  return values.get(ATTRIBUTE.timestamp).raw;
}

/** Check digest and signature; every further certificate that it carries must be one of `known`. */
export async function checkSigned(signed, contentDigest, known) {
  if (!sameBytes(signed.messageDigest, contentDigest)) throw new Failure("cms.digest");
  if (signed.others.some((one) => !known.some((other) => sameBytes(other.raw, one.raw)))) throw new Failure("cms.certificates");
  await verifySignature(signed.certificate.spki, signed.signature, signed.signedBytes, signed.algorithm, signed.digestName);
}

/** Check a token over `data`: form, imprint, signature, and the certificate's one purpose (RFC 3161 §2.3). */
export async function checkTokenOver(token, data, known) {
  const signed = await readSigned(token);
  if (signed.contentType !== "tst_info" || !signed.content || signed.timestamp) throw new Failure("timestamp.form");
  await checkSigned(signed, await digest(signed.digestName, signed.content), known);
  const purpose = signed.certificate.extension(OID.extendedKeyUsage);
  const only = signed.certificate.purposes;
  if (!purpose?.critical || only?.length !== 1 || only[0] !== OID.timeStamping) throw new Failure("timestamp.purpose");
  const info = reading("timestamp.form", () => {
    const [version, , imprint, serial, at] = readDer(signed.content).as(SEQUENCE);
    const [algorithm, hashed] = imprint.as(SEQUENCE);
    if (version.number !== 1 || at.tag !== 0x18 || !serial.integerHex) throw new Error("form");
    return { name: DIGESTS[algorithm.as(SEQUENCE)[0].oid], hashed: hashed.octets, at: at.time };
  });
  const accepted = info.name === "sha256" || info.name === "sm3";
  if (!accepted || !sameBytes(info.hashed, await digest(info.name, data))) throw new Failure("timestamp.imprint");
  return { at: info.at, certificate: signed.certificate };
}
