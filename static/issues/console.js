/** The console of one room: saves the pad, shows who comes and what is new, and folds what can wait on a phone. */

import { io } from "../vendor/socket.io-client-4.8.4/socket.io.esm.min.js";
import { Autosave } from "./autosave.js";
import { exchange, gathered, pageAt } from "./refresh.js";

const root = document.querySelector("[data-console]");
const LATER = ["offers", "pad", "consents", "released", "facts", "papers", "proofs", "outcome"];
const LOOK_AGAIN = 5 * 60_000;

for (const form of document.querySelectorAll("[data-autosave]")) new Autosave(form);

/** Only the parts nobody types in are put in anew. */
const refresh = gathered(async () => {
  const { page } = await pageAt(location.pathname);
  if (!page) return;
  for (const part of root.querySelectorAll("[data-live]")) {
    const fresh = page.querySelector(`[data-live="${part.dataset.live}"]`);
    if (!fresh) continue;
    const onFold = part.querySelector(".sheet__fold") === document.activeElement;
    const made = exchange(part, fresh);
    if (!LATER.includes(made.id)) continue;
    fold(made, part.hasAttribute("data-folded"));
    if (onFold) made.querySelector(".sheet__fold").focus();
  }
});

const ours = (change) => change.case_ref === root.dataset.console;
const hears = (message) => root.querySelector(`[data-channel="${CSS.escape(message.channel_id)}"]`) !== null;

const socket = io({ transports: ["websocket"] });
let before = false;
socket.on("connect", () => {
  if (before) refresh();
  before = true;
});
socket.on("message:posted", (message) => hears(message) && refresh());
for (const name of ["presence:changed", "participants:changed", "case:changed"]) {
  socket.on(name, (change) => ours(change) && refresh());
}
socket.on("agreement:changed", refresh);
socket.on("passing:changed", (change) => hears(change) && refresh());
/** The hour of a sitting comes by itself. */
setInterval(refresh, LOOK_AGAIN);
socket.on("notes:changed", (change) => {
  if (ours(change) && change.by !== root.dataset.me) root.querySelector("[data-stale]").hidden = false;
});

/** On a phone the urgent stands open and the rest is one press away. */
function fold(section, folded) {
  const head = section.querySelector(".sheet__head");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn--icon btn--bare sheet__fold";
  button.setAttribute("aria-label", head.querySelector("h2").textContent);
  const icon = document.querySelector("[data-fold-icon]").content.firstElementChild.cloneNode(true);
  button.append(icon);
  const show = (closed) => {
    section.toggleAttribute("data-folded", closed);
    button.setAttribute("aria-expanded", String(!closed));
  };
  button.addEventListener("click", () => show(!section.hasAttribute("data-folded")));
  head.append(button);
  show(folded);
}

for (const id of LATER) {
  const section = document.getElementById(id);
  if (section) fold(section, `#${id}` !== location.hash);
}
