/** The page of the offline verifier: takes the files, asks for the verdict, shows it. Nothing leaves the device. */

import { fromUtf8, startsWith } from "./bytes.js";
import { pemCertificates, readCertificate } from "./certificates.js";
import { embeddedMaterial } from "./changes.js";
import { readContainer } from "./container.js";
import { readExtension } from "./log.js";
import { Pdf } from "./pdf.js";
import { PUBLISHED } from "./published.js";
import { reportOf } from "./report.js";
import { verify } from "./verify.js";

const LARGEST = PUBLISHED.container.largest;
const [file, roots, later, fingerprint] = ["file", "roots", "later", "fingerprint"].map((id) => document.getElementById(id));
const [form, said, report, language] = ["ask", "said", "report", "language"].map((id) => document.getElementById(id));
let spoken = navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
let last = null;

function speak() {
  const say = PUBLISHED.ui[spoken];
  document.documentElement.lang = spoken === "zh" ? "zh-CN" : "en";
  document.title = say.title;
  for (const one of document.querySelectorAll("[data-say]")) one.textContent = say[one.dataset.say];
  language.textContent = say.other;
  language.lang = spoken === "zh" ? "en" : "zh-CN";
  if (last) report.replaceChildren(...reportOf(last.verdict, spoken, last.roots, last.name));
}

async function bytesOf(chosen) {
  return new Uint8Array(await chosen.arrayBuffer());
}

function refuse(field, code) {
  for (const name of ["file", "roots"]) {
    const error = document.getElementById(`${name}-error`);
    error.hidden = name !== field;
    error.textContent = name === field ? PUBLISHED.ui[spoken][code] : "";
    document.getElementById(`of-${name}`).classList.toggle("field--error", name === field);
  }
  said.textContent = "";
  if (field) document.getElementById(field).focus();
  return null;
}

/** The roots of the reader: those of the file, or that in the checked file which has the fingerprint they hold. */
async function trustedRoots(data) {
  const wanted = fingerprint.value.replace(/[\s:]/g, "").toLowerCase();
  if (roots.files.length) {
    try {
      return pemCertificates(await bytesOf(roots.files[0]));
    } catch {
      return refuse("roots", "bad_roots");
    }
  }
  if (!/^[0-9a-f]{64}$/.test(wanted)) return refuse("roots", "no_roots");
  for (const one of carried(data)) if ((await one.fingerprint()) === wanted) return [one];
  return refuse("roots", "other_fingerprint");
}

/** Certificates that the file itself brings; believed only when the reader holds their fingerprint. */
function carried(data) {
  try {
    if (startsWith(data, "%PDF-")) return embeddedMaterial(new Pdf(data)).certificates.map(readCertificate);
    return pemCertificates(readContainer(data).get("trust/root.pem"));
  } catch {
    return [];
  }
}

async function laterHead() {
  if (!later.files.length) return "";
  const text = fromUtf8(await bytesOf(later.files[0]));
  readExtension(text);
  return text;
}

async function check() {
  refuse("", "");
  report.replaceChildren();
  if (!file.files.length) return refuse("file", "no_file");
  if (file.files[0].size > LARGEST) return refuse("file", "too_large");
  said.textContent = PUBLISHED.ui[spoken].checking;
  const data = await bytesOf(file.files[0]);
  const trusted = await trustedRoots(data);
  if (!trusted) return null;
  let head = "";
  try {
    head = await laterHead();
  } catch {
    return refuse("file", "bad_later");
  }
  const named = await Promise.all(trusted.map(async (one) => ({ name: one.commonName, fingerprint: await one.fingerprint() })));
  last = { verdict: await verify(data, trusted, head), roots: named, name: file.files[0].name };
  said.textContent = "";
  speak();
  report.focus();
  return null;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  check();
});
language.addEventListener("click", () => {
  spoken = spoken === "zh" ? "en" : "zh";
  speak();
});
globalThis.heqiVerify = (data, pem, head = "") => verify(data, pemCertificates(pem), head);
speak();
