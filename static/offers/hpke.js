/** HPKE (RFC 9180) in base mode, sealing only: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, one message per
    key. Every step is the browser's own WebCrypto; the names are those of the standard. The other end is the opener's
    library, and a test has it open what this seals. */

const text = (words) => new TextEncoder().encode(words);
const KEM = new Uint8Array([...text("KEM"), 0x00, 0x10]);
const HPKE = new Uint8Array([...text("HPKE"), 0x00, 0x10, 0x00, 0x01, 0x00, 0x02]);
const VERSION = text("HPKE-v1");
const NOTHING = new Uint8Array();
const CURVE = { name: "ECDH", namedCurve: "P-256" };

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

async function hmac(key, data) {
  // WebCrypto takes no empty key; HMAC pads with zeros, so one zero byte is the same key.
  const raw = key.length ? key : new Uint8Array(1);
  const made = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", made, data));
}

const labeledExtract = (suite, salt, label, ikm) => hmac(salt, joined(VERSION, suite, text(label), ikm));

/** At most 32 bytes, which is one block of HKDF-Expand. */
async function labeledExpand(suite, prk, label, info, length) {
  const block = await hmac(prk, joined(new Uint8Array([0, length]), VERSION, suite, text(label), info, new Uint8Array([1])));
  return block.slice(0, length);
}

/** Seal `plaintext` to a public key (65 bytes, uncompressed) for `info`: the encapsulated key, then the ciphertext. */
export async function seal(publicKey, info, plaintext) {
  const theirs = await crypto.subtle.importKey("raw", publicKey, CURVE, false, []);
  const mine = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const dh = new Uint8Array(await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, mine.privateKey, 256));
  const enc = new Uint8Array(await crypto.subtle.exportKey("raw", mine.publicKey));
  const prk = await labeledExtract(KEM, NOTHING, "eae_prk", dh);
  const shared = await labeledExpand(KEM, prk, "shared_secret", joined(enc, publicKey), 32);
  const context = joined(
    new Uint8Array([0]),
    await labeledExtract(HPKE, NOTHING, "psk_id_hash", NOTHING),
    await labeledExtract(HPKE, NOTHING, "info_hash", info),
  );
  const secret = await labeledExtract(HPKE, shared, "secret", NOTHING);
  const key = await labeledExpand(HPKE, secret, "key", context, 32);
  const iv = await labeledExpand(HPKE, secret, "base_nonce", context, 12);
  const aes = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  return joined(enc, new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, aes, plaintext)));
}
