/**
 * The line to the platform: tells the truth about itself, and never says "sent" before it was acknowledged.
 * Where a network lets no socket through, the same acts go over plain requests and the page asks every few seconds.
 */

import { io } from "../vendor/socket.io-client-4.8.4/socket.io.esm.min.js";
import { phrase, send } from "./phrases.js";

const SILENCE_BEFORE_BANNER = 2_000;
const BEFORE_PLAIN_REQUESTS = 6_000;
const EVERY = 4_000;
const ACKNOWLEDGEMENT = 10_000;
const NEXT_TRY = 4_000;

/** Acts that exist as plain requests too: their address under the channel's own. */
const PLAIN = {
  "message:post": () => "messages",
  "message:read": () => "read",
  "message:recall": ({ seq }) => `messages/${seq}/recall`,
  "message:translate": ({ seq }) => `messages/${seq}/translation`,
  "draft:keep": () => "draft",
};
let opened;
/** The room's one line, for other parts of the page that speak over it. */
export const whenOpen = new Promise((resolve) => { opened = resolve; });

export class Connection {
  constructor(root, { probe, hasWaiting, look }) {
    this.sign = document.querySelector("[data-connection]");
    this.banner = root.querySelector("[data-offline]");
    Object.assign(this, { probe, hasWaiting, look });
    this.show("connecting");
    // The case in the address lets a balancer bring everybody of one room to one process; nothing depends on it.
    this.socket = io({
      transports: ["websocket"], query: { case: root.dataset.case }, reconnectionDelay: 500, reconnectionDelayMax: 4_000,
    });
    this.socket.on("connect", () => this.show("live"));
    this.socket.on("disconnect", (reason) => this.lost(reason === "io server disconnect"));
    // Other parts of the page listen here: one page keeps one line.
    this.socket.onAny((name, fact) => document.dispatchEvent(new CustomEvent("heqi:told", { detail: { name, fact } })));
    this.socket.on("connect_error", () => this.lost(!this.socket.active));
    opened(this);
  }

  on(name, handler) {
    this.socket.on(name, handler);
  }

  get live() {
    return this.socket.connected;
  }

  /** Is there a way to say something, with or without a socket? */
  get open() {
    return this.live || this.state === "plain";
  }

  /** Ask the platform for an act; undefined when no acknowledgement came. */
  async request(name, payload) {
    if (!this.live) return this.state === "plain" && PLAIN[name] ? this.plainly(name, payload) : undefined;
    try {
      return await this.socket.timeout(ACKNOWLEDGEMENT).emitWithAck(name, payload);
    } catch {
      return undefined;
    }
  }

  plainly(name, payload) {
    const { channel_id: channel, ...facts } = payload;
    return send(`/channels/${encodeURIComponent(channel)}/${PLAIN[name](payload)}`, facts);
  }

  show(state) {
    this.state = state;
    const sign = { live: "live", connecting: "off", plain: "slow" };
    this.sign.dataset.state = sign[state] ?? "lost";
    this.sign.querySelector("[data-word]").textContent = phrase(state === "ended" ? "lost" : state);
    if (state !== "live" && state !== "plain") return;
    clearTimeout(this.timer);
    this.timer = undefined;
    if (state === "live") {
      clearTimeout(this.plainTimer);
      this.plainTimer = undefined;
      this.banner.hidden = true;
    }
  }

  /** `turnedAway`: the platform closed the line itself, so it must be asked why before trying again. */
  async lost(turnedAway) {
    if (this.state === "ended") return;
    if (this.state !== "plain") this.show("lost");
    if (this.state === "lost") {
      this.timer ??= setTimeout(() => this.announce(phrase(this.hasWaiting() ? "offline_pending" : "offline")),
        SILENCE_BEFORE_BANNER);
    }
    this.plainTimer ??= setTimeout(() => this.askPlainly(), BEFORE_PLAIN_REQUESTS);
    if (!turnedAway) return;
    const refused = await this.probe();
    if (refused === 401) this.end("signed_out");
    else if (refused === 403 || refused === 404) this.end("removed");
    else setTimeout(() => this.socket.connect(), NEXT_TRY);
  }

  /** No socket: the page is kept up to date by asking, as long as that is answered. */
  async askPlainly() {
    if (this.live || this.state === "ended") return;
    const refused = await this.look();
    if (this.live || this.state === "ended") return;
    if (refused === 401) this.end("signed_out");
    else if (refused === 403 || refused === 404) this.end("removed");
    else if (refused === undefined) {
      if (this.state !== "plain") {
        this.show("plain");
        this.announce(phrase("plain_banner"));
      }
      this.whenPlain?.();
    } else {
      this.show("lost");
      this.announce(phrase(this.hasWaiting() ? "offline_pending" : "offline"));
    }
    if (this.state !== "ended") this.plainTimer = setTimeout(() => this.askPlainly(), EVERY);
  }

  end(why) {
    clearTimeout(this.timer);
    clearTimeout(this.plainTimer);
    this.show("ended");
    this.socket.disconnect();
    this.announce(phrase(why));
  }

  announce(words) {
    const place = this.banner.querySelector("span");
    if (!this.banner.hidden && place.textContent === words) return;
    place.textContent = words;
    this.banner.hidden = false;
  }
}
