/**
 * Tells the reader that somebody changed the agreement, and who writes in which clause now. It never reloads by itself:
 * typed words stay where they are.
 */

import { Keep } from "../rooms/keep.js";
import { line, nameOf, timeOf } from "./line.js";

const notice = document.querySelector("[data-changed]");
const socket = notice && line();

/** A line under each clause: it comes with a sign of life and goes when none comes any more. */
class Holds {
  constructor() {
    this.timers = new Map();
    for (const place of document.querySelectorAll("[data-held][data-lapses]")) {
      this.until(place, Number(place.dataset.lapses));
    }
  }

  show(hold) {
    const place = document.querySelector(`[data-held="${CSS.escape(hold.clause_id)}"]`);
    if (!place) return;
    const text = place.dataset.phrase.replace("{name}", nameOf(hold)).replace("{time}", timeOf(hold.since));
    const said = place.querySelector("span");
    if (said.textContent !== text) said.textContent = text;
    this.until(place, hold.lapses_in);
  }

  until(place, seconds) {
    clearTimeout(this.timers.get(place));
    place.hidden = seconds <= 0;
    if (seconds > 0) this.timers.set(place, setTimeout(() => this.until(place, 0), seconds * 1_000));
  }

  all(list) {
    const named = new Set(list.map((hold) => hold.clause_id));
    for (const place of document.querySelectorAll("[data-held]")) {
      if (!named.has(place.dataset.held)) this.until(place, 0);
    }
    for (const hold of list) this.show(hold);
  }
}

/** What was saved need not be kept on this device any more. */
function forgetSaved() {
  const place = new URL(window.location);
  const saved = place.searchParams.get("saved");
  const account = document.querySelector("[data-of-account]")?.dataset.ofAccount;
  if (!saved || !account) return;
  new Keep(sessionStorage, account).drop(`form:${saved}`);
  place.searchParams.delete("saved");
  window.history.replaceState(null, "", place);
}

forgetSaved();
if (notice) {
  const { agreement } = notice.dataset;
  socket.on("agreement:changed", (fact) => {
    if (fact.agreement_id === agreement) notice.hidden = false;
  });
  notice.querySelector("[data-reload]")?.addEventListener("click", (press) => {
    press.preventDefault();
    window.location.reload();
  });
  if (document.querySelector("[data-held]")) {
    const holds = new Holds();
    socket.on("clause:held", (fact) => fact.agreement_id === agreement && holds.show(fact));
    socket.on("connect", () => {
      socket.emit("clause:holds", { agreement_id: agreement }, (answer) => answer.ok && holds.all(answer.result));
    });
  }
}
