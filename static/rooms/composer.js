/** The box one writes in. It sends to the people it names, or asks first. */

import { button, phrase } from "./phrases.js";

export class Composer {
  constructor(root, { keep, copied, hearers, deliver }) {
    this.form = root.querySelector("[data-composer]");
    this.box = this.form.querySelector("textarea");
    this.saved = this.form.querySelector("[data-saved]");
    this.send = this.form.querySelector("[data-send]");
    this.panel = root.querySelector("[data-ask]");
    this.channel = root.dataset.channel;
    this.caucus = root.dataset.kind === "caucus";
    Object.assign(this, { keep, copied, hearers, deliver });
    this.begunBefore = null;
    this.restore();
    this.listen(root);
  }

  listen(root) {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
      event.preventDefault();
      this.submit();
    });
    this.box.addEventListener("input", () => this.changed());
    this.box.addEventListener("paste", (event) => this.pasted(event));
    const remember = (event) => this.caucus && this.copied.remember(this.channel, this.selection(event.target));
    for (const name of ["copy", "cut"]) root.querySelector(".channel").addEventListener(name, remember);
  }

  selection(place) {
    if (place !== this.box) return String(document.getSelection());
    return this.box.value.slice(this.box.selectionStart, this.box.selectionEnd);
  }

  restore() {
    const draft = this.keep.draft(this.channel);
    if (this.box.value || !draft) return;
    this.box.value = draft.text;
    this.begunBefore = draft.hearers;
    this.saved.textContent = phrase("saved");
    this.grow();
  }

  changed() {
    if (!this.box.value.trim()) this.begunBefore = null;
    else this.begunBefore ??= this.hearers.shown();
    this.grow();
    this.saved.textContent = "";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.store(), 300);
  }

  store() {
    this.keep.keepDraft(this.channel, this.box.value, this.begunBefore);
    this.saved.textContent = this.box.value ? phrase("saved") : "";
  }

  grow() {
    if (!CSS.supports("field-sizing", "content")) this.box.rows = Math.min(6, this.box.value.split("\n").length);
  }

  submit() {
    const text = this.box.value.trim();
    if (!text) {
      this.box.focus();
      return;
    }
    const before = this.begunBefore;
    if (before && before.audience !== this.hearers.audience) this.askWhoHears(before, () => this.go(text));
    else this.go(text);
  }

  go(text) {
    this.closeAsk();
    clearTimeout(this.timer);
    this.box.value = "";
    this.begunBefore = null;
    this.store();
    this.grow();
    this.box.focus();
    this.deliver(text);
  }

  /** People came or went while the words were written: nothing goes out before the writer has seen who hears. */
  askWhoHears(before, act, otherwise = () => {}) {
    this.ask(`${this.hearers.difference(before)} ${phrase("still_send")}`, [
      [this.send.textContent.trim(), act],
      [phrase("leave_out"), otherwise],
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
  pasted(event) {
    const text = event.clipboardData.getData("text");
    if (!this.copied.fromElsewhere(this.channel, text)) return;
    event.preventDefault();
    const { selectionStart, selectionEnd } = this.box;
    this.ask(phrase("pasted"), [
      [phrase("leave_out"), () => {}],
      [phrase("paste_anyway"), () => {
        this.box.setRangeText(text, selectionStart, selectionEnd, "end");
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
  takeBack(text) {
    this.box.value = this.box.value ? `${this.box.value}\n${text}` : text;
    this.changed();
    this.box.focus();
  }
}
