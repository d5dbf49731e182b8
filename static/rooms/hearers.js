/** Who hears the channel now, and the words that say so. They come from the server and are put in place together. */

import { ask, phrase } from "./phrases.js";

function face(person) {
  const made = document.createElement("span");
  made.className = `face face--small${person.side ? ` face--${person.side}` : ""}`;
  made.setAttribute("aria-hidden", "true");
  made.textContent = [...person.name][0] ?? "";
  const name = document.createElement("span");
  name.className = "vh";
  name.textContent = person.name;
  const item = document.createElement("li");
  item.append(made, name);
  return item;
}

export class Hearers {
  constructor(root) {
    this.root = root;
    this.me = root.dataset.me;
    this.address = root.dataset.hearers;
    this.audience = root.dataset.audience;
    this.known = new Map();
    for (const row of root.querySelectorAll("[data-person]")) {
      this.known.set(row.dataset.person, {
        id: row.dataset.person, name: row.dataset.name, lang: row.dataset.lang, role: row.dataset.role,
        side: row.dataset.side,
      });
    }
    this.names = [...root.querySelectorAll("[data-faces] .vh")].map((name) => name.textContent);
  }

  person(id) {
    return this.known.get(id);
  }

  /** The hearers as they stand on the page, to be kept with a draft. */
  shown() {
    return { audience: this.audience, names: this.names };
  }

  /** What changed since `before`, in words; empty when nobody came or left. */
  difference(before) {
    const came = this.names.filter((name) => !before.names.includes(name));
    const left = before.names.filter((name) => !this.names.includes(name));
    const joint = document.documentElement.lang === "en" ? ", " : "、";
    return [
      came.length ? `${phrase("joined")} ${came.join(joint)}` : "",
      left.length ? `${phrase("left")} ${left.join(joint)}` : "",
    ].filter(Boolean).join(" ") || phrase("changed");
  }

  /** Ask the server and show its answer. Returns the status when it refuses, 0 when there is nothing to report. */
  async refresh() {
    const answer = await ask(this.address);
    if (!answer.audience) return answer.refused;
    this.audience = answer.audience;
    this.receipts = answer.receipts;
    this.translationReady = answer.translation_ready;
    this.names = answer.people.map((person) => person.name);
    for (const person of answer.present) this.known.set(person.id, person);
    for (const [name, words] of Object.entries(answer.words)) {
      for (const place of this.root.querySelectorAll(`[data-words="${name}"]`)) place.textContent = words;
    }
    for (const hidden of this.root.querySelectorAll("input[name='audience']")) hidden.value = answer.audience;
    this.root.querySelector("[data-faces]").replaceChildren(...answer.people.map(face));
    this.listPeople(answer.present);
    return 0;
  }

  listPeople(people) {
    const list = this.root.querySelector("[data-people]");
    for (const row of list.querySelectorAll("[data-person]")) {
      if (!people.some((person) => person.id === row.dataset.person)) row.remove();
    }
    for (const person of people) {
      if (!list.querySelector(`[data-person="${person.id}"]`)) list.append(this.row(person));
      this.presence(person.id, person.here);
    }
  }

  row(person) {
    const item = document.createElement("li");
    item.className = "person";
    item.dataset.person = person.id;
    const mark = face(person).firstElementChild;
    mark.classList.remove("face--small");
    const name = document.createElement("b");
    name.textContent = person.name;
    name.lang = person.lang;
    const here = document.createElement("span");
    here.dataset.presence = "";
    const note = document.createElement("small");
    note.append(`${[person.role, person.party].filter(Boolean).join(phrase("comma"))}${phrase("comma")}`, here);
    const words = document.createElement("span");
    words.append(name, note);
    item.append(mark, words);
    return item;
  }

  presence(id, here) {
    const row = this.root.querySelector(`[data-person="${id}"]`);
    if (!row) return;
    row.querySelector(".face").dataset.here = here ? "yes" : "no";
    row.querySelector("[data-presence]").textContent = phrase(here ? "here" : "away");
  }

  presentAre(ids) {
    for (const id of this.known.keys()) this.presence(id, ids.includes(id));
  }
}
