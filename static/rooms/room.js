/** The room's page: joins the log, the box, the people and the line. The table on the server is the truth. */

import { Upload } from "../evidence/upload.js";
import { Acts } from "./acts.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { Copied } from "./copied.js";
import { Door } from "./door.js";
import { Find } from "./find.js";
import { Hearers } from "./hearers.js";
import { releaseOf } from "./hold.js";
import { Keep } from "./keep.js";
import { Log } from "./log.js";
import { Order } from "./order.js";
import { Outbox } from "./outbox.js";
import { ask } from "./phrases.js";
import { Seen } from "./seen.js";

const GAP_SPREAD = 2_000;
const LOOK_AGAIN = 60_000;

const root = document.querySelector("[data-room]");
const { channel, account, kind } = root.dataset;
const keep = new Keep(sessionStorage, account);
const hearers = new Hearers(root);
const log = new Log(root, hearers);
const order = new Order(Number(root.dataset.last));
const upload = new Upload(root, { arrived: () => catchUp(), audience: () => hearers.audience });
const connection = new Connection(root, {
  probe: () => hearers.refresh(),
  hasWaiting: () => keep.waiting().length > 0,
  look: () => catchUp(),
});
const seen = new Seen(root, { log, hearers, connection });
const door = new Door(sessionStorage, account, channel);
const composer = root.querySelector("[data-composer]") && new Composer(root, {
  keep, hearers, door, copied: new Copied(localStorage, account),
  writing: () => seen.writing(),
  drafted: keepDraft,
  deliver(text, more) {
    const name = root.querySelector('[data-words="name"]').textContent;
    outbox.add(keep.add(channel, hearers.audience, text, { ...more, name, release: releaseOf(kind, Date.now()) }));
  },
});
const outbox = new Outbox({ root, keep, log, hearers, connection, receive, composer: () => composer });
const acts = new Acts(root, { log, connection, composer, hearers });
new Find(root, { goTo });
connection.whenPlain = () => outbox.tick();

function receive(message) {
  const mine = message.author_id === hearers.me;
  const place = order.judge(message.seq);
  if (place === "gap") return false;
  if (place === "seen") {
    if (message.recalled) log.recall(message.seq, message.recalled);
    if (!(message.client_ref && log.waitingOf(message.client_ref))) return true;
  }
  if (mine && message.client_ref) keep.settle(message.client_ref);
  log.add({ ...message, mine });
  seen.stopped(message.author_id);
  if (mine) seen.show();
  if (message.exhibit_id) upload.list();
  markRead();
  return true;
}

let catching = false;
let again = false;
let fromRead = false;

/**
 * Fetch what was missed, and once more what was not read yet: a recall may have been missed as well. One at a time; a
 * call during another makes it look once more. Returns why it was refused, if it was.
 */
async function catchUp() {
  again = true;
  if (catching) return undefined;
  catching = true;
  try {
    while (again) {
      again = false;
      const after = fromRead ? Math.min(order.last, Math.max(readUpTo, log.first - 1)) : order.last;
      fromRead = false;
      const { messages = [], refused } = await ask(`${root.dataset.messages}?after=${after}&limit=1000`);
      if (refused !== undefined) return refused;
      for (const message of messages) receive(message);
      again ||= messages.length === 1000;
    }
  } finally {
    catching = false;
  }
  return undefined;
}

let reaching = false;

/** Earlier messages, above what is being read. */
async function reachBack(limit = 60) {
  const link = root.querySelector("[data-earlier-messages]");
  if (reaching || !link) return;
  reaching = true;
  try {
    const { messages = [], refused } = await ask(`${root.dataset.messages}?before=${log.first}&limit=${limit}`);
    if (refused !== undefined) return;
    const named = messages.map((message) => ({ ...message, mine: message.author_id === hearers.me }));
    if (named.length) log.prepend(named);
    if (!named.length || named[0].seq === 1) link.closest("li").remove();
    seen.show();
  } finally {
    reaching = false;
  }
}

/** Show a message of this channel, wherever it is; far back it has a page of its own. */
async function goTo(seq) {
  if (log.point(seq)) return;
  const missing = log.first - seq + 20;
  if (missing > 0 && missing <= 1000) await reachBack(missing);
  if (!log.point(seq)) location.assign(`${location.pathname}?at=${seq}#m${seq}`);
}

