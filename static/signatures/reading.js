/** Reading to the end: how far somebody has come is seen page by page, kept by the platform, and taken up again. */

const SAVE_AFTER_MS = 600;

/**
 * Follows the reader through `sheets` (drawn pages) or the plain text that ends with `end`.
 * `kept` is what was read before; `save(page, pages, by)` keeps progress; `moved(page, pages)` and `done()` tell of it.
 */
export class Reading {
  constructor({ kept, finished, save, moved, done }) {
    Object.assign(this, { page: kept, finished, save, moved, done, pages: 0, seen: new Set(), timer: 0 });
  }

  /** Watch the pages now drawn: a page counts as read when its lower end was on the screen, and all before it. */
  follow(sheets, frame) {
    this.pages = sheets.length;
    this.page = Math.min(this.page, this.pages);
    for (let number = 1; number <= this.page; number += 1) this.seen.add(number);
    this.watcher?.disconnect();
    this.watcher = new IntersectionObserver((seen) => this.#see(seen), { root: null, rootMargin: "0px 0px 8% 0px" });
    sheets.forEach((sheet, index) => {
      const end = document.createElement("span");
      end.className = "sheet__end";
      end.dataset.page = index + 1;
      sheet.after(end);
      this.watcher.observe(end);
    });
    this.moved(this.page, this.pages);
    if (this.finished) this.done();
    else if (this.page && this.page < this.pages) frame.scrollTop = sheets[this.page].offsetTop - frame.offsetTop;
  }

  /** Everything was read in another way: as plain text, or aloud by the device. */
  complete(by) {
    if (this.finished || !this.pages) return;
    this.page = this.pages;
    this.#keep(by);
  }

  #see(entries) {
    for (const entry of entries) if (entry.isIntersecting) this.seen.add(Number(entry.target.dataset.page));
    let page = this.page;
    while (this.seen.has(page + 1)) page += 1;
    if (page === this.page) return;
    this.page = page;
    this.moved(page, this.pages);
    clearTimeout(this.timer);
    if (page === this.pages) this.#keep("self");
    else this.timer = setTimeout(() => this.save(page, this.pages, "self").catch(() => {}), SAVE_AFTER_MS);
  }

  async #keep(by) {
    this.moved(this.page, this.pages);
    try {
      await this.save(this.pages, this.pages, by);
    } catch {
      // Kept when the line is back: the end stays on the screen, and the next act tries again.
      this.timer = setTimeout(() => this.#keep(by), 3000);
      return;
    }
    this.finished = true;
    this.done();
  }
}

/** Reads a text aloud, piece by piece, with the voice of the device. */
export class Voice {
  constructor(pieces, { ended }) {
    Object.assign(this, { pieces, ended, at: 0, speaking: false });
  }

  static get possible() {
    return "speechSynthesis" in window && "SpeechSynthesisUtterance" in window;
  }

  toggle() {
    if (this.speaking) this.stop();
    else this.#next();
    return this.speaking;
  }

  stop() {
    this.speaking = false;
    window.speechSynthesis.cancel();
  }

  #next() {
    const piece = this.pieces[this.at];
    if (!piece) {
      this.speaking = false;
      this.at = 0;
      this.ended();
      return;
    }
    this.speaking = true;
    const said = new SpeechSynthesisUtterance(piece.textContent);
    said.lang = piece.closest("[lang]").lang;
    said.onend = () => {
      if (!this.speaking) return;
      this.at += 1;
      this.#next();
    };
    said.onerror = () => {
      this.speaking = false;
    };
    window.speechSynthesis.speak(said);
  }
}
