/** The place of the room where files are added: a queue that shows each file's way, and the list of what is there. */

import { Transfer, discard, unfinished } from "./transfer.js";
import { Viewer } from "./viewer.js";
import { button, bytes, english, sentences, word } from "./words.js";

const AT_ONCE = 3;
const BUSY = new Set(["sending", "lost", "checking"]);
const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" });

export class Upload {
  constructor(root, { arrived, audience }) {
    Object.assign(this, { root, arrived, audience });
    this.viewer = new Viewer(root);
    this.form = root.querySelector("[data-upload]");
    this.transfers = new Set();
    if (!this.form) return;
    this.form.classList.add("has-script");
    this.input = this.form.querySelector("#file");
    this.queue = this.form.querySelector("[data-queue]");
    this.said = this.form.querySelector("[data-upload-said]");
    this.chosen = [];
    this.listen();
    this.offerUnfinished();
  }

  listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.root.querySelector("[data-attach]")?.addEventListener("click", (event) => {
      if (!this.form.checkVisibility()) return;
      event.preventDefault();
      this.input.click();
    });
    this.input.addEventListener("change", () => {
      this.chosen = [...this.input.files];
      if (this.chosen.length) this.form.querySelector("[data-send-files]").focus();
    });
    const camera = this.form.querySelector("[data-camera]");
    camera.hidden = !matchMedia("(pointer: coarse)").matches;
    camera.querySelector("input").addEventListener("change", (event) => {
      this.chosen = [...event.target.files];
      this.form.querySelector("[data-send-files]").focus();
      this.say(this.chosen.map((file) => file.name).join(" · "));
    });
    this.acceptDrops();
    window.addEventListener("beforeunload", (event) => {
      if ([...this.transfers].some((transfer) => !transfer.done)) event.preventDefault();
    });
  }

  /** Files dropped anywhere on the column are chosen, not sent: sending says who will see them. */
  acceptDrops() {
    const place = this.form.querySelector("[data-drop]");
    for (const name of ["dragover", "drop", "dragleave"]) {
      this.form.addEventListener(name, (event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        place.classList.toggle("is-over", name === "dragover");
        if (name !== "drop" || !event.dataTransfer.files.length) return;
        this.input.files = event.dataTransfer.files;
        this.input.dispatchEvent(new Event("change"));
      });
    }
  }

  send() {
    const files = this.chosen;
    if (!files.length) return;
    const said = this.saidOfThem();
    for (const file of files) this.begin(file, said);
    this.chosen = [];
    this.input.value = "";
    this.form.querySelector("#camera").value = "";
    this.form.elements.proves.value = "";
    this.form.querySelector("[data-secret]").checked = false;
    this.say("");
  }

  /** What the sender says of all files chosen together. */
  saidOfThem() {
    const readers = [...this.form.querySelectorAll("[name='readers']:checked")].map((box) => box.value);
    return {
      proves: this.form.elements.proves.value.trim(),
      secret: this.form.querySelector("[data-secret]").checked,
      readers: readers.join(","),
    };
  }

  begin(file, said) {
    const row = this.row(file.name, file.size);
    for (const old of this.queue.querySelectorAll("[data-kept]")) {
      if (old.dataset.name === file.name && Number(old.dataset.size) === file.size) old.remove();
    }
    const transfer = new Transfer(file, {
      address: this.form.dataset.uploads, audience: () => this.audience(), said,
      told: (state, details) => this.told(row, transfer, state, details),
    });
    this.transfers.add(transfer);
    if (file.size > Number(this.form.dataset.limit)) transfer.refused({ details: { reason: "size" } });
    else transfer.tell("waiting");
    this.next();
  }

  /** A few files are on their way at a time; the others wait for their turn. */
  next() {
    const all = [...this.transfers];
    const free = AT_ONCE - all.filter((transfer) => BUSY.has(transfer.state)).length;
    const waiting = all.filter((transfer) => transfer.state === "waiting");
    for (const transfer of waiting.slice(0, Math.max(0, free))) transfer.start();
  }

  row(name, size) {
    const row = this.form.querySelector("template[data-queue-row]").content.firstElementChild.cloneNode(true);
    row.querySelector("b").textContent = name;
    row.querySelector("small").textContent = bytes(size);
    row.querySelector("progress").setAttribute("aria-label", name);
    this.queue.append(row);
    return row;
  }

  told(row, transfer, state, details) {
    const bar = row.querySelector("progress");
    const { size } = transfer.file;
    if (state === "progress") {
      bar.value = details / size;
      return;
    }
    bar.value = transfer.received / size;
    row.dataset.state = state;
    row.querySelector("small").textContent = state === "sending"
      ? `${bytes(transfer.received)} / ${bytes(size)}` : bytes(size);
    this.line(row, this.words(state, details));
    this.acts(row, transfer, state, details);
    if (state === "kept") this.settled(row, transfer);
    if (!BUSY.has(state) && state !== "waiting") queueMicrotask(() => this.next());
  }

  words(state, details) {
    if (state === "failed") return sentences(details) || word("failed");
    if (state === "asks") return this.question(details);
    return word({ lost: "line_lost" }[state] ?? state);
  }

  question({ question, hidden = [] }) {
    if (question !== "particulars") return word(`asks_${question}`);
    const kinds = hidden.map((what) => word(`told_${what}`)).filter(Boolean).join(word("comma"));
    return `${word("asks_hidden")} ${kinds}`;
  }

  acts(row, transfer, state, details) {
    const leave = (words) => button(words, () => {
      transfer.leave();
      this.transfers.delete(transfer);
      row.remove();
    });
    const acts = {
      waiting: () => [leave(word("discard"))],
      sending: () => [button(word("pause"), () => transfer.pause())],
      lost: () => [button(word("pause"), () => transfer.pause())],
      paused: () => [button(word("go_on"), () => transfer.start()), leave(word("discard"))],
      signed_out: () => [button(word("go_on"), () => transfer.start()), leave(word("discard"))],
      failed: () => [leave(word("discard"))],
      asks: () => this.answers(transfer, details, leave),
    }[state];
    row.querySelector(".queue__acts").replaceChildren(...(acts ? acts() : []));
    if (state === "asks") row.querySelector(".queue__acts button")?.focus();
  }

  /** The private way comes first. */
  answers(transfer, { question, cleanable }, leave) {
    const say = (words, value) => button(words, () => transfer.answer(question, value));
    if (question !== "particulars") return [leave(word("keep_private")), say(word("send_anyway"), true)];
    const clean = cleanable ? [say(word("leave_out"), "leave_out")] : [];
    return [...clean, say(word("as_it_is"), "keep"), leave(word("discard"))];
  }

  settled(row, transfer) {
    this.transfers.delete(transfer);
    this.say(`${transfer.file.name} · ${word("kept")}`);
    setTimeout(() => row.remove(), 4000);
    this.arrived();
  }

  line(row, words) {
    row.querySelector(".queue__said").textContent = words;
  }

  say(words) {
    this.said.textContent = words;
  }

  /** What an earlier page left in the middle; its file has to be chosen again, since no page may keep hold of one. */
  async offerUnfinished() {
    const { uploads = [] } = await unfinished(this.form.dataset.uploads);
    for (const upload of uploads) {
      const row = this.row(upload.name, upload.size);
      Object.assign(row.dataset, { kept: "", name: upload.name, size: upload.size, state: "paused" });
      row.querySelector("progress").value = upload.received / upload.size;
      this.line(row, word("choose_again"));
      row.querySelector(".queue__acts").append(button(word("discard"), async () => {
        await discard(upload.address);
        row.remove();
      }));
    }
  }

  /** List what is in the channel now, and complete the cards of the log with size and fingerprint. */
  async list() {
    const answer = await unfinished(this.root.dataset.exhibits);
    if (!answer.exhibits) return;
    const rows = this.root.querySelector("[data-files]");
    for (const exhibit of answer.exhibits) {
      const card = this.root.querySelector(`.exhibit[href="${exhibit.address}"] small`);
      if (card && exhibit.sha256) card.textContent = `${bytes(exhibit.size)} · ${exhibit.sha256.slice(0, 16)}…`;
      if (!rows.querySelector(`[data-exhibit="${exhibit.id}"]`)) rows.append(this.fileRow(exhibit));
    }
    if (answer.exhibits.length) rows.querySelector("[data-no-files]")?.remove();
  }

  fileRow(exhibit) {
    const made = this.root.querySelector("template[data-exhibit-row]").content.firstElementChild.cloneNode(true);
    made.dataset.exhibit = exhibit.id;
    const link = made.querySelector("a");
    link.href = exhibit.page;
    link.textContent = exhibit.name || word("secret");
    Object.assign(link.dataset, { look: exhibit.looks, address: exhibit.shown, name: exhibit.name });
    if (!exhibit.secret) link.dataset.download = exhibit.address;
    if (exhibit.thumb) made.querySelector("[data-thumb]").replaceWith(this.thumb(exhibit.thumb));
    const owner = english ? exhibit.owner_en : exhibit.owner;
    const size = exhibit.size ? ` · ${bytes(exhibit.size)}` : "";
    made.querySelector("small").textContent = `${exhibit.numbered} · ${owner} · ${clock.format(new Date(exhibit.at))}${size}`;
    return made;
  }

  thumb(address) {
    const image = document.createElement("img");
    Object.assign(image, { src: address, alt: "", width: 48, height: 48, className: "thumb", loading: "lazy" });
    return image;
  }
}
