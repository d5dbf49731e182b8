/** The log of one channel: draws messages as the server draws them, and never moves under a reader's eyes. */

import { languageOf } from "./language.js";
import { button, calendarDay, clockTime, phrase } from "./phrases.js";

const NEAR_END = 90;
/** Most acknowledgements are quicker than this; saying "waiting" for them would only be noise. */
const SOON = 700;

export class Log {
  constructor(root, hearers) {
    this.box = root.querySelector("[data-log]");
    this.list = root.querySelector("[data-list]");
    this.newer = root.querySelector("[data-newer]");
    this.pattern = root.querySelector("template[data-message]").content.firstElementChild;
    this.card = root.querySelector("template[data-exhibit-card]").content.firstElementChild;
    this.hearers = hearers;
    this.missed = 0;
    this.box.addEventListener("scroll", () => this.atEnd() && this.caughtUp());
    this.newer.addEventListener("click", () => this.toEnd());
    this.toEnd();
  }

  atEnd() {
    return this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < NEAR_END;
  }

  toEnd() {
    this.box.scrollTop = this.box.scrollHeight;
    this.caughtUp();
  }

  caughtUp() {
    this.missed = 0;
    this.newer.hidden = true;
    this.box.dispatchEvent(new Event("caughtup"));
  }

  /** Put a kept message in its place; one of mine that was waiting becomes it. */
  add(message) {
    const stays = this.atEnd();
    const waited = message.client_ref && this.waitingOf(message.client_ref);
    const node = waited || this.pattern.cloneNode(true);
    if (waited) this.settle(node, message);
    else this.fill(node, message);
    this.day(message.at);
    const firstWaiting = this.list.querySelector(".msg--waiting, .msg--refused");
    if (!waited || (firstWaiting && firstWaiting !== node)) this.list.insertBefore(node, firstWaiting);
    this.moved(stays || message.mine);
  }

  /** It was read out when it was written; only what changed is touched, so that it is not read out again. */
  settle(node, message) {
    node.classList.remove("msg--waiting", "msg--refused");
    node.dataset.seq = message.seq;
    delete node.dataset.ref;
    this.time(node, message.at);
    this.say(node, "");
  }

  /** Show a message of mine that the platform has not acknowledged yet. */
  addWaiting(item) {
    const node = this.waitingOf(item.ref) ?? this.pattern.cloneNode(true);
    this.fill(node, { text: item.text, at: new Date().toISOString(), mine: true, seq: "" });
    node.dataset.ref = item.ref;
    node.classList.add("msg--waiting");
    setTimeout(() => node.classList.contains("msg--waiting") && this.say(node, phrase("waiting")), SOON);
    this.list.append(node);
    this.moved(true);
  }

  /** Say beside a message of mine why it was not sent, and let its words be taken back. */
  refuse(ref, sentence, takeBack) {
    const node = this.waitingOf(ref);
    if (!node) return;
    node.classList.replace("msg--waiting", "msg--refused");
    const words = `${phrase("refused")} ${sentence}`;
    this.say(node, words, button(phrase("take_back"), () => {
      node.remove();
      takeBack();
    }));
  }

  drop(ref) {
    this.waitingOf(ref)?.remove();
  }

  waitingOf(ref) {
    return this.list.querySelector(`[data-ref="${CSS.escape(ref)}"]`);
  }

  fill(node, message) {
    const person = this.hearers.person(message.mine ? this.hearers.me : message.author_id) ?? {
      name: message.author ?? "", lang: languageOf(message.author ?? ""), role: "", side: "",
    };
    node.className = `msg msg--${person.side || "nobody"}${message.mine ? " msg--mine" : ""}`;
    node.dataset.seq = message.seq;
    delete node.dataset.ref;
    const face = node.querySelector(".face");
    face.className = `face${person.side ? ` face--${person.side}` : ""}`;
    face.textContent = [...person.name][0] ?? "";
    const author = node.querySelector("[data-author]");
    author.replaceChildren(person.name, ...(message.mine ? [this.me()] : []));
    author.lang = person.lang;
    node.querySelector("[data-role]").textContent = person.role;
    this.time(node, message.at);
    this.words(node.querySelector(".msg__text"), message);
    this.say(node, "");
  }

  time(node, at) {
    const time = node.querySelector("time");
    time.dateTime = at;
    time.textContent = clockTime(new Date(at));
  }

  me() {
    const made = document.createElement("span");
    made.className = "msg__me";
    made.textContent = phrase("you");
    return made;
  }

  words(box, message) {
    box.lang = languageOf(message.text);
    if (!message.exhibit_id) {
      const text = document.createElement("p");
      text.textContent = message.text;
      box.replaceChildren(text);
      return;
    }
    const card = this.card.cloneNode(true);
    card.href = `/exhibits/${message.exhibit_id}`;
    card.querySelector("b").textContent = message.text;
    box.replaceChildren(card);
  }

  say(node, words, ...more) {
    const state = node.querySelector("[data-state]");
    state.replaceChildren(words, ...more);
    state.hidden = !words;
  }

  day(at) {
    this.list.querySelector("[data-empty]")?.remove();
    const last = [...this.list.querySelectorAll(".msg[data-seq]:not([data-seq='']) time")].at(-1);
    const day = calendarDay(new Date(at));
    if (last && calendarDay(new Date(last.dateTime)) === day) return;
    if (!last && this.list.querySelector(".log__day")) return;
    const line = document.createElement("li");
    line.className = "log__day";
    const words = document.createElement("span");
    words.textContent = day;
    line.append(words);
    this.list.insertBefore(line, this.list.querySelector(".msg--waiting, .msg--refused"));
  }

  moved(follow) {
    if (follow) {
      this.toEnd();
      return;
    }
    this.missed += 1;
    const words = this.missed === 1 ? phrase("one_new") : phrase("many_new").replace("#", String(this.missed));
    this.newer.querySelector("span").textContent = words;
    this.newer.hidden = false;
  }
}
