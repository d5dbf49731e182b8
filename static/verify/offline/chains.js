/** Does a certificate lead to one of the reader's roots at a moment, unrevoked? (RFC 5280 §6) */

import { sameBytes, toHex } from "./bytes.js";
import { readDer } from "./der.js";
import { verifySignature } from "./algorithms.js";
import { OID, USAGE } from "./certificates.js";
import { Failure, Undecided } from "./problems.js";

const LONGEST = 8;
/** Critical extensions whose meaning is applied below; a chain with any other is refused (RFC 5280 §4.2). */
const UNDERSTOOD = new Set([OID.basicConstraints, OID.keyUsage, OID.extendedKeyUsage, OID.policies]);
/** Legal extensions that this page does not apply. */
const ELSEWHERE = new Set(["2.5.29.30", "2.5.29.33", "2.5.29.36", "2.5.29.54"]);

/**
 * Find and check a path. `ask`: at, usage (bit), purpose (OID), listed (must the certificate itself be on a list).
 * Throws Failure("trust.chain"), or Undecided for constraints that are not applied here.
 */
export async function checkChain(certificate, roots, known, ask) {
  const usage = ask.usage === undefined ? true : certificate.usage(ask.usage) !== false;
  const purpose = !ask.purpose || (certificate.purposes ?? []).includes(ask.purpose);
  const authorities = roots.filter((one) => one.isAuthority);
  if (!usage || !purpose || !(await leads(certificate, authorities, known, ask, []))) throw new Failure("trust.chain");
}

async function leads(certificate, roots, known, ask, below) {
  if (below.length > LONGEST || below.some((one) => sameBytes(one.raw, certificate.raw))) return false;
  if (roots.some((one) => sameBytes(one.raw, certificate.raw))) return below.length > 0;
  if (!holdsAt(certificate, ask.at) || !(below.length === 0 || mayIssue(certificate, below))) return false;
  for (const issuer of [...roots, ...known.certificates]) {
    if (!sameBytes(issuer.subject, certificate.issuer) || !(await isSignedBy(certificate, issuer))) continue;
    if (!mayIssue(issuer, [...below, certificate])) continue;
    if (!(await isUnrevoked(certificate, issuer, known, ask, below.length === 0))) continue;
    if (await leads(issuer, roots, known, ask, [...below, certificate])) return true;
  }
  return false;
}

function holdsAt(certificate, at) {
  for (const one of certificate.extensions) {
    if (ELSEWHERE.has(one.extnID)) throw new Undecided(`X.509 ${one.extnID}`);
    if (one.critical && !UNDERSTOOD.has(one.extnID)) return false;
  }
  return certificate.sameAlgorithm && certificate.from <= at && at <= certificate.until;
}

/** An authority, for certificates, with room below it (RFC 5280 §6.1.4 k–n); `below` ends with what it issued. */
function mayIssue(issuer, below) {
  const depth = issuer.extension(OID.basicConstraints)?.parsedValue?.pathLenConstraint;
  const between = below.slice(1).filter((one) => !one.isSelfIssued).length;
  const room = depth === undefined || Number(depth?.valueBlock?.valueDec ?? depth) >= between;
  return issuer.isAuthority && issuer.usage(USAGE.keyCertSign) !== false && room;
}

async function isSignedBy(signed, issuer) {
  if (!signed.sameAlgorithm) return false;
  try {
    await verifySignature(issuer.spki, signed.signature, signed.signed, signed.algorithm);
    return true;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

/** Every authority must be on a list that says nothing of it; an end entity too, or if it says where to ask. */
async function isUnrevoked(certificate, issuer, known, ask, isEnd) {
  const declares = certificate.extension(OID.distributionPoints) || certificate.extension(OID.authorityAccess);
  if (isEnd && !ask.listed && !declares) return true;
  let answered = false;
  for (const list of known.lists) {
    if (!sameBytes(list.issuer, certificate.issuer) || issuer.usage(USAGE.crlSign) === false) continue;
    if (list.critical.length) throw new Undecided("CRL");
    if (!list.until || list.until < ask.at || !(await isSignedBy(list, issuer))) continue;
    const entry = list.revoked.get(toHex(readDer(certificate.serial).content));
    if (entry?.critical) throw new Undecided("CRL");
    if (entry && entry.at < ask.at) return false;
    answered = true;
  }
  if (!answered && known.hasAnswers) throw new Undecided("OCSP");
  return answered;
}
