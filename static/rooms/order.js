/** Keeps a channel's order: what arrives twice is dropped, what arrives after a hole is fetched anew. */
export class Order {
  constructor(last) {
    this.last = last;
  }

  /** "seen", "next" or "gap"; only "next" moves the order on. */
  judge(seq) {
    if (seq <= this.last) return "seen";
    if (seq > this.last + 1) return "gap";
    this.last = seq;
    return "next";
  }
}
