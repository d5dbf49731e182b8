/** The box one writes in. It sends to the people it names, or asks first. */

import { button, phrase } from "./phrases.js";

export class Composer {
  constructor(root, { keep, copied, hearers, door, deliver, writing, drafted }) {
    this.form = root.querySelector("[data-composer]");
    this.box = this.form.querySelector("textarea[name='text']");
    this.also = this.form.querySelector("textarea[name='translation']");
    this.saved = this.form.querySelector("[data-saved]");
    this.send = this.form.querySelector("[data-send]");
    this.bar = this.form.querySelector("[data-about]");
    this.panel = root.querySelector("[data-ask]");
    this.channel = root.dataset.channel;
    this.caucus = root.dataset.kind === "caucus";
    Object.assign(this, { keep, copied, hearers, door, deliver, writing, drafted });
    this.begunBefore = null;
    this.cameFrom = "";
    this.about = {};
    this.restore(root.dataset.draftAudience);
    this.listen(root);
  }

  listen(root) {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    for (const box of [this.box, this.also]) {
      box.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
        event.preventDefault();
        this.submit();
      });
      box.addEventListener("paste", (event) => this.pasted(event, box));
    }
    this.box.addEventListener("input", () => this.changed());
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing && this.about.seq) this.leaveAbout();
    });
    this.bar.querySelector("button").addEventListener("click", () => this.leaveAbout());
    const remember = (event) => this.caucus && this.copied.remember(this.channel, this.selection(event.target));
    for (const name of ["copy", "cut"]) root.querySelector(".channel").addEventListener(name, remember);
  }

  selection(place) {
    if (place !== this.box && place !== this.also) return String(document.getSelection());
    return place.value.slice(place.selectionStart, place.selectionEnd);
  }

  /** A draft of this tab comes first; else the one the platform kept, which may have been begun elsewhere. */
  restore(audience) {
    const draft = this.keep.draft(this.channel);
    if (draft && !this.panel.checkVisibility?.()) this.box.value = draft.text;
    if (!this.box.value) return;
    const same = !audience || audience === this.hearers.audience;
    this.begunBefore = draft?.hearers ?? (same ? this.hearers.shown() : { audience, names: [] });
    this.saved.textContent = phrase("saved");
    this.grow();
  }

  changed() {
    const empty = !this.box.value.trim();
    if (empty) {
      this.begunBefore = null;
      this.cameFrom = "";
    } else if (!this.begunBefore) {
      this.begunBefore = this.hearers.shown();
      this.cameFrom = this.door.hasty();
    }
    if (!empty) this.writing();
    this.grow();
    this.saved.textContent = "";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.store(), 300);
  }

  store() {
    this.keep.keepDraft(this.channel, this.box.value, this.begunBefore);
    this.drafted(this.box.value, this.begunBefore?.audience ?? "");
    this.saved.textContent = this.box.value ? phrase("saved") : "";
  }

  grow() {
    if (!CSS.supports("field-sizing", "content")) this.box.rows = Math.min(6, this.box.value.split("\n").length);
  }

  /** Answer a message, or write a new version or a translation of it. */
  writeAbout(kind, seq, { name, text }, begin = "") {
    this.about = { kind, seq, name, text };
    this.bar.querySelector("[data-about-what]").textContent = phrase(`about_${kind}`).replace("#", name);
    this.bar.querySelector("[data-about-text]").textContent = text;
    this.bar.hidden = false;
    if (begin && !this.box.value.trim()) this.box.value = begin;
    this.changed();
    this.box.focus();
  }

  leaveAbout() {
    if (this.about.kind === "corrects" && this.box.value === this.about.text) this.box.value = "";
    this.about = {};
    this.bar.hidden = true;
    this.changed();
    this.box.focus();
  }

  submit() {
    const text = this.box.value.trim();
    if (!text) {
      this.box.focus();
      return;
    }
    const before = this.begunBefore;
    if (before && before.audience !== this.hearers.audience) this.askWhoHears(before, () => this.go(text));
    else if (this.cameFrom) this.askAfterDoor(() => this.go(text));
    else this.go(text);
  }

  go(text) {
    this.closeAsk();
    const { kind, seq, name, text: quoted } = this.about;
    const more = kind ? { [kind]: seq } : {};
    if (kind === "quotes") more.quote = { seq, author: name, author_en: name, text: quoted };
    if (this.also.value.trim() && (!kind || kind === "quotes")) more.translation = this.also.value.trim();
    this.box.value = "";
    this.also.value = "";
    this.also.closest("details").open = false;
    this.about = {};
    this.bar.hidden = true;
    this.begunBefore = null;
    this.cameFrom = "";
    clearTimeout(this.timer);
    this.keep.keepDraft(this.channel, "", null);
    this.saved.textContent = "";
    this.grow();
    this.box.focus();
    this.deliver(text, more);
  }

  /** A message of mine is kept by the platform: what it kept as my draft may go. */
  said() {
    if (!this.keep.waiting(this.channel).length) this.drafted(this.box.value, this.begunBefore?.audience ?? "");
  }

  /** People came or went while the words were written: nothing goes out before the writer has seen who hears. */
  askWhoHears(before, act, otherwise = () => {}) {
    const what = before.names.length ? this.hearers.difference(before) : phrase("changed");
    this.ask(`${what} ${phrase("still_send")}`, [
      [this.send.textContent.trim(), act],
      [phrase("leave_out"), otherwise],
    ]);
  }

  /** The first letters came within a moment after another conversation was left: were they meant for that one? */
  askAfterDoor(act) {
    this.ask(phrase("hasty").replace("#", this.cameFrom), [
      [phrase("keep_writing"), () => {}],
      [this.send.textContent.trim(), act],
    ]);
  }

  /** A figure named in private only is about to reach others. */
  askOnFigure(figure, keepPrivate, sendAnyway) {
    this.ask(phrase("private_figure").replace("#", figure), [
      [phrase("keep_private"), keepPrivate],
      [this.send.textContent.trim(), sendAnyway],
    ]);
  }

  /** Words copied in a caucus do not slip into another conversation. */
  pasted(event, box) {
    const text = event.clipboardData.getData("text");
    if (!this.copied.fromElsewhere(this.channel, text)) return;
    event.preventDefault();
    const { selectionStart, selectionEnd } = box;
    this.ask(phrase("pasted"), [
      [phrase("leave_out"), () => {}],
      [phrase("paste_anyway"), () => {
        box.setRangeText(text, selectionStart, selectionEnd, "end");
        this.changed();
      }],
    ]);
  }

  ask(question, answers) {
    this.panel.querySelector("[data-ask-text]").textContent = question;
    const buttons = answers.map(([words, act]) => button(words, () => {
      this.closeAsk();
      act();
      this.box.focus();
    }));
    this.panel.querySelector("[data-ask-acts]").replaceChildren(...buttons);
    this.panel.hidden = false;
    this.send.disabled = true;
    this.panel.focus();
  }

  closeAsk() {
    this.panel.hidden = true;
    this.send.disabled = false;
  }

  /** Words that were not sent come back, after whatever has been written meanwhile. */
  takeBack({ text, translation = "", quotes, corrects, quote }) {
    this.box.value = this.box.value ? `${this.box.value}\n${text}` : text;
    if (translation && !this.also.value) {
      this.also.value = translation;
      this.also.closest("details").open = true;
    }
    if (quotes && quote && !this.about.kind) this.writeAbout("quotes", quotes, { name: quote.author, text: quote.text });
    if (corrects && !this.about.kind) this.writeAbout("corrects", corrects, { name: "", text: "" });
    this.changed();
    this.box.focus();
  }
}
