/** Certificates and revocation lists (RFC 5280), read by PKI.js, with the bytes they came as. */

import { fromBase64, fromUtf8, sameBytes, sha256Hex, toHex } from "./bytes.js";
import { readDer, SEQUENCE } from "./der.js";
import { Failure, reading } from "./problems.js";
import { pkijs } from "./libraries.js";

export const OID = {
  commonName: "2.5.4.3",
  serialNumber: "2.5.4.5",
  organisation: "2.5.4.10",
  unit: "2.5.4.11",
  organisationIdentifier: "2.5.4.97",
  basicConstraints: "2.5.29.19",
  keyUsage: "2.5.29.15",
  extendedKeyUsage: "2.5.29.37",
  policies: "2.5.29.32",
  distributionPoints: "2.5.29.31",
  authorityAccess: "1.3.6.1.5.5.7.1.1",
  timeStamping: "1.3.6.1.5.5.7.3.8",
};
export const USAGE = { digitalSignature: 0, nonRepudiation: 1, keyCertSign: 5, crlSign: 6 };
const PEM = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g;

/** A certificate: its fields where they are asked for, its DER in `raw`. */
export class Certificate {
  constructor(raw) {
    this.raw = raw;
    this.parsed = pkijs.Certificate.fromBER(raw);
    const parts = readDer(raw).as(SEQUENCE);
    const body = parts[0].as(SEQUENCE);
    const from = body[0].tag === 0xa0 ? 1 : 0;
    [this.serial, this.inner, this.issuer, , this.subject] = body.slice(from, from + 5).map((part) => part.raw);
    this.spki = body[from + 5].raw;
    this.signed = parts[0].raw;
    this.algorithm = parts[1].as(SEQUENCE)[0].oid;
    this.sameAlgorithm = sameBytes(this.inner, parts[1].raw);
    this.signature = parts[2].content.subarray(1);
    this.from = this.parsed.notBefore.value;
    this.until = this.parsed.notAfter.value;
  }

  extension(oid) {
    return (this.parsed.extensions ?? []).find((one) => one.extnID === oid);
  }

  get extensions() {
    return this.parsed.extensions ?? [];
  }

  get isAuthority() {
    return this.extension(OID.basicConstraints)?.parsedValue?.cA === true;
  }

  get isSelfIssued() {
    return sameBytes(this.issuer, this.subject);
  }

  /** Does the certificate name this use of its key? null when it names none at all. */
  usage(bit) {
    const named = this.extension(OID.keyUsage);
    if (!named) return null;
    const bytes = named.parsedValue.valueBlock.valueHexView;
    return Boolean((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7)));
  }

  get purposes() {
    return this.extension(OID.extendedKeyUsage)?.parsedValue?.keyPurposes ?? null;
  }

  get policies() {
    // Read here: the library does not write out numbers beyond 32 bits, and ours have 128 (ITU-T X.667).
    const named = this.extension(OID.policies)?.extnValue.valueBlock.valueHexView;
    return named ? readDer(named).as(SEQUENCE).map((one) => one.as(SEQUENCE)[0].oid) : [];
  }

  /** The single value of a subject attribute, or nothing; two values count as none. */
  attribute(oid) {
    const values = this.parsed.subject.typesAndValues.filter((one) => one.type === oid);
    return values.length === 1 ? values[0].value.valueBlock.value : "";
  }

  get commonName() {
    return this.attribute(OID.commonName);
  }

  fingerprint() {
    return sha256Hex(this.raw);
  }
}

export function readCertificate(raw) {
  return reading("keys.certificate_form", () => new Certificate(raw));
}

/** Certificates of a PEM file; throws a failure when it holds none. */
export function pemCertificates(bytes, code = "trust.material") {
  return reading(code, () => {
    const found = [...fromUtf8(bytes).matchAll(PEM)].map((one) => new Certificate(fromBase64(one[1].replace(/\s/g, ""))));
    if (!found.length) throw new Failure(code);
    return found;
  });
}

/** A revocation list: whose, when, which serial numbers with their moments. */
export class RevocationList {
  constructor(raw) {
    this.raw = raw;
    const list = pkijs.CertificateRevocationList.fromBER(raw);
    const parts = readDer(raw).as(SEQUENCE);
    const body = parts[0].as(SEQUENCE);
    const from = body[0].tag === 0x02 ? 1 : 0;
    this.issuer = body[from + 1].raw;
    this.signed = parts[0].raw;
    this.algorithm = parts[1].as(SEQUENCE)[0].oid;
    this.sameAlgorithm = sameBytes(body[from].raw, parts[1].raw);
    this.signature = parts[2].content.subarray(1);
    this.from = list.thisUpdate.value;
    this.until = list.nextUpdate?.value ?? null;
    this.critical = (list.crlExtensions?.extensions ?? []).filter((one) => one.critical).map((one) => one.extnID);
    this.revoked = new Map();
    for (const one of list.revokedCertificates ?? []) {
      const serial = toHex(new Uint8Array(one.userCertificate.valueBlock.valueHexView));
      this.revoked.set(serial, { at: one.revocationDate.value, critical: (one.crlEntryExtensions?.extensions ?? []).some((entry) => entry.critical) });
    }
  }
}

export function readRevocationList(raw) {
  return reading("trust.material", () => new RevocationList(raw));
}
