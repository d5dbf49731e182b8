/** The call of this channel. It is part of the channel's own page: leaving the page leaves the call. */

import { whenOpen } from "../rooms/connection.js";
import { ask, phrase as roomPhrase } from "../rooms/phrases.js";
import { Devices, Level } from "./devices.js";
import { Mesh } from "./mesh.js";
import { Tiles } from "./tiles.js";

const SIGN_OF_LIFE = 25_000;
const CAPTION_STAYS = 12_000;

const panel = document.querySelector("[data-call]");
const room = document.querySelector("[data-room]");
const channel_id = panel.dataset.call;
const part = (name) => panel.querySelector(`[data-${name}]`);
const phrases = panel.querySelector("template[data-call-phrases]").content;
const phrase = (name) => phrases.querySelector(`[data-phrase="${name}"]`)?.textContent ?? "";

const devices = new Devices();
const tiles = new Tiles(panel, personOf);
let line;
let call = { live: false, seats: [], may_join: false, may_lead: false };
let place = null;
let mesh = null;
let level = null;
/** Signals for a seat of mine that I have not been told of yet: the others may know it a moment earlier. */
let early = null;

function personOf(id) {
  const row = room.querySelector(`[data-person="${CSS.escape(id)}"]`);
  return { name: row?.dataset.name ?? "", lang: row?.dataset.lang ?? "", side: row?.dataset.side ?? "" };
}

function say(words) {
  part("call-said").textContent = words;
}

function show() {
  panel.hidden = !(call.live || call.may_lead) && !place;
  panel.dataset.state = place ? "in" : call.live ? "live" : "off";
  part("call-start").hidden = call.live || !call.may_lead;
  part("call-open").hidden = !call.live || !call.may_join || Boolean(place);
  part("call-end").hidden = !call.live || !call.may_lead;
  part("call-in").hidden = !place;
  const names = call.seats.map((seat) => personOf(seat.participant_id).name).join(roomPhrase("comma"));
  part("call-who").textContent = call.live ? names || phrase("nobody_yet") : phrase("off");
  tiles.update(place ? call.seats : [], place?.seat);
  if (place) tiles.play(place.seat, own());
  for (const [name, on] of [["mic", !devices.muted], ["camera", devices.camera], ["share", devices.sharing]]) {
    const button = part(`call-${name}`);
    button.setAttribute("aria-pressed", String(on));
    button.querySelector("span").textContent = phrase(`${name}_${on ? "on" : "off"}`);
  }
}

const own = () => new MediaStream(devices.tracks.video ? [devices.tracks.video] : []);

async function look() {
  const answer = await ask(panel.dataset.address);
  if (answer.seats) changed(answer);
}

function changed(news) {
  call = { ...call, ...news };
  if (place && !call.seats.some(({ seat }) => seat === place.seat)) return ended();
  mesh?.update(call.seats.map(({ seat }) => seat));
  return show();
}

/** The seat is gone: the call has ended, it was taken on another page, or I am no longer heard here. */
function ended() {
  const was = place;
  stop();
  if (was) say(phrase("ended"));
  show();
}

function stop() {
  mesh?.close();
  mesh = null;
  place = null;
  clearInterval(stop.timer);
  devices.end();
  tiles.clear();
}

async function join() {
  early = [];
  const answer = await line.request("call:join", { channel_id });
  if (!answer?.ok) {
    early = null;
    say(answer ? answer.error.title : phrase("no_line"));
    devices.end();
    return look();
  }
  place = answer.result;
  if (place.access.kind !== "mesh") say(phrase("other_route"));
  mesh = new Mesh({
    mine: place.seat,
    servers: place.access.ice_servers,
    tracks: devices.tracks,
    signal: (recipient, kind, body) => line.request("call:signal", { channel_id, recipient, kind, body }),
    onStream: (seat, stream) => tiles.play(seat, stream),
    onState: (seat, state) => tiles.state(seat, state === "connected" ? "" : phrase(`line_${state}`)),
  });
  stop.timer = setInterval(tellDevices, SIGN_OF_LIFE);
  say("");
  await tellDevices();
  await look();
  for (const signal of early.splice(0)) await hand(signal);
  early = null;
  return part("call-mic").focus();
}

async function leave() {
  stop();
  show();
  await line.request("call:leave", { channel_id });
}

async function tellDevices() {
  if (!place) return;
  const { muted, camera, sharing } = devices;
  const answer = await line.request("call:devices", { channel_id, muted, camera, sharing });
  if (answer && !answer.ok && answer.error.code !== "too_many") ended();
}

async function toggleMic() {
  if (devices.tracks.audio) devices.tracks.audio.enabled = devices.muted;
  else {
    const problem = await devices.open("audio");
    if (problem) return say(phrase(`${problem}_audio`));
    mesh?.replace("audio", devices.tracks.audio);
  }
  show();
  return tellDevices();
}

async function toggleCamera() {
  if (devices.sharing) devices.stopSharing();
  if (devices.camera) devices.close("video");
  else {
    const problem = await devices.open("video");
    if (problem) return say(phrase(`${problem}_video`));
  }
  return showVideo();
}

async function toggleShare() {
  if (devices.sharing) devices.stopSharing();
  else await devices.share(() => {
    devices.stopSharing();
    showVideo();
  });
  return showVideo();
}

function showVideo() {
  mesh?.replace("video", devices.tracks.video);
  show();
  return tellDevices();
}

