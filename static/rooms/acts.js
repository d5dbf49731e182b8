/** What one can do about a message: answer, correct, translate, take back. The choices stand below it when asked for. */

import { typed } from "./draw.js";
import { button, phrase, sentences } from "./phrases.js";

export class Acts {
  constructor(root, { log, connection, composer, hearers }) {
    Object.assign(this, { log, connection, composer, hearers });
    this.channel = root.dataset.channel;
    this.mediates = root.dataset.recalls === "yes";
    this.ready = root.dataset.translates === "yes";
    log.list.addEventListener("click", (event) => {
      const more = event.target.closest("[data-more]");
      if (more) this.toggle(more.closest(".msg"), more);
    });
    log.list.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  toggle(node, more) {
    const open = more.getAttribute("aria-expanded") === "true";
    this.close();
    if (open) return;
    const bar = document.createElement("div");
    bar.className = "msg__acts";
    bar.append(...this.choices(node));
    node.append(bar);
    more.setAttribute("aria-expanded", "true");
    bar.querySelector("button")?.focus();
    bar.scrollIntoView({ block: "nearest" });
  }

  close() {
    const bar = this.log.list.querySelector(".msg__acts");
    if (!bar) return;
    const more = bar.closest(".msg").querySelector("[data-more]");
    more.setAttribute("aria-expanded", "false");
    if (bar.contains(document.activeElement)) more.focus();
    bar.remove();
  }

  choices(node) {
    const seq = Number(node.dataset.seq);
    const text = node.querySelector("[data-text]");
    const file = node.querySelector(".exhibit b");
    const who = node.querySelector("[data-author]").firstChild.textContent;
    const about = { name: who.trim(), text: text ? typed(text) : file.textContent };
    const mine = node.classList.contains("msg--mine");
    const choose = (name, act) => button(phrase(`act_${name}`), () => {
      this.close();
      act();
    });
    const write = (kind, begin) => () => this.composer.writeAbout(kind, seq, about, begin);
    const offered = [];
    if (this.composer) offered.push(choose("quotes", write("quotes")));
    if (this.composer && mine && text) offered.push(choose("corrects", write("corrects", about.text)));
    if (this.composer && text) offered.push(choose("translates", write("translates")));
    if (this.composer && text && this.ready) offered.push(choose("machine", () => this.ask("message:translate", seq, node)));
    if (mine && text && this.mediates) offered.push(choose("recall", () => this.ask("message:recall", seq, node)));
    return offered;
  }

  async ask(name, seq, node) {
    this.log.messages.say(node, phrase("working"));
    const answer = await this.connection.request(name, { channel_id: this.channel, seq });
    if (answer?.ok) this.log.messages.say(node, "");
    else this.log.messages.say(node, answer ? sentences(answer.error) : phrase("not_now"));
  }
}
