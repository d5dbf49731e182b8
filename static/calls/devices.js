/** Camera, microphone and screen: asked for by a press only, and given back as soon as they are switched off. */

const VIDEO = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 24, max: 30 } };
const AUDIO = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

export class Devices {
  constructor() {
    this.tracks = { audio: null, video: null };
    this.chosen = { audio: "", video: "" };
    this.sharing = false;
  }

  static get possible() {
    return Boolean(window.isSecureContext && navigator.mediaDevices && window.RTCPeerConnection);
  }

  get muted() {
    return !this.tracks.audio?.enabled;
  }

  get camera() {
    return Boolean(this.tracks.video) && !this.sharing;
  }

  /** Switch a microphone or a camera on; the name of what stands in the way otherwise. */
  async open(kind) {
    const wish = kind === "audio" ? { ...AUDIO } : { ...VIDEO };
    if (this.chosen[kind]) wish.deviceId = { exact: this.chosen[kind] };
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ [kind]: wish });
      this.close(kind);
      [this.tracks[kind]] = stream.getTracks();
      return "";
    } catch (refused) {
      return refused.name === "NotAllowedError" ? "refused" : "absent";
    }
  }

  close(kind) {
    this.tracks[kind]?.stop();
    this.tracks[kind] = null;
  }

  /** Show the screen in the place of the camera; `ended` is told when the browser's own button ends it. */
  async share(ended) {
    let stream;
    try {
      stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 15 } } });
    } catch {
      return false;
    }
    this.close("video");
    [this.tracks.video] = stream.getVideoTracks();
    this.tracks.video.contentHint = "detail";
    this.tracks.video.addEventListener("ended", ended);
    this.sharing = true;
    return true;
  }

  stopSharing() {
    this.close("video");
    this.sharing = false;
  }

  async list(kind) {
    const all = await navigator.mediaDevices.enumerateDevices();
    return all.filter((device) => device.kind === `${kind}input` && device.deviceId);
  }

  end() {
    this.close("audio");
    this.close("video");
    this.sharing = false;
  }
}

/** How loud the microphone is, from 0 to 1, told about ten times a second until it is stopped. */
export class Level {
  constructor(track, tell) {
    this.context = new AudioContext();
    const meter = this.context.createAnalyser();
    meter.fftSize = 512;
    this.context.createMediaStreamSource(new MediaStream([track])).connect(meter);
    const samples = new Uint8Array(meter.fftSize);
    this.timer = setInterval(() => {
      meter.getByteTimeDomainData(samples);
      tell(Math.min(1, samples.reduce((most, sample) => Math.max(most, Math.abs(sample - 128)), 0) / 64));
    }, 100);
  }

  stop() {
    clearInterval(this.timer);
    this.context.close();
  }
}
