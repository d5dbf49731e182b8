/**
 * What is written but not yet said: drafts, and messages waiting to be sent. Each is bound to the account and to the
 * channel it was written in, so that it can go nowhere else; signing out takes all of it away (see base.js).
 */

export class Keep {
  constructor(storage, account) {
    this.storage = storage;
    this.prefix = `heqi:${account}:`;
    this.dropOthers();
  }

  /** Nothing of another account stays in this tab. */
  dropOthers() {
    for (const key of Object.keys(this.storage)) {
      if (key.startsWith("heqi:") && !key.startsWith(this.prefix)) this.storage.removeItem(key);
    }
  }

  read(name, otherwise) {
    const text = this.storage.getItem(this.prefix + name);
    return text === null ? otherwise : JSON.parse(text);
  }

  write(name, value) {
    this.storage.setItem(this.prefix + name, JSON.stringify(value));
  }

  drop(name) {
    this.storage.removeItem(this.prefix + name);
  }

  draft(channel) {
    return this.read(`draft:${channel}`, null);
  }

  /** `hearers` are those whom the writer saw when the draft was begun. */
  keepDraft(channel, text, hearers) {
    if (text) this.write(`draft:${channel}`, { text, hearers });
    else this.storage.removeItem(`${this.prefix}draft:${channel}`);
  }

  waiting(channel = "") {
    const items = this.read("outbox", []);
    return channel ? items.filter((item) => item.channel === channel) : items;
  }

  /** The message waits under its own reference: sent twice, it is said once. It may go when `release` has come. */
  add(channel, audience, text, more = {}) {
    const item = { ref: crypto.randomUUID(), channel, audience, text, held: false, ...more };
    this.write("outbox", [...this.waiting(), item]);
    return item;
  }

  change(ref, facts) {
    this.write("outbox", this.waiting().map((item) => (item.ref === ref ? { ...item, ...facts } : item)));
  }

  settle(ref) {
    this.write("outbox", this.waiting().filter((item) => item.ref !== ref));
  }
}
