// Sends the citizen's messages in order, one at a time, and again with the same id until the server has them.
// The server drops doubles by the id, so sending once more is always safe.

const ACKNOWLEDGED_WITHIN = 10_000;
const AGAIN_AFTER = 8_000;

export class Queue {
  /**
   * @param stored   keeps what is not acknowledged
   * @param send     hands a frame to the connection; false when it cannot go out now
   * @param show     (id, state, sentence) draws "sending", "unsent", "kept" or "refused"
   * @param stalled  called when an acknowledgement does not come: the connection may be dead
   */
  constructor({ stored, send, show, stalled }) {
    Object.assign(this, { stored, send, show, stalled });
    this.waiting = [];
    this.flying = null;
    this.timer = 0;
  }

  /** Take up what an earlier visit left unsent. */
  resume(messages) {
    this.waiting.push(...messages);
    this.pump();
  }

  /** A new message: kept on this device first, then sent. */
  add(message) {
    this.stored.keep(message);
    this.waiting.push(message);
    this.pump();
  }

  /** The citizen asks for it, or the connection is back. */
  again() {
    this.land();
    this.pump();
  }

  /** The connection is gone: what was on its way may be lost. */
  ground() {
    const id = this.flying?.frame.id;
    this.land();
    if (id) this.show(id, "unsent");
  }

  /** The server's word on a message. */
  answered({ id, kept, retry, sentence }) {
    const message = this.waiting.find((each) => each.frame.id === id);
    if (!message) return;
    if (this.flying === message) this.land();
    if (kept || !retry) {
      this.stored.drop(id);
      this.waiting = this.waiting.filter((each) => each !== message);
      this.show(id, kept ? "kept" : "refused", sentence);
      this.pump();
      return;
    }
    this.show(id, "unsent", sentence);
    this.wake(AGAIN_AFTER);
  }

  pump() {
    const head = this.waiting[0];
    if (this.flying || !head) return;
    clearTimeout(this.timer);
    if (!this.send(head.frame)) {
      for (const message of this.waiting) this.show(message.frame.id, "unsent");
      return;
    }
    this.flying = head;
    this.show(head.frame.id, "sending");
    this.timer = setTimeout(() => {
      this.ground();
      this.stalled();
      this.wake(AGAIN_AFTER);
    }, ACKNOWLEDGED_WITHIN);
  }

  land() {
    clearTimeout(this.timer);
    this.flying = null;
  }

  wake(after) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.again(), after);
  }
}
