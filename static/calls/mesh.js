/**
 * One line to every other seat of the call. The server says who sits there; a line is closed the moment its seat is
 * gone from that list, so that whoever no longer hears the channel is sent nothing more, whatever their browser does.
 */

const BATCH = 250;
const ASK_AGAIN = 6_000;

class Line {
  constructor(mesh, seat) {
    Object.assign(this, { mesh, seat, early: [], found: [] });
    this.calls = mesh.mine < seat;
    this.pc = new RTCPeerConnection({ iceServers: mesh.servers });
    this.stream = new MediaStream();
    this.pc.addEventListener("icecandidate", ({ candidate }) => candidate && this.foundWay(candidate));
    this.pc.addEventListener("track", ({ track }) => {
      this.stream.addTrack(track);
      mesh.onStream(seat, this.stream);
    });
    this.pc.addEventListener("connectionstatechange", () => {
      mesh.onState(seat, this.pc.connectionState);
      if (this.pc.connectionState === "failed" && this.calls) this.offer({ iceRestart: true });
    });
  }

  /** Of two seats one calls and the other answers, so that two offers never meet. */
  start() {
    for (const kind of ["audio", "video"]) {
      const { sender } = this.pc.addTransceiver(kind, { direction: "sendrecv" });
      sender.replaceTrack(this.mesh.tracks[kind]);
    }
    return this.offer();
  }

  /** An offer that nobody answers is made again: the other page may have been loading. */
  async offer(options) {
    clearTimeout(this.unanswered);
    this.unanswered = setTimeout(() => this.offer({ iceRestart: true }), ASK_AGAIN);
    await this.pc.setLocalDescription(await this.pc.createOffer(options));
    this.mesh.signal(this.seat, "offer", this.pc.localDescription.sdp);
  }

  async answer(sdp) {
    await this.pc.setRemoteDescription({ type: "offer", sdp });
    for (const transceiver of this.pc.getTransceivers()) {
      transceiver.direction = "sendrecv";
      await transceiver.sender.replaceTrack(this.mesh.tracks[transceiver.receiver.track.kind]);
    }
    await this.pc.setLocalDescription(await this.pc.createAnswer());
    this.mesh.signal(this.seat, "answer", this.pc.localDescription.sdp);
    await this.useEarly();
  }

  async receive(kind, body) {
    if (kind === "offer") await this.answer(body);
    else if (kind === "answer") {
      clearTimeout(this.unanswered);
      if (this.pc.signalingState !== "have-local-offer") return;
      await this.pc.setRemoteDescription({ type: "answer", sdp: body });
      await this.useEarly();
    } else if (this.pc.remoteDescription) await this.use(JSON.parse(body));
    else this.early.push(...JSON.parse(body));
  }

  async use(candidates) {
    for (const candidate of candidates) await this.pc.addIceCandidate(candidate);
  }

  async useEarly() {
    await this.use(this.early.splice(0));
  }

  /** Ways to reach this browser go out a few at a time: each would else be a message of its own. */
  foundWay(candidate) {
    this.found.push(candidate.toJSON());
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      if (this.found.length) this.mesh.signal(this.seat, "candidates", JSON.stringify(this.found.splice(0)));
    }, BATCH);
  }

  replace(kind, track) {
    for (const transceiver of this.pc.getTransceivers()) {
      if (transceiver.receiver.track.kind === kind) transceiver.sender.replaceTrack(track);
    }
  }

  close() {
    clearTimeout(this.timer);
    clearTimeout(this.unanswered);
    this.pc.close();
  }
}

export class Mesh {
  /** `mine` is my own seat; `signal(seat, kind, body)` carries a message to another; `tracks` is what I send. */
  constructor({ mine, servers, tracks, signal, onStream, onState }) {
    Object.assign(this, { mine, tracks, signal, onStream, onState });
    this.servers = servers.map(({ urls, username, credential }) => (
      username ? { urls, username, credential } : { urls }));
    this.lines = new Map();
  }

  /** The seats of the call as the server lists them now. */
  update(seats) {
    const others = new Set(seats.filter((seat) => seat !== this.mine));
    for (const [seat, line] of this.lines) {
      if (others.has(seat)) continue;
      line.close();
      this.lines.delete(seat);
    }
    this.others = others;
    for (const seat of others) {
      if (!this.lines.has(seat) && this.mine < seat) this.lineTo(seat).start();
    }
  }

  lineTo(seat) {
    if (!this.lines.has(seat)) this.lines.set(seat, new Line(this, seat));
    return this.lines.get(seat);
  }

  /** A signal of a seat that is not in the list is not answered: its person may hear this channel no longer. */
  async receive(sender, kind, body) {
    if (!this.others?.has(sender)) return false;
    await this.lineTo(sender).receive(kind, body);
    return true;
  }

  replace(kind, track) {
    this.tracks[kind] = track;
    for (const line of this.lines.values()) line.replace(kind, track);
  }

  close() {
    for (const line of this.lines.values()) line.close();
    this.lines.clear();
  }
}
