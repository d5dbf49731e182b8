/** Small conveniences on every page. Each page works without them. */

import { days } from "./days.js";

function focusErrors() {
  const summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();
}

/** A form sends once: a second press while the first is under way does nothing. */
function guardDoubleSubmit(event) {
  const form = event.target;
  if (!form.matches("form[data-once]") || event.defaultPrevented) return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "yes";
  const pressed = event.submitter;
  if (pressed) pressed.setAttribute("aria-busy", "true");
}

/** The browser's back button restores a page with its forms still marked as sent. */
function releaseForms() {
  for (const form of document.querySelectorAll("form[data-sending]")) delete form.dataset.sending;
  for (const pressed of document.querySelectorAll("[aria-busy]")) pressed.removeAttribute("aria-busy");
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Ask before an act that cannot be taken back; the question stands on the button itself. */
function confirmFirst(event) {
  const pressed = event.submitter;
  if (!pressed || !pressed.dataset.confirm || pressed.dataset.confirmed) return;
  event.preventDefault();
  const yes = element("button", { type: "button", class: "btn btn--main" }, pressed.textContent.trim());
  const no = element("button", { type: "button", class: "btn" }, document.body.dataset.notNow);
  const title = element("h2", { id: "confirm-title" }, pressed.dataset.confirm);
  const inside = element("div", { class: "dialog__in stack" }, title, element("div", { class: "actions" }, yes, no));
  const dialog = element("dialog", { class: "dialog", "aria-labelledby": "confirm-title" }, inside);
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  no.addEventListener("click", () => dialog.close());
  yes.addEventListener("click", () => {
    dialog.close();
    pressed.dataset.confirmed = "yes";
    pressed.form.requestSubmit(pressed);
    delete pressed.dataset.confirmed;
  });
  dialog.showModal();
  no.focus();
}

function openAndClose(event) {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  const closer = event.target.closest("[data-closes]");
  if (closer) closer.closest("dialog")?.close();
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
}

function closeMenuOnEscape(event) {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
}

/** The text size changes at once and is remembered; without script the form does the same. */
function switchTextSize(event) {
  const button = event.target.closest("[data-text-size]");
  if (!button) return;
  event.preventDefault();
  const large = document.documentElement.dataset.text !== "large";
  if (large) document.documentElement.dataset.text = "large";
  else delete document.documentElement.dataset.text;
  button.setAttribute("aria-pressed", String(large));
  button.value = large ? "standard" : "large";
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `text_size=${large ? "large" : "standard"}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
}

async function copyText(event) {
  const button = event.target.closest("[data-copies]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copies);
  button.querySelector("span").textContent = button.dataset.copied;
}

/** A page left open overnight must not go on saying "9 days". */
function keepDaysHonest() {
  for (const count of document.querySelectorAll("[data-days-until]")) {
    const left = days(new Date(), new Date(count.dataset.daysUntil));
    if (left > 0) count.textContent = String(left);
    else location.reload();
  }
}

/** What was typed but not sent belongs to the person who typed it: signing out takes it away. */
function forgetDrafts(event) {
  if (!event.target.matches("form[data-signs-out]")) return;
  for (const store of [localStorage, sessionStorage]) {
    for (const key of Object.keys(store)) if (key.startsWith("heqi:")) store.removeItem(key);
  }
}

function showDropping() {
  for (const zone of document.querySelectorAll("[data-drop]")) {
    for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, () => zone.classList.add("is-over"));
    for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("is-over"));
  }
}

document.addEventListener("submit", confirmFirst);
document.addEventListener("submit", guardDoubleSubmit);
document.addEventListener("submit", forgetDrafts);
document.addEventListener("click", openAndClose);
document.addEventListener("click", switchTextSize);
document.addEventListener("click", copyText);
document.addEventListener("keydown", closeMenuOnEscape);
window.addEventListener("pageshow", releaseForms);
if (navigator.clipboard) for (const button of document.querySelectorAll("[data-copies]")) button.hidden = false;
setInterval(keepDaysHonest, 60_000);
showDropping();
focusErrors();
