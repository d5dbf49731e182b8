/** One message as nodes: drawn as the server draws it, and changed in place when something is said about it later. */

import { show, typed } from "./draw.js";
import { languageOf } from "./language.js";
import { clockTime, english, phrase } from "./phrases.js";

const here = (name, fallback) => (english ? fallback : name) || name || "";

/** A part of the page's templates by its name. */
function pattern(name) {
  return document.querySelector(`template[data-${name}]`).content.firstElementChild.cloneNode(true);
}

export class Messages {
  constructor(root, hearers) {
    this.hearers = hearers;
    this.file = root.dataset.file;
  }

  /** A new node for a message. */
  draw(message) {
    const node = pattern("message");
    this.fill(node, message);
    return node;
  }

  /** A line in the order that says: something was said about an earlier message. */
  later(message) {
    const node = pattern("later");
    const name = message.engine || this.name(message);
    node.id = `m${message.seq}`;
    node.dataset.seq = message.seq;
    node.dataset.at = message.at;
    const words = phrase(message.corrects ? "corrected" : message.engine ? "translated_by" : "translated");
    node.querySelector("[data-what]").textContent = words.replace("#", name);
    const jump = node.querySelector("[data-jump]");
    jump.dataset.jump = message.corrects ?? message.translates;
    jump.href = `#m${jump.dataset.jump}`;
    return node;
  }

  name(message) {
    return this.hearers.person(message.author_id)?.name ?? here(message.author, message.author_en);
  }

  fill(node, message) {
    const person = this.hearers.person(message.mine ? this.hearers.me : message.author_id) ?? {
      name: this.name(message), lang: languageOf(this.name(message)), role: "", side: "",
    };
    node.className = `msg msg--${person.side || "nobody"}${message.mine ? " msg--mine" : ""}`;
    node.dataset.seq = message.seq;
    if (message.seq) node.id = `m${message.seq}`;
    delete node.dataset.ref;
    const face = node.querySelector(".face");
    face.className = `face${person.side ? ` face--${person.side}` : ""}`;
    face.textContent = [...person.name][0] ?? "";
    const author = node.querySelector("[data-author]");
    author.replaceChildren(person.name, ...(message.mine ? [this.me()] : []));
    author.lang = person.lang;
    node.querySelector("[data-role]").textContent = person.role;
    this.time(node, message.at);
    this.body(node, message);
  }

  body(node, message) {
    const box = node.querySelector(".msg__text");
    if (message.exhibit_id) {
      const card = pattern("exhibit-card");
      card.href = this.file.replace("{}", message.exhibit_id);
      card.querySelector("b").textContent = message.text;
      card.querySelector("b").lang = languageOf(message.text);
      box.replaceChildren(card);
      return;
    }
    if (message.quote) box.prepend(this.quote(message.quote));
    show(box.querySelector("[data-text]"), message.text);
    if (message.translation) this.translate(node, { ...message, text: message.translation });
    for (const word of message.translations ?? []) this.translate(node, word);
    for (const word of message.corrections ?? []) this.correct(node, word);
    if (message.recalled) this.recall(node, message.recalled);
  }

  quote(quoted) {
    const made = pattern("quote");
    made.dataset.jump = quoted.seq;
    made.href = `#m${quoted.seq}`;
    made.querySelector("b").textContent = this.name(quoted);
    const words = made.querySelector("span");
    words.textContent = quoted.text || phrase("recalled_quote");
    words.lang = languageOf(quoted.text);
    return made;
  }

  /** The newest version takes the place of the one before, which stays below it. */
  correct(node, word) {
    const earlier = node.querySelector("[data-earlier]");
    const list = earlier.querySelector("ol");
    const known = Number(list.dataset.newest ?? 0);
    if (word.seq <= known) return;
    list.dataset.newest = word.seq;
    const text = node.querySelector("[data-text]");
    const before = document.createElement("li");
    show(before, typed(text));
    list.append(before);
    show(text, word.text);
    earlier.querySelector("[data-when]").textContent = clockTime(new Date(word.at));
    earlier.hidden = false;
  }

  translate(node, word) {
    if (node.querySelector(`[data-also="${Number(word.seq)}"]`)) return;
    const made = pattern("also");
    made.dataset.also = word.seq;
    show(made.querySelector("[data-also-text]"), word.text);
    const by = phrase(word.engine ? "by_machine" : "by_person").replace("#", word.engine || this.name(word));
    made.querySelector("small").textContent = by;
    node.querySelector("[data-earlier]").before(made);
  }

  /** Its words are gone; that it was there, and who took it back, stays. */
  recall(node, { by, by_en: byEnglish, at }) {
    node.classList.add("msg--recalled");
    node.querySelector(".msg__acts")?.remove();
    const said = document.createElement("p");
    said.className = "msg__gone";
    said.textContent = phrase("recalled").replace("#", here(by, byEnglish)).replace("%", clockTime(new Date(at)));
    const box = node.querySelector(".msg__text");
    box.replaceChildren(said);
    box.lang = document.documentElement.lang;
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

  /** Say something beside a message of mine. */
  say(node, words, ...more) {
    const state = node.querySelector("[data-state]");
    state.replaceChildren(...(words ? [words] : []), ...more);
    state.hidden = !words && !more.length;
  }

  /** What the server drew plainly is drawn as everything that comes later. */
  dress(node) {
    for (const place of node.querySelectorAll("[data-text], [data-also-text], [data-earlier] li")) {
      show(place, place.textContent);
    }
  }
}
