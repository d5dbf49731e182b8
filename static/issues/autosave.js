/**
 * Keeps what is typed without a press of a button, against the revision that was read. It never writes over what
 * another mediator wrote: then it stops, says so, and leaves both texts to the person.
 */

const PAUSE = 1_200;
const NEXT_TRY = 5_000;

const phrases = new Map();
for (const item of document.querySelector("[data-phrases]").content.querySelectorAll("[data-phrase]")) {
  phrases.set(item.dataset.phrase, item.textContent);
}

export class Autosave {
  constructor(form) {
    this.form = form;
    this.text = form.elements.text;
    this.said = form.querySelector("[data-saved]");
    this.kept = this.text.value;
    this.text.addEventListener("input", () => this.changed());
    form.addEventListener("submit", () => {
      this.leaving = true;
    });
    window.addEventListener("beforeunload", (event) => {
      if (!this.leaving && this.dirty) event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.save();
    });
  }

  get dirty() {
    return this.text.value !== this.kept;
  }

  changed() {
    if (this.stopped) return;
    this.say("unsaved");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  async save() {
    clearTimeout(this.timer);
    if (this.stopped || this.saving || !this.dirty) return;
    this.saving = true;
    const sent = this.text.value;
    this.say("saving");
    try {
      const answer = await fetch(this.form.action, {
        method: "POST", body: new FormData(this.form), headers: { Accept: "application/json" }, redirect: "error",
      });
      this.answered(await answer.json(), sent);
    } catch {
      this.say("failed", "bad");
      this.timer = setTimeout(() => this.save(), NEXT_TRY);
    } finally {
      this.saving = false;
    }
    if (!this.stopped && this.dirty) this.timer ??= setTimeout(() => this.save(), PAUSE);
  }

  answered(answer, sent) {
    if (answer.ok) {
      this.kept = sent;
      this.timer = undefined;
      this.form.elements.revision.value = answer.result.revision;
      this.said.textContent = phrases.get("saved").replace("#", answer.result.saved);
      delete this.said.dataset.tone;
      if (this.dirty) this.changed();
      return;
    }
    this.stopped = true;
    this.say(answer.error.code === "stale_version" ? "stale" : "refused", "bad");
  }

  say(name, tone = "") {
    this.said.textContent = phrases.get(name);
    if (tone) this.said.dataset.tone = tone;
    else delete this.said.dataset.tone;
  }
}
