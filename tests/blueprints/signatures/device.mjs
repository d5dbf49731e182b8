// A signatory's device without a screen: the page's own checks and WebCrypto, one line of JSON in, one out.
import readline from "node:readline";

const { CheckFailed, checkBeforeSigning } = await import(process.argv[2]);
const SIGNING = { name: "ECDSA", hash: "SHA-256" };
const key = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
const spki = new Uint8Array(await crypto.subtle.exportKey("spki", key.publicKey));
const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
const text = (data) => Buffer.from(data).toString("base64");
const signed = async (data) => text(await crypto.subtle.sign(SIGNING, key.privateKey, data));

async function answer(asked) {
  if (asked.act === "key") return { spki: text(spki) };
  if (asked.act === "prove") return { value: await signed(bytes(asked.challenge)) };
  const attributes = bytes(asked.attributes);
  await checkBeforeSigning({
    document: bytes(asked.document),
    base: bytes(asked.base),
    attributes,
    certificate: bytes(asked.certificate),
    spki,
    announced: asked.announced,
  });
  return { value: await signed(attributes) };
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  let reply;
  try {
    reply = await answer(JSON.parse(line));
  } catch (problem) {
    reply = problem instanceof CheckFailed ? { refused: problem.code } : { broken: String(problem) };
  }
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}
