/** The signing page: read, say who you are, look at exactly what is signed, sign with a key that never leaves here. */

import { CheckFailed, checkBeforeSigning, checkRequest, continues } from "./checks.js";
import { suite } from "./suites.js";
import { show } from "./viewer.js";

const page = document.querySelector("[data-signing]");
const words = JSON.parse(page.dataset.words);
const here = page.dataset.place;
const parts = Object.fromEntries([...page.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
const WAIT_MS = 1500;
const TRIES = 40;

let base = null;
let pending = null;

class Refused extends Error {
  constructor(error) {
    super(error.title);
    this.error = error;
  }
}

function toBase64(bytes) {
  return btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(""));
}

function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

async function ask(act, body = {}) {
  const answer = await fetch(`${here}/${act}`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content,
    },
    body: JSON.stringify(body),
  });
  const reply = await answer.json();
  if (!reply.ok) throw new Refused(reply.error);
  return reply.result;
}

async function bytesOf(address) {
  const answer = await fetch(address, { headers: { Accept: "application/pdf" } });
  if (!answer.ok) throw new Error(`document ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

/** Wait while somebody else holds the document: they need some seconds, nothing is lost. */
async function askWhenFree(act) {
  for (let tried = 1; ; tried += 1) {
    try {
      return await ask(act);
    } catch (refused) {
      if (!(refused instanceof Refused) || refused.error.code !== "signing_in_progress" || tried === TRIES) throw refused;
      say(words.waiting);
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    }
  }
}

function say(text) {
  parts.status.textContent = text;
}

function fail(problem) {
  const [title, advice] = explain(problem);
  parts.problemTitle.textContent = title;
  parts.problemText.textContent = advice;
  parts.problem.hidden = false;
  parts.problem.focus();
  say("");
}

function explain(problem) {
  if (problem instanceof CheckFailed) return [words.checkFailed, `${words.checks[problem.code] ?? ""} ${words.nothingSigned}`];
  if (problem instanceof Refused) {
    const fields = problem.error.details?.fields ?? {};
    const lang = document.documentElement.lang === "en" ? "en" : "zh";
    if (fields.name) return [words.nameDiffers, words.nameAdvice];
    if (problem.error.details?.step_up) return [words.passwordNeeded, words.passwordAdvice];
    return [problem.error.title, problem.error.details?.words?.[lang] ?? problem.error.advice];
  }
  return [words.cutOff, words.cutOffAdvice];
}

function pageLabel(number, count) {
  return words.pageLabel.replace("{number}", number).replace("{count}", count);
}

async function load() {
  say(words.loading);
  base = await bytesOf(page.dataset.document);
  await show(base, parts.sheets, pageLabel);
  parts.begin.disabled = false;
  say(words.loaded);
}

async function begin() {
  const { challenge } = await ask("challenge", {
    name: parts.name.value,
    consent: page.dataset.consent,
    password: parts.password?.value ?? "",
  });
  say(words.makingKey);
  const signing = await suite(page.dataset.suite);
  const key = await signing.makeKey();
  await certify(key, await key.sign(fromBase64(challenge)));
  pending = { key, digest: signing.digest };
  await prepare();
}

/** Have the key certified; some authorities want the key itself to sign the request for its certificate. */
async function certify(key, proof) {
  const held = { spki: toBase64(key.spki), proof: toBase64(proof) };
  const { request } = await ask("enrol", held);
  if (!request) return;
  checkRequest(fromBase64(request), key.spki);
  await ask("enrol", { ...held, request_signature: toBase64(await key.sign(fromBase64(request))) });
}

/** Fetch and show the very bytes that will be signed; the person looks once more and presses the last button. */
async function prepare() {
  say(words.preparing);
  const now = await bytesOf(page.dataset.document);
  if (!continues(now, base)) throw new CheckFailed("not_the_text_read");
  base = now;
  const made = await askWhenFree("prepare");
  const shown = await bytesOf(`${here}/document`);
  await show(shown, parts.sheets, pageLabel);
  Object.assign(pending, { made, shown });
  await check();
  parts.digest.textContent = made.document_sha256.match(/.{4}/g).join(" ");
  parts.form.hidden = true;
  parts.last.hidden = false;
  parts.last.focus();
  say(words.ready);
}

function check() {
  const { made, shown, key, digest } = pending;
  return checkBeforeSigning({
    document: shown,
    base,
    attributes: fromBase64(made.signed_attributes),
    certificate: fromBase64(made.certificate),
    spki: key.spki,
    digest,
    announced: made.document_sha256,
  });
}

async function sign() {
  say(words.signing);
  await check();
  const attributes = fromBase64(pending.made.signed_attributes);
  const signature = await pending.key.sign(attributes);
  try {
    await ask("finish", { signature: toBase64(signature) });
  } catch (refused) {
    if (!(refused instanceof Refused) || refused.error.code !== "signing_in_progress") throw refused;
    say(words.movedOn);
    await prepare();
    return;
  }
  pending = null;
  window.location.assign(page.dataset.done);
}

async function guarded(button, act) {
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  parts.problem.hidden = true;
  try {
    await act();
  } catch (problem) {
    fail(problem);
  } finally {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
}

function agreed() {
  const box = parts.agree;
  if (!box.checked) {
    parts.problemTitle.textContent = words.agreeFirst;
    parts.problemText.textContent = words.agreeAdvice;
    parts.problem.hidden = false;
    box.focus();
  }
  return box.checked;
}

if (page.dataset.maySign === "yes") {
  parts.form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (agreed()) guarded(parts.begin, begin);
  });
  parts.sign.addEventListener("click", () => guarded(parts.sign, sign));
}
load().catch(fail);
