/**
 * One file on its way: announced, sent piece by piece, resumed wherever the server says it stands, finished once.
 * The semantics are those of tus 1.0; docs/uploads.md describes them.
 */

import { blocksOf, checksum, markOf } from "./digest.js";
import { csrf } from "./words.js";

const SMALLEST = 256 * 1024;
const LARGEST = 4 * 1024 * 1024;
const QUICK = 1500;
const SLOW = 8000;
const LONGEST_PAUSE = 30_000;

const pause = (milliseconds) => new Promise((wake) => {
  const done = () => {
    clearTimeout(timer);
    window.removeEventListener("online", done);
    wake();
  };
  const timer = setTimeout(done, milliseconds);
  window.addEventListener("online", done);
});

/** Ask with JSON; a dead line is {status: 0}. */
async function ask(method, address, body) {
  try {
    const answer = await fetch(address, {
      method,
      redirect: "error",
      headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrf() },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const data = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
    return { status: answer.status, ...data };
  } catch (broken) {
    if (broken instanceof TypeError) return { status: 0 };
    throw broken;
  }
}

export const unfinished = (address) => ask("GET", address);
export const discard = (address) => ask("DELETE", address);

export class Transfer {
  /** `told(state, details)` hears: sending, paused, lost, signed_out, checking, asks, failed, kept. */
  constructor(file, { address, audience, said, told }) {
    Object.assign(this, { file, address, audience, said, told });
    this.received = 0;
    this.piece = SMALLEST;
    this.answers = {};
    this.ref = crypto.randomUUID();
  }

  get done() {
    return this.state === "kept" || this.state === "failed";
  }

  tell(state, details) {
    this.state = state;
    this.told(state, details);
  }

  pause() {
    this.halted = true;
    this.request?.abort();
    this.tell("paused");
  }

  async start() {
    this.halted = false;
    if (this.running) return;
    this.running = true;
    try {
      await this.run();
    } finally {
      this.running = false;
      if (!this.halted && this.state === "paused") this.start();
    }
  }

  async run() {
    this.tell("sending");
    this.mark ??= await markOf(this.file);
    if (!this.upload && !(await this.announce())) return;
    this.digest ??= blocksOf(this.file, () => this.state !== "failed");
    while (!this.halted) {
      if (this.received < this.file.size) {
        if (!(await this.sendPiece())) return;
      } else if (await this.finish()) return;
    }
  }

  async announce() {
    const { name, size } = this.file;
    const answer = await this.steadily(() => ask("POST", this.address, {
      name, size, mark: this.mark, audience: this.audience(), knowingly: Boolean(this.answers.figure),
    }));
    if (answer?.ok) {
      this.upload = answer.result.address;
      this.received = answer.result.received;
      return true;
    }
    if (answer) this.refused(answer.error ?? {});
    return false;
  }

  /** Send the next piece; false when nothing more is to be done for now. */
  async sendPiece() {
    const from = this.received;
    const data = await this.file.slice(from, from + this.piece).arrayBuffer();
    const [begun, sum] = [performance.now(), await checksum(data)];
    const answer = await this.steadily(() => this.put(from, data, sum));
    if (!answer) return false;
    if (answer.status === 204) {
      this.received = answer.received;
      const took = performance.now() - begun;
      if (took < QUICK) this.piece = Math.min(LARGEST, this.piece * 2);
      else if (took > SLOW) this.piece = Math.max(SMALLEST, this.piece / 2);
      this.tell("sending");
      return true;
    }
    const { code, details = {} } = answer.error ?? {};
    if (answer.status === 409 && Number.isInteger(details.received)) {
      this.received = details.received;
      return true;
    }
    if (code === "invalid_input" && ["digest", "short"].includes(details.fields?.piece)) return this.again();
    this.refused(answer.error ?? {});
    return false;
  }

  /** A piece that was altered or cut on its way is sent again, a few times. */
  again() {
    this.spoilt = (this.spoilt ?? 0) + 1;
    if (this.spoilt <= 5) return true;
    this.refused({});
    return false;
  }

  put(from, data, sum) {
    return new Promise((settle) => {
      const request = new XMLHttpRequest();
      this.request = request;
      request.open("PATCH", this.upload);
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("Content-Type", "application/offset+octet-stream");
      request.setRequestHeader("Upload-Offset", String(from));
      request.setRequestHeader("X-CSRFToken", csrf());
      if (sum) request.setRequestHeader("Upload-Checksum", sum);
      request.responseType = "json";
      request.upload.addEventListener("progress", (event) => this.told("progress", from + event.loaded));
      request.addEventListener("load", () => settle({
        status: request.status, received: Number(request.getResponseHeader("Upload-Offset")), ...(request.response ?? {}),
      }));
      for (const end of ["error", "abort", "timeout"]) request.addEventListener(end, () => settle({ status: 0 }));
      request.send(data);
    });
  }

  /** Try until the line is there; null when it was paused, signed out or the upload is gone meanwhile. */
  async steadily(act) {
    for (let wait = 1000; !this.halted; wait = Math.min(wait * 2, LONGEST_PAUSE)) {
      const answer = await act();
      if (this.halted) return null;
      if (answer.status === 401) {
        this.halted = true;
        this.tell("signed_out");
        return null;
      }
      if (answer.status !== 0 && answer.status !== 429 && answer.status < 500) return answer;
      this.tell("lost");
      await pause(wait);
      if (this.upload) await this.whereItStands();
    }
    return null;
  }

  /** A piece whose acknowledgement was lost may have been kept. */
  async whereItStands() {
    const answer = await ask("GET", this.upload);
    if (answer.ok) this.received = answer.result.received;
  }

  async finish() {
    this.tell("checking");
    const blocks = await this.digest;
    const answer = await this.steadily(() => ask("POST", `${this.upload}/finish`, {
      client_ref: this.ref, blocks, audience: this.audience(), ...this.said,
      particulars: this.answers.particulars ?? "", knowingly: Boolean(this.answers.private),
    }));
    if (!answer) return true;
    if (answer.ok) {
      this.tell("kept", answer.result);
      return true;
    }
    const { code, details = {} } = answer.error ?? {};
    if (code === "conflict" && Number.isInteger(details.received)) {
      this.received = details.received;
      return false;
    }
    this.refused(answer.error ?? {});
    return true;
  }

  /** A question stops the file until its sender has answered it; anything else ends it. */
  refused(error) {
    const questions = {
      audience_changed: "audience", private_figure: "figure", private_file: "private", hidden_data: "particulars",
    };
    this.halted = true;
    if (questions[error.code]) this.tell("asks", { question: questions[error.code], ...error.details });
    else this.tell("failed", error);
  }

  answer(question, value) {
    this.answers[question] = value;
    this.tell("sending");
    this.start();
  }

  async leave() {
    this.pause();
    if (this.upload) await discard(this.upload);
  }
}
