/**
 * Remembers that a text was copied from a caucus, so that pasting it elsewhere asks first. Only a mark of the text is
 * kept, never the text.
 */

const PLACES = 8;

function mark(text) {
  let [a, b] = [0x811c9dc5, 0x1000193];
  for (const character of text.replace(/\s+/g, " ").trim()) {
    const code = character.codePointAt(0);
    a = Math.imul(a ^ code, 0x01000193) >>> 0;
    b = (Math.imul(b, 31) + code) >>> 0;
  }
  return `${a.toString(36)}.${b.toString(36)}.${text.length}`;
}

export class Copied {
  constructor(storage, account) {
    this.storage = storage;
    this.key = `heqi:${account}:copied`;
  }

  all() {
    return JSON.parse(this.storage.getItem(this.key) ?? "[]");
  }

  remember(channel, text) {
    if (!text.trim()) return;
    const kept = [{ channel, mark: mark(text) }, ...this.all()].slice(0, PLACES);
    this.storage.setItem(this.key, JSON.stringify(kept));
  }

  /** Was this text copied from a caucus that is not this channel? */
  fromElsewhere(channel, text) {
    const wanted = mark(text);
    return this.all().some((place) => place.mark === wanted && place.channel !== channel);
  }
}
