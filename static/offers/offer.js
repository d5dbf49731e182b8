/** Sealing an offer: type, look once more, encrypt here, send. Nothing readable ever leaves this page. */

import { asWords, figures, inCapitals, parseSum, read } from "./bodies.js";
import { OwnCopy, holdToShow } from "./own.js";
import { placeOf, sealed, send } from "./sealing.js";

const root = document.querySelector("[data-seal]");
const find = (name) => root.querySelector(`[data-${name}]`);
const form = find("form");
const check = find("check");
const copy = new OwnCopy(localStorage, root.dataset.account, root.dataset.round);
let made = null;

function showForm() {
  form.hidden = false;
  form.querySelector("input, select").focus({ preventScroll: true });
}

function showWords() {
  const fen = parseSum(form.querySelector("#sum").value);
  find("words").textContent = fen === null ? "" : inCapitals(root, fen);
  find("sum-error").hidden = true;
}

function mark(wrong) {
  find("sum-error")?.toggleAttribute("hidden", wrong !== "sum");
  find("sum-field")?.classList.toggle("field--error", wrong === "sum");
  find("incomplete").hidden = wrong !== "incomplete";
  if (wrong === "sum") form.querySelector("#sum").focus();
}

function lookOnceMore(submit) {
  submit.preventDefault();
  made = read(root, form);
  mark(made.wrong);
  if (made.wrong) return;
  find("check-sum").hidden = made.fen === null;
  if (made.fen !== null) {
    find("check-figures").textContent = root.dataset.mark + figures(made.fen);
    find("check-words").textContent = inCapitals(root, made.fen);
  }
  find("check-list").replaceChildren(...made.lines.map(({ name, words }) => {
    const line = document.createElement("li");
    const bold = document.createElement("b");
    bold.textContent = name;
    line.append(bold, ` ${words.join(" / ")}`);
    return line;
  }));
  check.showModal();
}

async function sealAndSend({ currentTarget: pressed }) {
  pressed.disabled = true;
  pressed.setAttribute("aria-busy", "true");
  const { sent, kept } = await sealed(placeOf(root), made.body);
  const refused = await send(root.dataset.address, sent, find("unreachable").content.textContent);
  if (!refused) {
    if (find("keep").checked) copy.keep(kept);
    else copy.drop();
    location.reload();
    return;
  }
  pressed.disabled = false;
  pressed.removeAttribute("aria-busy");
  check.close();
  find("refused").textContent = refused;
  find("refused").hidden = false;
  find("refused").focus();
}

function showCopy() {
  const kept = copy.read();
  find("copy").hidden = !kept;
  find("no-copy").hidden = Boolean(kept);
  if (kept) holdToShow(find("hold"), find("masked"), asWords(root, kept.body));
}

form.addEventListener("submit", lookOnceMore);
form.querySelector("#sum")?.addEventListener("input", showWords);
find("do-seal").addEventListener("click", sealAndSend);
find("go-back").addEventListener("click", () => check.close());
if (root.dataset.sealed) {
  showCopy();
  find("proof").addEventListener("click", () => copy.save());
  find("drop-copy").addEventListener("click", () => {
    copy.drop();
    showCopy();
  });
  const replace = find("replace");
  replace.hidden = false;
  replace.addEventListener("click", () => {
    replace.setAttribute("aria-expanded", "true");
    showForm();
  });
} else form.hidden = false;