/** The check before joining: what the others would see and hear, and the choice to be neither seen nor heard. */
const check = document.getElementById("call-check");
const inCheck = (name) => check.querySelector(`[data-${name}]`);

let turning = Promise.resolve();

function openCheck() {
  inCheck("check-problem").textContent = "";
  check.showModal();
  for (const kind of ["audio", "video"]) turn(kind, inCheck(`check-${kind}`).checked);
}

/** One device after the other; joining waits for the one that is being opened. */
function turn(kind, on) {
  turning = turning.then(() => switchOver(kind, on));
}

async function switchOver(kind, on) {
  devices.close(kind);
  if (on) {
    const problem = await devices.open(kind);
    inCheck(`check-${kind}`).checked = !problem;
    if (problem) inCheck("check-problem").textContent = phrase(`${problem}_${kind}`);
  }
  if (kind === "audio") hear();
  inCheck("check-preview").srcObject = own();
  inCheck("check-preview").closest(".preview").classList.toggle("preview--dark", !devices.tracks.video);
  await choices(kind);
}

function hear() {
  level?.stop();
  level = null;
  const meter = inCheck("check-level");
  meter.value = 0;
  if (devices.tracks.audio) level = new Level(devices.tracks.audio, (loud) => { meter.value = loud; });
}

async function choices(kind) {
  const list = inCheck(`choose-${kind}`);
  const found = await devices.list(kind);
  list.closest(".field").hidden = found.length < 2;
  list.replaceChildren(...found.map(({ deviceId, label }) => new Option(label, deviceId, false,
    deviceId === devices.chosen[kind])));
}

function closeCheck() {
  level?.stop();
  level = null;
  inCheck("check-preview").srcObject = null;
}

for (const kind of ["audio", "video"]) {
  inCheck(`check-${kind}`).addEventListener("change", (event) => turn(kind, event.target.checked));
  inCheck(`choose-${kind}`).addEventListener("change", (event) => {
    devices.chosen[kind] = event.target.value;
    turn(kind, true);
  });
}
check.addEventListener("close", () => {
  closeCheck();
  if (!place && check.returnValue !== "join") devices.end();
});
inCheck("check-join").addEventListener("click", async (event) => {
  event.target.disabled = true;
  await turning;
  event.target.disabled = false;
  check.close("join");
  join();
});
part("call-open").addEventListener("click", openCheck);
part("call-start").addEventListener("click", async () => {
  const answer = await line.request("call:start", { channel_id });
  if (!answer?.ok) say(answer ? answer.error.title : phrase("no_line"));
  else openCheck();
});
part("call-end").addEventListener("click", async () => {
  await line.request("call:end", { channel_id });
});
part("call-leave").addEventListener("click", leave);
part("call-mic").addEventListener("click", toggleMic);
part("call-camera").addEventListener("click", toggleCamera);
part("call-share").addEventListener("click", toggleShare);

/** A slot for captions: whoever is in the call may write what is said, for those who cannot hear it. */
part("caption-open").addEventListener("click", (event) => {
  const form = part("caption-form");
  form.hidden = !form.hidden;
  event.currentTarget.setAttribute("aria-expanded", String(!form.hidden));
  if (!form.hidden) form.elements.text.focus();
});
part("caption-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const box = event.target.elements.text;
  const text = box.value.trim();
  if (!text) return;
  const answer = await line.request("call:caption", { channel_id, text });
  if (answer?.ok) box.value = "";
  else say(answer ? answer.error.title : phrase("no_line"));
});

function caption({ participant_id, text }) {
  const row = document.createElement("li");
  const who = document.createElement("b");
  const person = personOf(participant_id);
  who.textContent = person.name;
  who.lang = person.lang;
  row.append(who, ` ${text}`);
  const rows = part("captions");
  rows.append(row);
  while (rows.children.length > 3) rows.firstElementChild.remove();
  setTimeout(() => row.remove(), CAPTION_STAYS);
}

/** Going through a door ends the call on this page, so it asks first. */
const away = document.getElementById("call-away");
for (const door of room.querySelectorAll("[data-door]")) {
  const link = door.matches("a") ? door : door.querySelector("a");
  link?.addEventListener("click", (event) => {
    if (!place || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    away.querySelector("a").href = link.href;
    away.showModal();
  });
}
window.addEventListener("pagehide", () => devices.end());

line = await whenOpen;
line.on("call:changed", (news) => news.channel_id === channel_id && changed(news));
line.on("call:captioned", (news) => news.channel_id === channel_id && place && caption(news));
line.on("call:signalled", (signal) => {
  if (signal.channel_id !== channel_id) return;
  if (early) early.push(signal);
  else hand(signal);
});
line.on("connect", async () => {
  await look();
  if (place) await again();
});

async function hand({ sender, recipient, kind, body }) {
  if (recipient !== place?.seat || !mesh) return;
  if (await mesh.receive(sender, kind, body)) return;
  await look();
  await mesh?.receive(sender, kind, body);
}

/** The line was lost and is back: the seat went with it, so the page sits down anew with the same devices. */
async function again() {
  mesh?.close();
  mesh = null;
  place = null;
  clearInterval(stop.timer);
  if (call.live) await join();
  else ended();
}

if (!Devices.possible) {
  part("call-open").disabled = true;
  say(phrase("impossible"));
}
look();
