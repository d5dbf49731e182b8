/** Looks for words in this channel; what is found is marked by nodes, and leads to its place in the log. */

import { calendarDay, clockTime, phrase, send } from "./phrases.js";

export class Find {
  constructor(root, { goTo }) {
    this.place = root.querySelector("[data-find]");
    this.form = this.place.querySelector("form");
    this.list = this.place.querySelector("[data-found]");
    this.said = this.place.querySelector("[data-find-said]");
    this.further = this.place.querySelector("[data-further]");
    this.goTo = goTo;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.list.replaceChildren();
      this.look(0);
    });
    this.further.addEventListener("click", () => this.look(this.before));
    this.place.addEventListener("toggle", () => this.place.open && this.form.elements.words.focus());
    this.place.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.place.open = false;
      this.place.querySelector("summary").focus();
    });
  }

  async look(before) {
    const words = this.form.elements.words.value.trim();
    if (!words) return;
    this.said.textContent = phrase("looking");
    const answer = await send(this.form.action, { words, before });
    if (!answer?.hits) {
      this.said.textContent = answer?.error?.title ?? phrase("not_now");
      return;
    }
    this.list.append(...answer.hits.map((hit) => this.row(hit)));
    this.before = answer.before;
    this.further.hidden = !answer.before;
    this.said.textContent = this.list.children.length ? "" : phrase(answer.before ? "nothing_yet" : "nothing_found");
  }

  row({ seq, author, at, pieces }) {
    const made = document.createElement("button");
    made.type = "button";
    const name = document.createElement("b");
    name.textContent = author;
    const when = document.createElement("time");
    when.dateTime = at;
    when.textContent = `${calendarDay(new Date(at))} ${clockTime(new Date(at))}`;
    const text = document.createElement("span");
    for (const [words, marked] of shortened(pieces)) {
      const piece = marked ? document.createElement("mark") : document.createElement("span");
      piece.textContent = words;
      text.append(piece);
    }
    made.append(name, when, text);
    made.addEventListener("click", () => {
      this.place.open = false;
      this.goTo(seq);
    });
    const item = document.createElement("li");
    item.append(made);
    return item;
  }
}

const AROUND = 40;

/** What stands around the words that were found, not the whole message. */
export function shortened(pieces) {
  return pieces.map(([words, marked], place) => {
    if (marked || words.length <= 2 * AROUND) return [words, marked];
    if (place === 0) return [`…${words.slice(-AROUND)}`, false];
    if (place === pieces.length - 1) return [`${words.slice(0, AROUND)}…`, false];
    return [`${words.slice(0, AROUND)} … ${words.slice(-AROUND)}`, false];
  });
}
