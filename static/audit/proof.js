/** Goes through the proof on the page once more, in the browser: nothing is asked of the server again. */

import { able, bytes, extended, included, leafHash, signedHead } from "./merkle.js";

const place = document.querySelector("[data-proof]");
const result = document.querySelector("[data-browser]");

function tell(kind) {
  result.querySelector("span").textContent = result.dataset[kind];
  result.classList.remove("note--info");
  result.classList.add({ good: "note--good", bad: "note--bad" }[kind] ?? "note--warn");
  result.dataset.result = kind;
}

/** Each step of the proof: true, false, or undefined for what only a verifier of certificates can check. */
async function steps(proof) {
  const leaf = bytes(proof.leaf);
  const said = JSON.parse(new TextDecoder().decode(leaf));
  const [head, newest] = await Promise.all(
    [proof.head, proof.newest].map((one) => signedHead(one.note, bytes(one.key)).catch(() => null)),
  );
  const path = proof.path.map(bytes);
  const extension = proof.extension.map(bytes);
  return {
    entry: said.act === "agreement.sealed" && said.sha256 === proof.sha256 && location.pathname.endsWith(`/${proof.sha256}`),
    inclusion: Boolean(head) && (await included(await leafHash(leaf), proof.index, head.size, path, head.root)),
    signature: Boolean(head && newest),
    consistency:
      Boolean(head && newest) &&
      head.origin === newest.origin &&
      (await extended(head.size, newest.size, head.root, newest.root, extension)),
  };
}

async function check() {
  if (!able()) return tell("unable");
  let found;
  try {
    found = await steps(JSON.parse(place.dataset.proof));
  } catch {
    return tell("bad");
  }
  for (const row of document.querySelectorAll("[data-step]")) {
    const said = row.querySelector("[data-here]");
    const held = found[row.dataset.step];
    said.textContent = said.dataset[held === undefined ? "server" : held ? "good" : "bad"];
    row.dataset.result = String(held);
  }
  return tell(Object.values(found).every(Boolean) ? "good" : "bad");
}

if (place) check();
