// A signatory's device without a screen: the page's own checks and keys, one line of JSON in, one out.
import readline from "node:readline";

const { CheckFailed, checkBeforeSigning, checkRequest } = await import(process.argv[2]);
const { suite } = await import(process.argv[2].replace("checks.js", "suites.js"));
const { digest, makeKey } = await suite(process.argv[3] ?? "p256");
const key = await makeKey();
const { spki } = key;
const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
const text = (data) => Buffer.from(data).toString("base64");
const signed = async (data) => text(await key.sign(data));

async function answer(asked) {
  if (asked.act === "key") return { spki: text(spki) };
  if (asked.act === "prove") return { value: await signed(bytes(asked.challenge)) };
  if (asked.act === "request") {
    checkRequest(bytes(asked.request), spki);
    return { value: await signed(bytes(asked.request)) };
  }
  const attributes = bytes(asked.attributes);
  await checkBeforeSigning({
    document: bytes(asked.document),
    base: bytes(asked.base),
    attributes,
    certificate: bytes(asked.certificate),
    spki,
    announced: asked.announced,
    digest,
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
