/** Sends a file with its progress shown, and compares fingerprints when it has arrived. */

import { ask, bytes, clockTime, english, phrase, sentences } from "./phrases.js";

async function fingerprint(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Upload {
  constructor(root, { arrived }) {
    this.root = root;
    this.form = root.querySelector("[data-upload]");
    this.arrived = arrived;
    if (!this.form) return;
    this.input = this.form.querySelector("input[type='file']");
    this.bar = this.form.querySelector("[data-progress]");
    this.said = this.form.querySelector("[data-upload-said]");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    root.querySelector("[data-attach]").addEventListener("click", (event) => {
      if (getComputedStyle(this.form).display === "none" || !this.form.checkVisibility()) return;
      event.preventDefault();
      this.input.click();
    });
    this.input.addEventListener("change", () => this.form.querySelector("button").focus());
  }

  send() {
    const file = this.input.files[0];
    if (!file || this.sending) return;
    this.sending = true;
    this.form.elements.client_ref.value = crypto.randomUUID();
    const request = new XMLHttpRequest();
    request.open("POST", this.form.action);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) this.bar.value = event.loaded / event.total;
    });
    request.addEventListener("load", () => this.answered(request, file));
    request.addEventListener("error", () => this.finish(phrase("file_failed")));
    this.bar.value = 0;
    this.bar.hidden = false;
    this.said.textContent = phrase("sending_file");
    request.send(new FormData(this.form));
  }

  async answered(request, file) {
    const answer = request.response;
    if (request.status === 413) this.finish(phrase("too_large"));
    else if (!answer?.ok) this.finish(answer?.error ? sentences(answer.error) : phrase("file_failed"));
    else {
      const whole = !window.isSecureContext || (await fingerprint(file)) === answer.result.sha256;
      this.input.value = "";
      this.finish(phrase(whole ? "file_kept" : "file_failed"));
      this.arrived();
    }
  }

  finish(words) {
    this.sending = false;
    this.bar.hidden = true;
    this.said.textContent = words;
  }

  /** List what is in the channel now, and complete the cards of the log with size and fingerprint. */
  async list() {
    const answer = await ask(this.root.dataset.exhibits);
    if (!answer.exhibits) return;
    const rows = this.root.querySelector("[data-files]");
    for (const exhibit of answer.exhibits) {
      const card = this.root.querySelector(`.exhibit[href="${exhibit.address}"] small`);
      if (card) card.textContent = `${bytes(exhibit.size)} · ${exhibit.sha256.slice(0, 16)}…`;
      if (!rows.querySelector(`[data-exhibit="${exhibit.id}"]`)) rows.append(this.row(exhibit));
    }
    if (answer.exhibits.length) rows.querySelector("[data-no-files]")?.remove();
  }

  row(exhibit) {
    const made = this.root.querySelector("template[data-exhibit-row]").content.firstElementChild.cloneNode(true);
    made.dataset.exhibit = exhibit.id;
    const link = made.querySelector("a");
    link.href = exhibit.address;
    link.textContent = exhibit.name;
    const owner = english ? exhibit.owner_en : exhibit.owner;
    made.querySelector("small").textContent = `${owner} · ${clockTime(new Date(exhibit.at))} · ${bytes(exhibit.size)}`;
    return made;
  }
}
