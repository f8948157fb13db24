// What this device keeps until the server has it: unsent messages and the half-written text.
// Everything is filed under the session's mark, so that the next person at a shared computer cannot send it.

const PREFIX = "fengqiao:";
const LARGE = `${PREFIX}large`;
const LEFT = `${PREFIX}left`;
/** What belongs to the device and not to a session. */
const LASTING = [LARGE, LEFT];

/** A storage that never throws: in private windows, or when full, it holds for as long as the page is open. */
class Patient {
  constructor() {
    this.fallback = new Map();
  }

  get(key) {
    try {
      return localStorage.getItem(key) ?? this.fallback.get(key) ?? null;
    } catch {
      return this.fallback.get(key) ?? null;
    }
  }

  set(key, value) {
    try {
      localStorage.setItem(key, value);
    } catch {
      this.fallback.set(key, value);
    }
  }

  remove(key) {
    this.fallback.delete(key);
    try {
      localStorage.removeItem(key);
    } catch {
      // Nothing was kept there.
    }
  }

  keys() {
    try {
      return [...new Set([...Object.keys(localStorage), ...this.fallback.keys()])];
    } catch {
      return [...this.fallback.keys()];
    }
  }
}

export class Stored {
  constructor(mark) {
    this.storage = new Patient();
    this.file(mark);
    for (const key of this.ours()) {
      if (!LASTING.includes(key) && !key.startsWith(`${PREFIX}${mark}:`)) this.storage.remove(key);
    }
  }

  file(mark) {
    this.unsentPrefix = `${PREFIX}${mark}:unsent:`;
    this.draftKey = `${PREFIX}${mark}:draft`;
  }

  /** The same person goes on in a new session: what is unsent goes with them. */
  move(mark) {
    const [messages, draft] = [this.unsent(), this.draft];
    for (const message of messages) this.drop(message.frame.id);
    this.draft = "";
    this.file(mark);
    for (const message of messages) this.keep(message);
    this.draft = draft;
  }

  ours() {
    return this.storage.keys().filter((key) => key.startsWith(PREFIX));
  }

  /** Messages the server has not acknowledged, oldest first. */
  unsent() {
    return this.ours()
      .filter((key) => key.startsWith(this.unsentPrefix))
      .map((key) => read(this.storage.get(key)))
      .filter(Boolean)
      .sort((one, other) => one.at.localeCompare(other.at));
  }

  keep(message) {
    this.storage.set(this.unsentPrefix + message.frame.id, JSON.stringify(message));
  }

  drop(id) {
    this.storage.remove(this.unsentPrefix + id);
  }

  get draft() {
    return this.storage.get(this.draftKey) ?? "";
  }

  set draft(text) {
    if (text) this.storage.set(this.draftKey, text);
    else this.storage.remove(this.draftKey);
  }

  get large() {
    return this.storage.get(LARGE) === "yes";
  }

  set large(wanted) {
    this.storage.set(LARGE, wanted ? "yes" : "no");
  }

  /** The citizen is about to leave: from now on no window may carry their words into another session. */
  leaving() {
    this.storage.set(LEFT, `leaving ${Date.now()}`);
  }

  /** They did not leave after all. */
  stay() {
    this.storage.remove(LEFT);
  }

  /** Another person will use this device: only the size of the type stays. Other windows hear of it. */
  forget() {
    for (const key of this.ours()) if (!LASTING.includes(key)) this.storage.remove(key);
    this.storage.set(LEFT, `left ${Date.now()}`);
  }

  /** Whether somebody left this device while this window was open. */
  get left() {
    return Number(this.storage.get(LEFT)?.split(" ")[1] ?? 0) > performance.timeOrigin;
  }

  /** Call `act` when another window forgets this conversation. */
  onLeft(act) {
    addEventListener("storage", ({ key, newValue }) => key === LEFT && newValue?.startsWith("left") && act());
  }
}

function read(text) {
  try {
    const message = JSON.parse(text);
    return message?.frame?.id ? message : null;
  } catch {
    return null;
  }
}
