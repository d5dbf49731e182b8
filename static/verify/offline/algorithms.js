/** Digests and signatures: WebCrypto for ECDSA, RSA and SHA-2, a library for SM2 and SM3 (GB/T 32918, 32905). */

import { fromHex, joinBytes, sameBytes, toHex } from "./bytes.js";
import { readDer, SEQUENCE } from "./der.js";
import { Failure } from "./problems.js";
import { smCrypto } from "./libraries.js";

export const DIGESTS = {
  "2.16.840.1.101.3.4.2.1": "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
  "1.2.156.10197.1.401": "sm3",
};
const WEB = { sha256: "SHA-256", sha384: "SHA-384", sha512: "SHA-512" };
/** Signature algorithm → kind of key and digest; null: the digest stands beside it (RFC 5754 §3.2). */
const SIGNATURES = {
  "1.2.840.10045.4.3.2": ["ec", "sha256"],
  "1.2.840.10045.4.3.3": ["ec", "sha384"],
  "1.2.840.10045.4.3.4": ["ec", "sha512"],
  "1.2.840.113549.1.1.1": ["rsa", null],
  "1.2.840.113549.1.1.11": ["rsa", "sha256"],
  "1.2.840.113549.1.1.12": ["rsa", "sha384"],
  "1.2.840.113549.1.1.13": ["rsa", "sha512"],
  "1.2.156.10197.1.501": ["sm2", "sm3"],
};
const CURVES = {
  "1.2.840.10045.3.1.7": ["p256", "P-256", 32],
  "1.3.132.0.34": ["p384", "P-384", 48],
  "1.3.132.0.35": ["p521", "P-521", 66],
  "1.2.156.10197.1.301": ["sm2", null, 32],
};
const EC_KEY = "1.2.840.10045.2.1";

export async function digest(name, data) {
  if (name === "sm3") return fromHex(smCrypto.sm3(data));
  if (!WEB[name]) throw new Failure("cms.algorithm");
  return new Uint8Array(await crypto.subtle.digest(WEB[name], data));
}

/** The suite of a public key by its curve: p256, p384, p521, sm2, or "rsa" for any other kind. */
export function suiteOf(spki) {
  const [algorithm] = readDer(spki).as(SEQUENCE);
  if (algorithm.parts[0].oid !== EC_KEY) return "rsa";
  return CURVES[algorithm.parts[1]?.oid]?.[0] ?? "unknown";
}

/** Check a signature over `data`; `fallback` is the digest where the algorithm names none. Throws Failure. */
export async function verifySignature(spki, signature, data, algorithm, fallback = "") {
  const [kind, named] = SIGNATURES[algorithm] ?? [];
  const hash = named ?? fallback;
  if (!kind) throw new Failure("cms.algorithm");
  const right = kind === "sm2" ? verifySm2(spki, signature, data) : await verifyWeb(spki, signature, data, kind, hash);
  if (!right) throw new Failure("cms.signature");
}

async function verifyWeb(spki, signature, data, kind, hash) {
  if (!WEB[hash]) throw new Failure("cms.algorithm");
  const curve = Object.values(CURVES).find(([name]) => name === suiteOf(spki));
  if (kind === "ec" ? !curve?.[1] : suiteOf(spki) !== "rsa") throw new Failure("cms.algorithm");
  const named = kind === "ec" ? { name: "ECDSA", namedCurve: curve[1] } : { name: "RSASSA-PKCS1-v1_5", hash: WEB[hash] };
  const key = await crypto.subtle.importKey("spki", spki, named, false, ["verify"]).catch(() => {
    throw new Failure("cms.algorithm");
  });
  const value = kind === "ec" ? plainSignature(signature, curve[2]) : signature;
  if (!value) return false;
  return crypto.subtle.verify(kind === "ec" ? { name: "ECDSA", hash: WEB[hash] } : named, key, value, data);
}

/** r and s side by side, as WebCrypto takes them; null when the DER is none. */
function plainSignature(signature, size) {
  try {
    const [r, s, ...more] = readDer(signature).as(SEQUENCE);
    if (more.length || s === undefined) return null;
    return joinBytes(...[r, s].map((one) => {
      const digits = one.as(0x02)[0] === 0 ? one.content.subarray(1) : one.content;
      if (digits.length > size || one.content[0] & 0x80) throw new Error("range");
      return joinBytes(new Uint8Array(size - digits.length), digits);
    }));
  } catch {
    return null;
  }
}

function verifySm2(spki, signature, data) {
  if (suiteOf(spki) !== "sm2") throw new Failure("cms.algorithm");
  const plain = plainSignature(signature, 32);
  const key = readDer(spki).parts[1].content.subarray(1);
  return Boolean(plain) && smCrypto.sm2.doVerifySignature(data, toHex(plain), toHex(key), { hash: true, userId: "1234567812345678" });
}

export function sameDigest(one, other) {
  return sameBytes(one, other);
}
