/**
 * The line to the platform: tells the truth about itself, and never says "sent" before it was acknowledged.
 * Only a WebSocket names the page it comes from in its first request, so only that is offered.
 */

import { io } from "../vendor/socket.io-client-4.8.4/socket.io.esm.min.js";
import { phrase } from "./phrases.js";

const SILENCE_BEFORE_BANNER = 2_000;
const ACKNOWLEDGEMENT = 10_000;
const NEXT_TRY = 4_000;

let opened;
/** The room's one line, for other parts of the page that speak over it. */
export const whenOpen = new Promise((resolve) => { opened = resolve; });

export class Connection {
  constructor(root, { probe, hasWaiting }) {
    this.sign = document.querySelector("[data-connection]");
    this.banner = root.querySelector("[data-offline]");
    this.probe = probe;
    this.hasWaiting = hasWaiting;
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

  /** Ask the platform for an act; undefined when no acknowledgement came. */
  async request(name, payload) {
    try {
      return await this.socket.timeout(ACKNOWLEDGEMENT).emitWithAck(name, payload);
    } catch {
      return undefined;
    }
  }

  show(state) {
    this.state = state;
    this.sign.dataset.state = state === "live" ? "live" : "lost";
    if (state === "connecting") this.sign.dataset.state = "off";
    this.sign.querySelector("[data-word]").textContent = phrase(state === "ended" ? "lost" : state);
    if (state === "live") {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.banner.hidden = true;
    }
  }

  /** `turnedAway`: the platform closed the line itself, so it must be asked why before trying again. */
  async lost(turnedAway) {
    if (this.state === "ended") return;
    this.show("lost");
    this.timer ??= setTimeout(() => this.announce(phrase(this.hasWaiting() ? "offline_pending" : "offline")),
      SILENCE_BEFORE_BANNER);
    if (!turnedAway) return;
    const refused = await this.probe();
    if (refused === 401) this.end("signed_out");
    else if (refused === 403 || refused === 404) this.end("removed");
    else setTimeout(() => this.socket.connect(), NEXT_TRY);
  }

  end(why) {
    clearTimeout(this.timer);
    this.show("ended");
    this.socket.disconnect();
    this.announce(phrase(why));
  }

  announce(words) {
    this.banner.querySelector("span").textContent = words;
    this.banner.hidden = false;
  }
}
