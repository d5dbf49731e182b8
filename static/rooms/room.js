/** The room's page: joins the log, the box, the people and the line. The table on the server is the truth. */

import { Upload } from "../evidence/upload.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { Copied } from "./copied.js";
import { Hearers } from "./hearers.js";
import { Keep } from "./keep.js";
import { Log } from "./log.js";
import { Order } from "./order.js";
import { ask, sentences } from "./phrases.js";

const GAP_SPREAD = 2_000;
const LOOK_AGAIN = 60_000;

const root = document.querySelector("[data-room]");
const { channel, account } = root.dataset;
const keep = new Keep(sessionStorage, account);
const hearers = new Hearers(root);
const log = new Log(root, hearers);
const order = new Order(Number(root.dataset.last));
const upload = new Upload(root, { arrived: () => catchUp(), audience: () => hearers.audience });
const connection = new Connection(root, {
  probe: () => hearers.refresh(),
  hasWaiting: () => keep.waiting().length > 0,
});
const composer = root.querySelector("[data-composer]") && new Composer(root, {
  keep, hearers, copied: new Copied(localStorage, account),
  deliver(text) {
    log.addWaiting(keep.add(channel, hearers.audience, text));
    flush();
  },
});

function receive(message) {
  const mine = message.author_id === hearers.me;
  const place = order.judge(message.seq);
  if (place === "gap") return false;
  if (place === "seen" && !(message.client_ref && log.waitingOf(message.client_ref))) return true;
  if (mine) keep.settle(message.client_ref);
  log.add({ ...message, mine });
  if (message.exhibit_id) upload.list();
  markRead();
  return true;
}

let catching = false;
let again = false;

/** Fetch what was missed. One at a time; a call during another makes it look once more. */
async function catchUp() {
  again = true;
  if (catching) return;
  catching = true;
  try {
    while (again) {
      again = false;
      const { messages = [] } = await ask(`${root.dataset.messages}?after=${order.last}`);
      for (const message of messages) receive(message);
      again ||= messages.length > 0;
    }
  } finally {
    catching = false;
  }
}

let sending = false;

/** Send what waits, one after another and each to the channel it was written in. */
async function flush() {
  if (sending) return;
  sending = true;
  try {
    let item;
    while (connection.live && (item = keep.waiting().find((waiting) => !waiting.held))) {
      const { ref, channel: channel_id, audience, text, knowingly = false } = item;
      const answer = await connection.request("message:post", {
        channel_id, audience, text, client_ref: ref, knowingly,
      });
      if (!answer) continue;
      if (answer.ok) acknowledged(item, answer.result);
      else if (answer.error.code === "too_many") await pause(answer.error.details.retry_after ?? 5);
      else await refused(item, answer.error);
    }
  } finally {
    sending = false;
  }
}

const pause = (seconds) => new Promise((wake) => setTimeout(wake, seconds * 1000));

function acknowledged(item, receipt) {
  keep.settle(item.ref);
  if (item.channel !== channel) return;
  const message = { ...receipt, author_id: hearers.me, text: item.text, client_ref: item.ref };
  if (!receive(message)) catchUp();
}

/** Held messages stay until their writer decides; nothing is sent to other ears than the writer saw. */
async function refused(item, error) {
  keep.change(item.ref, { held: true });
  if (error.code === "not_signed_in") connection.end("signed_out");
  if (item.channel !== channel) return;
  if (error.code === "audience_changed") await askAgain(item);
  else if (error.code === "private_figure") askAboutFigure(item, error.details.spans);
  else if (error.code !== "not_signed_in") showRefusal(item, sentences(error));
}

function showRefusal(item, sentence) {
  log.refuse(item.ref, sentence, () => {
    keep.settle(item.ref);
    composer?.takeBack(item.text);
  });
}

function takeBack(item) {
  keep.settle(item.ref);
  log.drop(item.ref);
  composer.takeBack(item.text);
}

/** Nothing went out: the question is put to the writer alone, with the private way first. */
function askAboutFigure(item, spans) {
  const figures = spans.map(([start, end]) => [...item.text].slice(start, end).join("")).join(" · ");
  composer.askOnFigure(figures, () => takeBack(item), () => {
    keep.change(item.ref, { held: false, knowingly: true });
    flush();
  });
}

async function askAgain(item) {
  const before = hearers.shown();
  await hearers.refresh();
  composer.askWhoHears(before, () => {
    keep.change(item.ref, { held: false, audience: hearers.audience });
    flush();
  }, () => takeBack(item));
}

let readUpTo = 0;

function markRead() {
  if (document.visibilityState !== "visible" || !log.atEnd() || order.last <= readUpTo || !connection.live) return;
  readUpTo = order.last;
  connection.request("message:read", { channel_id: channel, seq: readUpTo });
}

/** Another channel I hear: only its number of unread messages changes, and only on my own page. */
function countElsewhere(message) {
  const door = root.querySelector(`[data-door="${CSS.escape(message.channel_id)}"]`);
  if (!door || message.author_id === hearers.me || message.seq <= Number(door.dataset.last)) return;
  door.dataset.last = message.seq;
  const number = door.querySelector("[data-number]");
  number.textContent = String(Number(number.textContent) + 1);
  door.querySelector("[data-unread]").hidden = false;
}

connection.on("connect", async () => {
  const entered = await connection.request("room:enter", { case_ref: root.dataset.case });
  if (entered?.ok) hearers.presentAre(entered.result);
  await hearers.refresh();
  await catchUp();
  markRead();
  flush();
});
connection.on("message:posted", (message) => {
  if (message.channel_id !== channel) countElsewhere(message);
  else if (!receive(message)) catchUp();
});
connection.on("presence:changed", ({ case_ref, participant_id, here }) => {
  if (case_ref === root.dataset.case) hearers.presence(participant_id, here);
});
connection.on("participants:changed", ({ case_ref }) => {
  if (case_ref === root.dataset.case) hearers.refresh();
});
/** Facts may have been lost on their way: every page asks, each at a moment of its own. */
connection.on("connection:gap", () => setTimeout(() => {
  hearers.refresh();
  catchUp();
}, Math.random() * GAP_SPREAD));
setInterval(() => connection.live && catchUp(), LOOK_AGAIN + Math.random() * GAP_SPREAD);
log.box.addEventListener("caughtup", markRead);
document.addEventListener("visibilitychange", markRead);
window.addEventListener("focus", markRead);
window.addEventListener("beforeunload", (event) => {
  if (keep.waiting().length) event.preventDefault();
});
for (const item of keep.waiting(channel)) {
  log.addWaiting(item);
  if (item.held) askAgain(item);
}
