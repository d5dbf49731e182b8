/** The signing page: read to the end, say who you are, sign with a key that never leaves here. */

import { CheckFailed, checkBeforeSigning, checkRequest } from "./checks.js";
import { Refused, ask, bytesOf, fromBase64, toBase64, whenFree } from "./platform.js";
import { Reading, Voice } from "./reading.js";
import { suite } from "./suites.js";
import { show, textOf } from "./viewer.js";

const page = document.querySelector("[data-signing]");
const words = JSON.parse(page.dataset.words);
const here = page.dataset.place;
const parts = Object.fromEntries([...page.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));

let base = null;
let textRead = null;
let key = null;
let digest = null;
let unsure = null;

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
    const { code, title, advice, details } = problem.error;
    const lang = document.documentElement.lang === "en" ? "en" : "zh";
    if (details?.fields?.name) return [words.nameDiffers, words.nameAdvice];
    if (details?.fields?.read) return [words.readFirst, words.readAdvice];
    if (details?.step_up) return askForPassword();
    if (code === "bad_credentials") return askForPassword(title, advice);
    return [title, details?.words?.[lang] ?? advice];
  }
  return [words.cutOff, words.cutOffAdvice];
}

/** The page was open for long: the password is asked for again, here, and what was read stays read. */
function askForPassword(title = words.passwordNeeded, advice = words.passwordAdvice) {
  if (!parts.passwordField) return [words.proofOver, words.proofAdvice];
  parts.passwordField.hidden = false;
  parts.password.value = "";
  return [title, advice];
}

function pageLabel(number, count) {
  return words.pageLabel.replace("{number}", number).replace("{count}", count);
}

const reading = new Reading({
  kept: Number(page.dataset.readPages),
  finished: page.dataset.read === "yes",
  save: (number, pages, by) => ask(`${here}/reading`, { page: number, pages, by }),
  moved(number, pages) {
    parts.progress.max = pages;
    parts.progress.value = number;
    parts.progressText.textContent = words.progress.replace("{number}", number).replace("{count}", pages);
  },
  done() {
    page.dataset.read = "yes";
    parts.progress.value = parts.progress.max;
    parts.progressText.textContent = words.readDone;
    if (parts.begin) parts.begin.disabled = false;
    if (parts.beginHint) parts.beginHint.hidden = true;
    if (!key) stepTo(1);
  },
});

async function load() {
  base = await bytesOf(page.dataset.document);
  const sheets = await show(base, parts.sheets, pageLabel);
  say("");
  if (page.dataset.maySign === "yes") reading.follow(sheets, parts.sheets);
  textRead = textOf(base);
  await textRead;
}

function readAsText() {
  parts.plainEnd.addEventListener("click", () => reading.complete("self"));
  if (!Voice.possible) return;
  const pieces = [...parts.plain.querySelectorAll(`[data-say="${document.documentElement.lang === "en" ? "en" : "zh"}"]`)];
  const voice = new Voice(pieces, { ended() { parts.aloud.setAttribute("aria-pressed", "false"); reading.complete("device"); } });
  parts.aloud.hidden = false;
  parts.aloud.addEventListener("click", () => parts.aloud.setAttribute("aria-pressed", String(voice.toggle())));
  window.addEventListener("pagehide", () => voice.stop());
}

/** Who you are, and a key made here for this one signature; whatever was half done before begins anew. */
async function begin() {
  const { challenge } = await ask(`${here}/challenge`, {
    name: parts.name.value,
    consent: page.dataset.consent,
    password: parts.password?.value ?? "",
  });
  say(words.makingKey);
  const signing = await suite(page.dataset.suite);
  const made = await signing.makeKey();
  await certify(made, await made.sign(fromBase64(challenge)));
  key = made;
  digest = signing.digest;
  if (parts.password) parts.password.value = "";
  go("last");
  say("");
}

/** Have the key certified; some authorities want the key itself to sign the request for its certificate. */
async function certify(made, proof) {
  const held = { spki: toBase64(made.spki), proof: toBase64(proof) };
  const { request } = await ask(`${here}/enrol`, held);
  if (!request) return;
  checkRequest(fromBase64(request), made.spki);
  await ask(`${here}/enrol`, { ...held, request_signature: toBase64(await made.sign(fromBase64(request))) });
}

/** Press once: what must be signed is made, checked on this device, signed and kept, however many sign at this moment. */
async function sign() {
  try {
    if (unsure) await settleUnsure();
    else await whenFree(signOnce, () => say(words.waiting));
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    if (problem.signedBefore) return finished();
    if (problem.keySpent) {
      key = null;
      go("form");
    }
    throw problem;
  }
  return finished();
}

async function signOnce() {
  say(words.preparing);
  const made = await ask(`${here}/prepare`);
  const shown = await bytesOf(`${here}/document`);
  const attributes = fromBase64(made.signed_attributes);
  await checkBeforeSigning({
    document: shown,
    base,
    attributes,
    certificate: fromBase64(made.certificate),
    spki: key.spki,
    digest,
    announced: made.document_sha256,
  });
  await sameText(shown);
  say(words.signing);
  const signature = toBase64(await key.sign(attributes));
  unsure = { signature, shown, made };
  await finishWith(signature);
}

/** Pages look, point for point, as they did when they were read; only places to sign may have been filled since. */
async function sameText(shown) {
  const now = await textOf(shown);
  if (JSON.stringify(now) !== JSON.stringify(await textRead)) throw new CheckFailed("text_changed");
}

async function finishWith(signature) {
  try {
    await ask(`${here}/finish`, { signature });
  } catch (problem) {
    if (problem instanceof Refused) unsure = problem.signedBefore ? unsure : null;
    throw problem;
  }
}

/** The line was cut before the answer came: the same signature is sent again, and counts once. */
async function settleUnsure() {
  say(words.signing);
  try {
    await finishWith(unsure.signature);
  } catch (problem) {
    if (!(problem instanceof Refused) || !problem.busy) throw problem;
    await whenFree(signOnce, () => say(words.waiting));
  }
}

async function finished() {
  key = null;
  say("");
  parts.checked.textContent = words.checkedDone;
  if (unsure) {
    parts.digest.textContent = unsure.made.document_sha256.match(/.{4}/g).join(" ");
    await show(unsure.shown, parts.sheets, pageLabel);
  }
  go("done");
}

function go(step) {
  const at = { form: 1, last: 2, done: 4 }[step];
  for (const name of ["form", "last", "done"]) parts[name].hidden = name !== step;
  parts.refuse.hidden = step === "done";
  parts[step].focus();
  stepTo(at);
}

function stepTo(at) {
  [...page.querySelectorAll(".steps > li")].forEach((item, index) => {
    item.classList.toggle("is-done", index < at);
    item.classList.toggle("is-here", index === at);
    if (index === at) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
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
  readAsText();
}
load().catch(fail);
