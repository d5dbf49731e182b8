/** The report on the page: the verdict, every step by number, what was not checked, who signed; and the report as a file. */

import { PUBLISHED } from "./published.js";

const SVG = "http://www.w3.org/2000/svg";
const STATES = ["failed", "undecided", "not_checked", "judgement"];
const GROUPS = ["intact", "valid", "trusted", "complete"];
const TAGS = { passed: ["good", "✓"], judgement: ["judge", "!"], failed: ["bad", "✗"], not_checked: ["unchecked", "–"], undecided: ["judge", "?"] };

function node(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function drawn(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** The whole report in one language (zh or en), as elements. */
export function reportOf(verdict, language, roots, name) {
  const say = PUBLISHED.ui[language];
  const parts = [head(verdict, language, say, roots, name), files(verdict, say), steps(verdict, language, say), limits(verdict, language, say)];
  if (verdict.signatures.length) parts.push(signers(verdict, say));
  return parts;
}

function kindOf(verdict) {
  if (!verdict.readable) return "unreadable";
  if (!verdict.decided) return "undecided";
  if (!verdict.sound) return "unsound";
  return verdict.findings.some((one) => one.state === "judgement") ? "judgement" : "sound";
}

function mark(kind) {
  const made = drawn("svg", { class: "verdict__mark", viewBox: "0 0 120 120", "aria-hidden": "true" });
  made.append(drawn("circle", { class: "ring", cx: 60, cy: 60, r: 57 }), drawn("path", { class: "half", d: "M59 12a48 48 0 0 0 0 96V78H49V42h10z" }), drawn("path", { class: "half", d: "M61 12a48 48 0 0 1 0 96V78H51V42h10z" }));
  if (kind === "unsound") return made;
  made.append(drawn("path", { class: "cut", d: "M60 12v30H50v36h10v30" }), drawn("text", { x: 60, y: 80 }, kind === "sound" || kind === "judgement" ? "合" : "?"));
  return made;
}

function grouped(hex) {
  return node("code", { class: "digest" }, hex.replace(/(.{4})(?=.)/g, "$1 "));
}

function head(verdict, language, say, roots, name) {
  const kind = kindOf(verdict);
  const title = node("div", {}, node("h2", { id: "verdict-title" }, verdict.headline[language]), node("p", { class: "verdict__detail" }, name));
  const facts = [
    [say.what, say[verdict.subject]],
    [say.when, shown(verdict.checked_at, language)],
    ...(verdict.evaluated_at ? [[say.as_of, shown(verdict.evaluated_at, language)]] : []),
    [say.digest, grouped(verdict.sha256), true],
    ...roots.map((one) => [say.root, node("span", {}, `${one.name} `, grouped(one.fingerprint)), true]),
  ];
  const list = node("dl", { class: "verdict__facts" });
  for (const [key, value, wide] of facts) list.append(node("div", wide ? { class: "is-wide" } : {}, node("dt", {}, key), node("dd", {}, value)));
  return node("section", { class: `verdict verdict--${kind}`, "aria-labelledby": "verdict-title", "data-verdict": kind }, mark(kind), title, list);
}

function shown(at, language) {
  const options = { timeZone: "Asia/Shanghai", year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false };
  return `${new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", options).format(new Date(at))} (UTC+8)`;
}

function steps(verdict, language, say) {
  const box = node("div", { class: "findings" });
  const add = (title, findings) => {
    if (!findings.length) return;
    box.append(node("h3", { class: "findings__group" }, title), node("ul", { role: "list" }, ...findings.map((one) => finding(one, language, say))));
  };
  for (const state of STATES) add(say[state], verdict.findings.filter((one) => one.state === state));
  for (const group of GROUPS) add(say[group], verdict.findings.filter((one) => one.state === "passed" && one.group === group));
  return node("section", { class: "stack", "aria-labelledby": "steps" }, node("h2", { id: "steps" }, say.steps), box);
}

function finding(one, language, say) {
  const [kind, sign] = TAGS[one.state];
  const both = one.follows.split(" / ");
  const law = language === "zh" ? both[0] : (both[1] ?? both[0]);
  return node(
    "li",
    { class: `finding finding--${one.state === "not_checked" ? "unchecked" : one.state}`, "data-step": one.code, "data-state": one.state },
    node("div", {}, node("span", { class: `tag tag--${kind}` }, node("span", { "aria-hidden": "true" }, sign), say[`tag_${one.state}`])),
    node("div", {}, node("p", { class: "finding__title" }, `${one.number}. ${one.title[language]}`), node("p", { class: "finding__detail" }, one.sentence[language])),
    node("p", { class: "finding__basis" }, law),
  );
}

function limits(verdict, language, say) {
  const lines = verdict.outside.map((one) => node("li", {}, one[language]));
  return node("section", { class: "limits" }, node("h2", {}, say.outside), node("ul", {}, ...lines));
}

function signers(verdict, say) {
  const columns = [say.who, say.capacity, say.signed, say.certificate];
  const rows = verdict.signatures.map((one) => {
    const capacity = node("div", {}, say[`as_${one.capacity}`] ?? one.capacity);
    if (one.organisation && one.organisation !== one.name) capacity.append(node("small", { lang: "zh-CN" }, one.organisation));
    const cells = [capacity, node("div", {}, one.signed_at.replace("T", " ").replace("Z", " UTC")), node("div", {}, one.certificate_sha256.slice(0, 12))];
    return node("tr", {}, node("th", { scope: "row" }, one.name || one.organisation), ...cells.map((cell, index) => node("td", { "data-label": columns[index + 1] }, cell)));
  });
  const top = node("thead", {}, node("tr", {}, ...columns.map((one) => node("th", { scope: "col" }, one))));
  return node("div", { class: "scroll" }, node("table", { class: "table table--stack" }, node("caption", {}, say.signers), top, node("tbody", {}, ...rows)));
}

/** Buttons that keep the report: as JSON after its schema, and on paper or as PDF by the browser's printing. */
function files(verdict, say) {
  const print = node("button", { class: "btn", type: "button" }, say.print);
  print.addEventListener("click", () => window.print());
  const save = node("button", { class: "btn", type: "button", id: "save" }, say.save);
  save.addEventListener("click", () => {
    const address = URL.createObjectURL(new Blob([`${JSON.stringify(verdict, null, 2)}\n`], { type: "application/json" }));
    node("a", { href: address, download: `heqi-report-${verdict.sha256.slice(0, 12)}.json` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  });
  return node("div", { class: "actions no-print" }, save, print);
}
