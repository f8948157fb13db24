// A voice message, for those who would rather talk. The microphone is asked for when the button is pressed, never before.

import { announce, byId } from "./dom.js";
import { say } from "./words.js";

const LONGEST = 5 * 60;
const FORMS = ["audio/mp4", "audio/webm;codecs=opus", "audio/ogg;codecs=opus"];
const ENDINGS = { "audio/mp4": "m4a", "audio/webm": "webm", "audio/ogg": "ogg" };
/** About 3 MB for five minutes: well under the largest upload. */
const BITS_A_SECOND = 64_000;

export class Voice {
  /** @param send  (file) a finished recording */
  constructor({ send }) {
    this.send = send;
    this.button = byId("voice");
    this.panel = byId("recording");
    const able = window.isSecureContext && navigator.mediaDevices?.getUserMedia && window.MediaRecorder;
    this.form = able && FORMS.find((form) => MediaRecorder.isTypeSupported(form));
    this.button.hidden = !this.form;
    this.button.addEventListener("click", () => this.begin());
    byId("recording-send").addEventListener("click", () => this.end({ keep: true }));
    byId("recording-cancel").addEventListener("click", () => this.end({ keep: false }));
  }

  async begin() {
    if (this.recorder || this.asking) return;
    this.asking = true;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      this.record(stream);
    } catch {
      this.fail(say("recording_failed"));
    } finally {
      this.asking = false;
    }
  }

  record(stream) {
    const parts = [];
    const recorder = new MediaRecorder(stream, { mimeType: this.form, audioBitsPerSecond: BITS_A_SECOND });
    recorder.addEventListener("dataavailable", ({ data }) => data.size && parts.push(data));
    recorder.addEventListener("stop", () => {
      stream.getTracks().forEach((track) => track.stop());
      if (this.keep && parts.length) this.send(this.file(parts));
    });
    recorder.start();
    this.recorder = recorder;
    this.seconds = 0;
    this.count();
    this.timer = setInterval(() => this.count(), 1000);
    this.show(true);
    byId("recording-send").focus();
  }

  file(parts) {
    const [type] = this.form.split(";");
    const at = new Date().toISOString().slice(0, 19).replace(/\D/g, "");
    return new File(parts, `voice-${at}.${ENDINGS[type]}`, { type });
  }

  count() {
    const time = `${Math.floor(this.seconds / 60)}:${String(this.seconds % 60).padStart(2, "0")}`;
    this.panel.querySelector("span").textContent = say("recording", { time });
    this.seconds += 1;
    if (this.seconds > LONGEST) this.end({ keep: true });
  }

  end({ keep }) {
    this.keep = keep;
    clearInterval(this.timer);
    this.recorder?.stop();
    this.recorder = null;
    this.show(false);
    this.button.focus();
  }

  show(recording) {
    this.panel.hidden = !recording;
    byId("tools").hidden = recording;
  }

  fail(sentence) {
    announce(sentence);
    this.button.setCustomValidity(sentence);
    this.button.reportValidity();
  }
}
