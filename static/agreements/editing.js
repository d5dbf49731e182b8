/**
 * Writing in a form of the agreement. What is typed is kept on this device, for this account, until it is saved:
 * through a cut connection, an ended sign-in, or a closed page. And the others see who writes in a clause now.
 */

import { Keep } from "../rooms/keep.js";
import { line, nameOf, timeOf } from "./line.js";

const SIGN_OF_LIFE = 15_000;
const PAUSE = 300;
const OWN = new Set(["csrf_token", "revision", "free", "kind"]);

const root = document.querySelector("[data-kept]");
const form = document.querySelector("main form[method='post'].form, .form[method='post']");
const phrases = new Map();
for (const item of root.querySelector("[data-kept-phrases]").content.querySelectorAll("[data-phrase]")) {
  phrases.set(item.dataset.phrase, item.textContent);
}

class KeptForm {
  constructor() {
    this.keep = new Keep(sessionStorage, root.dataset.account);
    this.name = `form:${root.dataset.kept}`;
    this.said = root.querySelector("[data-kept-line]");
    this.saved = this.typed();
    if (root.dataset.fresh === "yes" && !document.querySelector(".error-summary")) this.restore();
    form.addEventListener("input", () => this.changed());
    form.addEventListener("submit", (event) => this.leave(event));
    window.addEventListener("pagehide", () => this.store());
    root.querySelector("[data-kept-drop]").addEventListener("click", () => {
      this.keep.drop(this.name);
      this.dropped = true;
      window.location.reload();
    });
    // The form was answered with what could not be saved: that is what must not be lost.
    if (root.dataset.fresh !== "yes") this.keepNow();
  }

  typed() {
    const fields = {};
    for (const [name, value] of new FormData(form)) if (!OWN.has(name) && typeof value === "string") fields[name] = value;
    return fields;
  }

  get dirty() {
    return JSON.stringify(this.typed()) !== JSON.stringify(this.saved);
  }

  /** Words begun on an older revision go on being words on that revision: saving them shows both texts. */
  restore() {
    const kept = this.keep.read(this.name, null);
    if (!kept) return;
    const names = Object.keys(kept.fields);
    if ("text" in kept.fields && !form.elements.text && root.dataset.clause) {
      window.location.replace("?free=1");
      return;
    }
    if (!names.every((name) => form.elements[name])) return;
    if (JSON.stringify(kept.fields) === JSON.stringify(this.saved)) {
      this.keep.drop(this.name);
      return;
    }
    for (const name of names) form.elements[name].value = kept.fields[name];
    if (form.elements.revision) form.elements.revision.value = kept.revision;
    root.querySelector("[data-kept-back]").hidden = false;
  }

  changed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.store(), PAUSE);
  }

  store() {
    if (this.dropped || !this.dirty) return;
    this.keepNow();
    if (!form.querySelector(":focus")) return;
    this.say(navigator.onLine ? "kept" : "offline");
  }

  keepNow() {
    this.keep.write(this.name, { fields: this.typed(), revision: form.elements.revision?.value ?? "" });
  }

  leave(event) {
    if (this.dirty) this.keepNow();
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.say("offline");
  }

  say(name) {
    this.said.textContent = phrases.get(name);
    this.said.dataset.tone = name;
    this.said.hidden = false;
  }
}

class Writing {
  constructor(clause) {
    this.clause = clause;
    this.place = root.querySelector("[data-writes]");
    this.text = root.querySelector("[data-writes-text]");
    this.mine = false;
    this.socket = line();
    this.socket.on("connect", () => this.alive());
    this.socket.on("clause:held", (fact) => this.heard(fact));
    root.querySelector("[data-take-over]").addEventListener("click", () => this.alive(true));
    form.addEventListener("input", () => this.mine || this.place.hidden === false || this.alive());
    this.timer = setInterval(() => this.mine && this.alive(), SIGN_OF_LIFE);
    window.addEventListener("pagehide", () => this.mine && this.socket.emit("clause:let_go", { clause_id: clause }));
  }

  alive(takeOver = false) {
    this.socket.emit("clause:hold", { clause_id: this.clause, take_over: takeOver }, (answer) => {
      if (!answer.ok) {
        this.mine = false;
        return;
      }
      this.mine = answer.result.mine;
      if (this.mine) this.quiet();
      else this.tell("writes", answer.result);
    });
  }

  heard(fact) {
    // My own sign of life comes back as well; only somebody else's takes the clause from me.
    if (fact.clause_id !== this.clause || fact.participant_id === root.dataset.me) return;
    if (fact.lapses_in <= 0) {
      if (!this.mine) this.free();
      return;
    }
    this.taken = this.taken || this.mine;
    this.mine = false;
    this.tell(this.taken ? "taken" : "writes", fact);
  }

  tell(name, hold) {
    this.text.textContent = phrases.get(name).replace("{name}", nameOf(hold)).replace("{time}", timeOf(hold.since));
    this.place.hidden = false;
    clearTimeout(this.lapse);
    this.lapse = setTimeout(() => this.free(), hold.lapses_in * 1_000);
  }

  /** Nobody writes in it any more: it is mine, since I have it open. */
  free() {
    this.taken = false;
    this.quiet();
    this.alive();
  }

  quiet() {
    clearTimeout(this.lapse);
    this.place.hidden = true;
  }
}

new KeptForm();
if (root.dataset.clause) new Writing(root.dataset.clause);
