/** The log of one channel: in order, both ways, and never moving under a reader's eyes. */

import { Messages } from "./message.js";
import { button, calendarDay, phrase } from "./phrases.js";

const NEAR_END = 90;
/** Most acknowledgements are quicker than this; saying "waiting" for them would only be noise. */
const SOON = 700;

export class Log {
  constructor(root, hearers) {
    this.box = root.querySelector("[data-log]");
    this.list = root.querySelector("[data-list]");
    this.newer = root.querySelector("[data-newer]");
    this.hearers = hearers;
    this.messages = new Messages(root, hearers);
    this.missed = 0;
    this.follows = true;
    this.box.addEventListener("scroll", () => {
      this.follows = this.atEnd();
      if (this.follows) this.caughtUp();
    });
    // A line below a message, a longer box to write in: whoever reads the end goes on reading the end.
    const keepsEnd = new ResizeObserver(() => {
      if (this.follows) this.box.scrollTop = this.box.scrollHeight;
    });
    keepsEnd.observe(this.box);
    keepsEnd.observe(this.list);
    this.newer.addEventListener("click", () => this.toEnd());
    for (const node of this.list.querySelectorAll(".msg")) this.messages.dress(node);
    const place = location.hash.match(/^#m(\d+)$/);
    if (!place || !this.point(Number(place[1]))) this.toEnd();
  }

  atEnd() {
    return this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < NEAR_END;
  }

  toEnd() {
    this.follows = true;
    this.box.scrollTop = this.box.scrollHeight;
    this.caughtUp();
  }

  caughtUp() {
    this.missed = 0;
    this.newer.hidden = true;
    this.box.dispatchEvent(new Event("caughtup"));
  }

  at(seq) {
    return this.list.querySelector(`[data-seq="${Number(seq)}"]`);
  }

  get first() {
    return Number(this.list.querySelector("[data-seq]:not([data-seq=''])")?.dataset.seq ?? 0);
  }

  /** Put a kept message in its place; one of mine that was waiting becomes it. */
  add(message) {
    const stays = this.atEnd();
    const waited = message.client_ref && this.waitingOf(message.client_ref);
    const about = message.corrects ?? message.translates;
    let node = waited;
    if (about) {
      this.about(about, message);
      waited?.remove();
      node = this.messages.later(message);
    } else if (waited) this.settle(waited, message);
    else node = this.messages.draw(message);
    this.day(message.at);
    const firstWaiting = this.list.querySelector(".msg--waiting, .msg--refused");
    if (!node.isConnected || (firstWaiting && firstWaiting !== node)) this.list.insertBefore(node, firstWaiting);
    this.moved(stays || message.mine);
  }

  /** Something was said about an earlier message that may stand on the page. */
  about(seq, message) {
    const node = this.at(seq);
    if (!node?.classList.contains("msg") || node.classList.contains("msg--recalled")) return;
    if (message.corrects) this.messages.correct(node, message);
    else this.messages.translate(node, message);
  }

  recall(seq, fact) {
    const node = this.at(seq);
    if (node?.classList.contains("msg")) this.messages.recall(node, fact);
    for (const quote of this.list.querySelectorAll(`.quote[data-jump="${Number(seq)}"] span`)) {
      quote.textContent = phrase("recalled_quote");
    }
  }

  /** It was read out when it was written; only what changed is touched, so that it is not read out again. */
  settle(node, message) {
    node.classList.remove("msg--waiting", "msg--refused", "msg--held");
    node.dataset.seq = message.seq;
    node.id = `m${message.seq}`;
    delete node.dataset.ref;
    this.messages.time(node, message.at);
    this.messages.say(node, "");
  }

  /** Show a message of mine that the platform has not acknowledged yet. */
  addWaiting(item) {
    const node = this.waitingOf(item.ref) ?? this.messages.draw({
      text: item.text, translation: item.translation, quote: item.quote, at: new Date().toISOString(), mine: true,
      seq: "",
    });
    node.dataset.ref = item.ref;
    node.classList.add("msg--waiting");
    setTimeout(() => {
      const idle = node.classList.contains("msg--waiting") && !node.classList.contains("msg--held");
      if (idle) this.messages.say(node, phrase("waiting"));
    }, SOON);
    this.list.append(node);
    this.moved(true);
    return node;
  }

  /** Say beside a message of mine why it was not sent, and let its words be taken back. */
  refuse(ref, sentence, takeBack) {
    const node = this.waitingOf(ref);
    if (!node) return;
    node.classList.replace("msg--waiting", "msg--refused");
    node.classList.remove("msg--held");
    this.messages.say(node, `${phrase("refused")} ${sentence}`, button(phrase("take_back"), () => {
      node.remove();
      takeBack();
    }));
  }

  drop(ref) {
    this.waitingOf(ref)?.remove();
  }

  waitingOf(ref) {
    return this.list.querySelector(`[data-ref="${CSS.escape(ref)}"]`);
  }

  /** Earlier messages come above the first one; what is being read stays where it is. */
  prepend(messages) {
    const height = this.box.scrollHeight;
    const first = this.list.querySelector("[data-seq]:not([data-seq=''])");
    const line = first?.previousElementSibling;
    const before = line?.classList.contains("log__day") ? line : first;
    const nodes = [];
    let day = "";
    for (const message of messages) {
      const about = message.corrects ?? message.translates;
      const itsDay = calendarDay(new Date(message.at));
      if (itsDay !== day) nodes.push(this.dayLine(itsDay));
      day = itsDay;
      nodes.push(about ? this.messages.later(message) : this.messages.draw(message));
    }
    if (line?.classList.contains("log__day") && line.textContent.trim() === day) line.remove();
    (before?.isConnected ? before : first).before(...nodes);
    this.box.scrollTop += this.box.scrollHeight - height;
  }

  /** Show a message and mark it for a moment; false when it is not on the page. */
  point(seq) {
    const node = this.at(seq);
    if (!node) return false;
    this.follows = false;
    node.scrollIntoView({ block: "center" });
    node.focus({ preventScroll: true });
    node.classList.remove("is-pointed");
    requestAnimationFrame(() => node.classList.add("is-pointed"));
    return true;
  }

  day(at) {
    this.list.querySelector("[data-empty]")?.remove();
    const last = [...this.list.querySelectorAll(".msg[data-seq]:not([data-seq='']) time")].at(-1);
    const day = calendarDay(new Date(at));
    if (last && calendarDay(new Date(last.dateTime)) === day) return;
    if (!last && this.list.querySelector(".log__day")) return;
    this.list.insertBefore(this.dayLine(day), this.list.querySelector(".msg--waiting, .msg--refused"));
  }

  dayLine(day) {
    const line = document.createElement("li");
    line.className = "log__day";
    const words = document.createElement("span");
    words.textContent = day;
    line.append(words);
    return line;
  }

  moved(follow) {
    if (follow) {
      this.toEnd();
      return;
    }
    this.missed += 1;
    const words = this.missed === 1 ? phrase("one_new") : phrase("many_new").replace("#", String(this.missed));
    this.newer.querySelector("span").textContent = words;
    this.newer.hidden = false;
  }
}
