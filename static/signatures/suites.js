/** What a signatory's device makes keys and signatures with: the browser's own P-256, or SM2 where the platform's
 *  certificates are SM2. Either way the private key stays in this page and is forgotten with it. */

import { sha256 } from "./checks.js";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" };
const SIGNING = { name: "ECDSA", hash: "SHA-256" };
const SM2_LIBRARY = "../vendor/sm-crypto-v2-1.15.1/sm-crypto.mjs";
// SubjectPublicKeyInfo of an SM2 key (id-ecPublicKey, 1.2.156.10197.1.301) up to the point's x and y.
const SM2_SPKI = "3059301306072a8648ce3d020106082a811ccf5501822d034200";

function fromHex(text) {
  return Uint8Array.from(text.match(/../g), (pair) => Number.parseInt(pair, 16));
}

const p256 = {
  digest: sha256,
  async makeKey() {
    // Not extractable: not even this page can read it.
    const pair = await crypto.subtle.generateKey(ALGORITHM, false, ["sign"]);
    const spki = new Uint8Array(await crypto.subtle.exportKey("spki", pair.publicKey));
    return { spki, sign: async (data) => new Uint8Array(await crypto.subtle.sign(SIGNING, pair.privateKey, data)) };
  },
};

async function sm2Suite() {
  await import(SM2_LIBRARY);
  const { sm2, sm3 } = globalThis.SmCryptoV2;
  return {
    digest: async (data) => fromHex(sm3(data)),
    async makeKey() {
      // No browser makes SM2 keys, so this one lies in the page's memory until the page is left.
      const { privateKey, publicKey } = sm2.generateKeyPairHex();
      const sign = async (data) => fromHex(sm2.doSignature(data, privateKey, { hash: true, publicKey }));
      return { spki: fromHex(SM2_SPKI + publicKey), sign };
    },
  };
}

/** The suite by its name: "p256" or "sm2". */
export async function suite(name) {
  if (name === "p256") return p256;
  if (name === "sm2") return sm2Suite();
  throw new Error(`suite ${name}`);
}
