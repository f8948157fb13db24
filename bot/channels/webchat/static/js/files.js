// Photos, documents and recordings: uploaded one by one, then sent as one message.

import { byId, element, newId } from "./dom.js";
import { say } from "./words.js";

const LARGEST = 10 * 1024 * 1024;
const MOST_AT_ONCE = 9;
/** The server's word on a file that it can never take. */
const REFUSED = new Set([400, 413, 415]);

export class Files {
  /**
   * @param timeline  shows the message while its files go up
   * @param send      (frame, shown) the message, once its files are there
   */
  constructor({ timeline, send }) {
    Object.assign(this, { timeline, send });
    this.batches = new Map();
    const chooser = byId("files");
    byId("attach").addEventListener("click", () => chooser.click());
    chooser.addEventListener("change", () => {
      this.take([...chooser.files]);
      chooser.value = "";
    });
    addEventListener("beforeunload", (event) => this.batches.size && event.preventDefault());
  }

  /** Show the files and send them up; `recorded` is a voice message made on this page. */
  take(files, { recorded = false } = {}) {
    if (!files.length) return;
    const id = newId();
    const chosen = files.slice(0, MOST_AT_ONCE).map((file) => ({
      file,
      recorded,
      kind: recorded ? "voice" : kindOf(file),
      name: file.name,
      preview: URL.createObjectURL(file),
    }));
    const at = new Date().toISOString();
    this.timeline.own({ id, text: "", at, custom: { files: chosen } });
    if (files.length > MOST_AT_ONCE) this.timeline.note(say("files_too_many"));
    this.batches.set(id, { id, at, files: chosen, busy: false });
    this.upload(id);
  }

  /** Whether an unsent message is one of ours, still to be uploaded; then try again. */
  again(id) {
    if (!this.batches.has(id)) return false;
    this.upload(id);
    return true;
  }

  /** The network is back. */
  resume() {
    for (const id of this.batches.keys()) this.upload(id);
  }

  async upload(id) {
    const batch = this.batches.get(id);
    if (batch.busy) return;
    batch.busy = true;
    this.timeline.state(id, "sending");
    try {
      for (const [place, each] of batch.files.entries()) {
        if (each.ref || each.why) continue;
        const done = (part) => this.timeline.progress(id, percent((place + part) / batch.files.length));
        Object.assign(each, await put(each, done));
        if (each.why) this.complain(id, place, each.why);
      }
    } catch (problem) {
      this.timeline.state(id, "unsent", problem.sentence);
      return;
    } finally {
      batch.busy = false;
    }
    this.batches.delete(id);
    this.finish(batch);
  }

  finish({ id, at, files }) {
    const taken = files.filter((each) => each.ref);
    if (!taken.length) {
      this.timeline.state(id, "refused", files[0].why);
      return;
    }
    const custom = { files: taken.map(({ name, kind }) => ({ name, kind })) };
    this.send({ type: "file", id, refs: taken.map((each) => each.ref), text: "" }, { text: "", at, custom });
  }

  complain(id, place, sentence) {
    const row = this.timeline.bubbleOf(id)?.querySelectorAll(".files > li")[place];
    row?.append(element("span", { class: "failed", text: `${say("upload_failed")}：${sentence}` }));
  }
}

function percent(part) {
  return say("uploading", { percent: Math.floor(part * 100) });
}

function kindOf(file) {
  const kind = file.type.split("/")[0];
  return { image: "photo", audio: "audio", video: "video" }[kind] ?? "document";
}

/** Upload one file: `{ref}` when it is there, `{why}` when it never can be; throws when it may go later. */
function put({ file, recorded }, progress) {
  if (file.size > LARGEST) return { why: say("upload_too_large") };
  const form = new FormData();
  form.append(recorded ? "voice" : "file", file, file.name);
  return new Promise((settle, fail) => {
    // Not fetch, which tells nothing of how far an upload has come.
    const request = new XMLHttpRequest();
    request.open("POST", "/chat/upload");
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => total && progress(loaded / total));
    request.addEventListener("load", () => {
      const { ref, error } = request.response ?? {};
      if (ref) settle({ ref });
      else if (REFUSED.has(request.status)) settle({ why: error });
      else fail({ sentence: error });
    });
    for (const broken of ["error", "abort", "timeout"]) request.addEventListener(broken, () => fail({}));
    request.send(form);
  });
}
