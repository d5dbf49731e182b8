/** Who has read my words, and who is writing: shown quietly, read out to nobody, and of this channel only. */

import { phrase } from "./phrases.js";

const TYPING_SHOWN = 3_000;
const TYPING_AGAIN = 2_500;

/** The last of my messages that each reader has read, by message: a Map from place to names, in the order given. */
export function readAt(mine, read, nameOf) {
  const at = new Map();
  for (const [who, seq] of Object.entries(read)) {
    const last = mine.filter((own) => own <= seq).at(-1);
    const name = nameOf(who);
    if (last && name) at.set(last, [...(at.get(last) ?? []), name]);
  }
  return at;
}

export class Seen {
  constructor(root, { log, hearers, connection }) {
    Object.assign(this, { log, hearers, connection });
    this.channel = root.dataset.channel;
    this.line = root.querySelector("[data-typing]");
    this.read = JSON.parse(root.dataset.receipts || "{}");
    this.writers = new Map();
    this.told = 0;
    this.show();
  }

  renew(read) {
    this.read = read;
    this.show();
  }

  changed({ participant_id: who, seq }) {
    this.read[who] = Math.max(seq, this.read[who] ?? 0);
    this.show();
  }

  show() {
    const mine = this.log.list.querySelectorAll(".msg--mine[data-seq]:not([data-seq=''])");
    const places = [...mine].map((node) => Number(node.dataset.seq));
    const at = readAt(places, this.read, (id) => this.hearers.person(id)?.name);
    for (const node of mine) {
      const names = at.get(Number(node.dataset.seq));
      const line = node.querySelector("[data-read]");
      line.hidden = !names;
      line.textContent = names ? phrase("read_by").replace("#", names.join(phrase("and"))) : "";
    }
  }

  /** I am writing; said at most every few seconds, and never what. */
  writing() {
    const now = Date.now();
    if (now - this.told < TYPING_AGAIN || !this.connection.live) return;
    this.told = now;
    this.connection.request("typing:start", { channel_id: this.channel });
  }

  typing({ participant_id: who }) {
    clearTimeout(this.writers.get(who));
    this.writers.set(who, setTimeout(() => this.stopped(who), TYPING_SHOWN));
    this.line_();
  }

  stopped(who) {
    clearTimeout(this.writers.get(who));
    if (this.writers.delete(who)) this.line_();
  }

  line_() {
    const names = [...this.writers.keys()].map((id) => this.hearers.person(id)?.name).filter(Boolean);
    this.line.textContent = names.length ? phrase("typing").replace("#", names.join(phrase("and"))) : "";
  }
}
