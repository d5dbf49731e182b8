/** Words typed by fingers that were still in another conversation: what is begun right after a change of channel asks. */

export const HASTY = 1_000;

/** Notes at the end of a page where its reader was, and tells the next page whether they have just come from there. */
export class Door {
  constructor(storage, account, channel) {
    this.arrived = performance.now();
    this.storage = storage;
    this.key = `heqi:${account}:door`;
    const left = JSON.parse(storage.getItem(this.key) ?? "null");
    this.from = left && left.channel !== channel ? left.name : "";
  }

  /** Call when the page goes away. */
  leave(channel, name) {
    this.storage.setItem(this.key, JSON.stringify({ channel, name }));
  }

  /** Where the writer was a moment ago, when a text is begun right after coming here; else nothing. */
  hasty() {
    return performance.now() - this.arrived < HASTY ? this.from : "";
  }
}
