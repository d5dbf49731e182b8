/** Sends what waits, one after another, each to the channel it was written in; what is held can be taken back. */

import { nextRelease, nextToSend, secondsLeft } from "./hold.js";
import { button, phrase, sentences } from "./phrases.js";

const pause = (seconds) => new Promise((wake) => setTimeout(wake, seconds * 1000));

export class Outbox {
  constructor({ root, keep, log, hearers, connection, receive, composer }) {
    Object.assign(this, { keep, log, hearers, connection, receive, composer });
    this.channel = root.dataset.channel;
    this.strip = root.querySelector("[data-held-elsewhere]");
    this.sending = false;
    for (const item of keep.waiting(this.channel)) {
      log.addWaiting(item);
      if (item.held) this.askAgain(item);
    }
    this.tick();
  }

  /** A message of this channel: shown at once, asked about at once, sent when its time has come. */
  async add(item) {
    this.log.addWaiting(item);
    this.tick();
    if (!item.release) return;
    const answer = await this.connection.request("message:check", this.payload(item));
    const still = this.keep.waiting().find((waiting) => waiting.ref === item.ref);
    if (answer && !answer.ok && still && answer.error.code !== "too_many") await this.refused(still, answer.error);
  }

  /** Count down, and send what may go. */
  tick() {
    clearTimeout(this.timer);
    const now = Date.now();
    for (const item of this.keep.waiting()) this.countDown(item, secondsLeft(item, now));
    this.elsewhere(now);
    this.flush();
    const next = nextRelease(this.keep.waiting(), Date.now());
    if (next !== undefined) this.timer = setTimeout(() => this.tick(), Math.min(next, 1000 - (now % 1000)) + 5);
  }

  countDown(item, left) {
    const node = item.channel === this.channel && this.log.waitingOf(item.ref);
    if (!node || item.held) return;
    const was = node.classList.contains("msg--held");
    node.classList.toggle("msg--held", left > 0);
    if (left > 0 && !was) this.log.messages.say(node, this.words(left), ...this.choices(item));
    else if (left > 0) node.querySelector("[data-left]").textContent = phrase("held").replace("#", String(left));
    else if (was) this.log.messages.say(node, phrase("waiting"));
  }

  words(left) {
    const made = document.createElement("span");
    made.dataset.left = "";
    made.setAttribute("role", "timer");
    made.textContent = phrase("held").replace("#", String(left));
    return made;
  }

  choices(item) {
    return [
      button(phrase("take_back_held"), () => this.takeBack(item)),
      button(phrase("send_now"), () => {
        this.keep.change(item.ref, { release: 0 });
        this.tick();
      }),
    ];
  }

  /** A message held for another channel can be taken back from here as well: its words stay in that channel. */
  elsewhere(now) {
    const item = this.keep.waiting().find((one) => one.channel !== this.channel && secondsLeft(one, now) > 0);
    this.strip.hidden = !item;
    if (!item) return;
    const words = phrase("held_elsewhere").replace("#", item.name ?? "").replace("%", String(secondsLeft(item, now)));
    this.strip.querySelector("span").textContent = words;
    this.strip.querySelector("button").onclick = () => {
      this.keep.settle(item.ref);
      const draft = this.keep.draft(item.channel);
      this.keep.keepDraft(item.channel, draft ? `${draft.text}\n${item.text}` : item.text, draft?.hearers ?? null);
      this.tick();
    };
  }

  payload({ ref, channel: channel_id, audience, text, knowingly = false, quotes = 0, corrects = 0, translates = 0,
    translation = "" }) {
    return { channel_id, audience, text, client_ref: ref, knowingly, quotes, corrects, translates, translation };
  }

  async flush() {
    if (this.sending) return;
    this.sending = true;
    try {
      let item;
      while (this.connection.open && (item = nextToSend(this.keep.waiting(), Date.now()))) {
        const answer = await this.connection.request("message:post", this.payload(item));
        if (!answer) await pause(1);
        else if (answer.ok) this.acknowledged(item, answer.result);
        else if (answer.error.code === "too_many") await pause(answer.error.details.retry_after ?? 5);
        else await this.refused(item, answer.error);
      }
    } finally {
      this.sending = false;
    }
  }

  acknowledged(item, receipt) {
    this.keep.settle(item.ref);
    if (item.channel !== this.channel) return;
    const { text, translation, quote, ref, corrects, translates } = item;
    this.receive({
      ...receipt, author_id: this.hearers.me, text, translation, quote, client_ref: ref,
      corrects: corrects || null, translates: translates || null,
    });
    this.composer()?.said();
  }

  /** Messages asked about stay until their writer decides; nothing is sent to other ears than the writer saw. */
  async refused(item, error) {
    this.keep.change(item.ref, { held: true });
    if (error.code === "not_signed_in") this.connection.end("signed_out");
    if (item.channel !== this.channel) return;
    this.log.waitingOf(item.ref)?.classList.remove("msg--held");
    if (error.code === "audience_changed") await this.askAgain(item);
    else if (error.code === "private_figure") this.askAboutFigure(item, error.details.spans);
    else if (error.code !== "not_signed_in") this.showRefusal(item, sentences(error));
  }

  showRefusal(item, sentence) {
    this.log.refuse(item.ref, sentence, () => {
      this.keep.settle(item.ref);
      this.composer()?.takeBack(item);
    });
  }

  takeBack(item) {
    this.keep.settle(item.ref);
    this.log.drop(item.ref);
    this.composer()?.takeBack(item);
  }

  /** Nothing went out: the question is put to the writer alone, with the private way first. */
  askAboutFigure(item, spans) {
    const words = [...(item.translation ? `${item.text}\n${item.translation}` : item.text)];
    const figures = spans.map(([start, end]) => words.slice(start, end).join("")).join(" · ");
    this.composer()?.askOnFigure(figures, () => this.takeBack(item), () => {
      this.keep.change(item.ref, { held: false, knowingly: true });
      this.tick();
    });
  }

  async askAgain(item) {
    const before = this.hearers.shown();
    await this.hearers.refresh();
    this.composer()?.askWhoHears(before, () => {
      this.keep.change(item.ref, { held: false, audience: this.hearers.audience });
      this.tick();
    }, () => this.takeBack(item));
  }
}