let readUpTo = Number(root.dataset.read);
let readTimer;

/** One mark for many messages: it is set when the page has been still for a moment. */
function markRead() {
  clearTimeout(readTimer);
  if (document.visibilityState !== "visible" || !log.atEnd() || order.last <= readUpTo || !connection.open) return;
  readTimer = setTimeout(() => {
    if (document.visibilityState !== "visible") return;
    readUpTo = order.last;
    connection.request("message:read", { channel_id: channel, seq: readUpTo });
  }, 300);
}

let draftTimer;
let lastDraft = root.dataset.hasDraft === "yes";

/** The platform keeps a copy of what is being written, for going on elsewhere; not of words that are on their way. */
function keepDraft(text, audience) {
  clearTimeout(draftTimer);
  draftTimer = setTimeout(() => {
    if ((!text && !lastDraft) || keep.waiting(channel).length) return;
    lastDraft = Boolean(text);
    connection.request("draft:keep", { channel_id: channel, text, audience });
  }, 1_500);
}

/** Another channel I hear: only its number of unread messages changes, and only on my own page. */
function countElsewhere(message) {
  const way = root.querySelector(`[data-door="${CSS.escape(message.channel_id)}"]`);
  if (!way || message.author_id === hearers.me || message.seq <= Number(way.dataset.last)) return;
  way.dataset.last = message.seq;
  const number = way.querySelector("[data-number]");
  number.textContent = String(Number(number.textContent) + 1);
  way.querySelector("[data-unread]").hidden = false;
}

async function askAboutChannel() {
  await hearers.refresh();
  if (hearers.receipts) seen.renew(hearers.receipts);
  acts.ready = hearers.translationReady ?? acts.ready;
}

connection.on("connect", async () => {
  const entered = await connection.request("room:enter", { case_ref: root.dataset.case });
  if (entered?.ok) hearers.presentAre(entered.result);
  await askAboutChannel();
  fromRead = true;
  await catchUp();
  markRead();
  outbox.tick();
});
const ofThisChannel = (act) => (fact) => fact.channel_id === channel && act(fact);
connection.on("message:posted", (message) => {
  if (message.channel_id !== channel) countElsewhere(message);
  else if (!receive(message)) catchUp();
});
connection.on("message:recalled", ofThisChannel((fact) => log.recall(fact.seq, fact)));
connection.on("receipt:changed", ofThisChannel((fact) => seen.changed(fact)));
connection.on("typing:started", ofThisChannel((fact) => seen.typing(fact)));
connection.on("channel:changed", ofThisChannel(askAboutChannel));
connection.on("presence:changed", ({ case_ref, participant_id, here }) => {
  if (case_ref === root.dataset.case) hearers.presence(participant_id, here);
});
connection.on("participants:changed", ({ case_ref }) => {
  if (case_ref === root.dataset.case) askAboutChannel();
});
/** Facts may have been lost on their way: every page asks, each at a moment of its own. */
connection.on("connection:gap", () => setTimeout(() => {
  hearers.refresh();
  catchUp();
}, Math.random() * GAP_SPREAD));
setInterval(() => connection.live && catchUp(), LOOK_AGAIN + Math.random() * GAP_SPREAD);
log.box.addEventListener("caughtup", markRead);
log.box.addEventListener("scroll", () => log.box.scrollTop < 40 && reachBack());
root.addEventListener("click", (event) => {
  const jump = event.target.closest("[data-jump]");
  const back = event.target.closest("[data-earlier-messages]");
  if (!jump && !back) return;
  event.preventDefault();
  if (jump) goTo(Number(jump.dataset.jump));
  else reachBack();
});
document.addEventListener("visibilitychange", markRead);
window.addEventListener("focus", markRead);
let signingOut = false;
document.addEventListener("submit", (event) => {
  signingOut ||= event.target.matches("form[data-signs-out]");
});
window.addEventListener("pagehide", () => {
  // Whoever signs out leaves nothing behind, not even where they were.
  if (!signingOut) door.leave(channel, root.querySelector('[data-words="name"]').textContent);
});
/** Through a door of this room nothing is lost: the next page goes on sending. */
let throughDoor = false;
root.addEventListener("click", (event) => {
  throughDoor = Boolean(event.target.closest("[data-door]"));
});
window.addEventListener("beforeunload", (event) => {
  if (keep.waiting().length && !throughDoor) event.preventDefault();
});
