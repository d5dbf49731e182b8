/**
 * The issues everybody is shown, beside a channel of the room: they follow what the mediator shares, without a reload.
 * The event says only that they changed; what they are is asked for under the same permission as the page.
 */

import { whenOpen } from "../rooms/connection.js";
import { languageOf } from "../rooms/language.js";
import { ask } from "../rooms/phrases.js";
import { gathered } from "./refresh.js";

const WITHOUT_A_LINE = 60_000;
const SPREAD = 2_000;

const section = document.querySelector("[data-issues]");
const list = section.querySelector("ol");
const caseRef = document.querySelector("[data-room]").dataset.case;

function drawn(title) {
  const item = document.createElement("li");
  item.lang = languageOf(title);
  item.textContent = title;
  return item;
}

/** What did not change is not put in anew: it would be read out once more. */
function show(titles) {
  const shown = [...list.children].map((item) => item.textContent);
  if (JSON.stringify(shown) === JSON.stringify(titles)) return;
  list.replaceChildren(...titles.map(drawn));
  section.hidden = titles.length === 0;
}

const renew = gathered(async () => {
  const { issues } = await ask(section.dataset.issues);
  if (issues) show(issues);
}, 100);

const connection = await whenOpen;
connection.on("connect", renew);
connection.on("issues:changed", ({ case_ref }) => case_ref === caseRef && renew());
connection.on("connection:gap", () => setTimeout(renew, Math.random() * SPREAD));
if (connection.live) renew();
setInterval(() => connection.live || renew(), WITHOUT_A_LINE);
