// The way to the server: a WebSocket, and plain HTTP where sockets do not get through.
//
// Events: "frame" (what the server says), "state" ("live", "polling", "offline", "elsewhere", "unknown"),
// "renewed" (the session had ended and there is a new one; the detail is its mark).

const OPEN_WITHIN = 8_000;
const PING_EVERY = 25_000;
const PONG_WITHIN = 10_000;
const POLL_EVERY = 4_000;
const SOCKET_AGAIN = 60_000;
const LONGEST_PAUSE = 30_000;
// An answer can be prepared on another server than the one this socket is open to: then it has to be asked for.
const LOOK_AFTER = [800, 2_000, 4_500, 9_000];

const TOO_MANY_PAGES = 1013;

export class Connection extends EventTarget {
  /** @param since  the newest of the server's messages that this page shows */
  constructor({ since }) {
    super();
    this.since = since;
    this.state = "connecting";
    this.socket = null;
    this.failures = 0;
    this.blocked = 0;
    this.socketAgainAt = 0;
    this.rouse = () => {};
    this.lookers = [];
    addEventListener("online", () => this.nudge());
    addEventListener("offline", () => this.socket?.close());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.nudge());
  }

  /** Keep talking to the server for as long as the page is open. */
  async run() {
    for (;;) {
      const tried = Date.now() >= this.socketAgainAt;
      const talked = tried && (await this.talk());
      if (this.state === "elsewhere" || this.state === "unknown") await this.pause(Infinity);
      this.failures = talked ? 0 : this.failures + 1;
      const reached = await this.poll();
      this.blocked = tried && reached && !talked ? this.blocked + 1 : this.blocked;
      if (talked || !reached) this.blocked = 0;
      if (this.blocked > 1) this.socketAgainAt = Date.now() + SOCKET_AGAIN;
      await this.pause(reached ? (talked ? 300 : POLL_EVERY) : this.backOff());
    }
  }

  /** Try at once instead of waiting. */
  nudge() {
    if (this.state === "live") this.ping();
    this.rouse();
  }

  /** Open here again after another window took over. */
  takeOver() {
    this.change("connecting");
    this.rouse();
  }

  /** Hand over a message; false when there is no way out just now. */
  send(frame) {
    if (this.state === "live") this.socket.send(JSON.stringify(frame));
    else if (this.state === "polling") this.post(frame);
    else return false;
    this.look();
    return true;
  }

  /** Say something nobody waits for: that a message is shown, or was seen. */
  mention(frame) {
    if (this.state === "live") this.socket?.send(JSON.stringify(frame));
    else if (this.state === "polling" && frame.type === "seen") this.post(frame);
  }

  /** Close a socket that looks dead; `run` opens the next. */
  drop() {
    this.socket?.close();
  }

  /** One WebSocket, from opening to closing; true when it ever worked. */
  talk() {
    return new Promise((ended) => {
      const scheme = location.protocol === "https:" ? "wss" : "ws";
      let socket;
      try {
        socket = new WebSocket(`${scheme}://${location.host}/chat/ws?since=${this.since()}&lang=${document.documentElement.lang}`);
      } catch {
        ended(false);
        return;
      }
      let worked = false;
      let over = false;
      const timers = { open: setTimeout(() => finish(), OPEN_WITHIN), ping: setInterval(() => this.ping(), PING_EVERY) };
      // Not left to `onclose`: on a dead network a browser may take minutes to call it.
      const finish = (code) => {
        if (over) return;
        over = true;
        clearTimeout(timers.open);
        clearInterval(timers.ping);
        clearTimeout(this.pongTimer);
        socket.onmessage = socket.onclose = null;
        socket.close();
        if (this.socket === socket) this.socket = null;
        if (code === TOO_MANY_PAGES) this.change("elsewhere");
        else if (worked) this.change("connecting");
        ended(worked);
      };
      socket.onmessage = ({ data }) => {
        clearTimeout(timers.open);
        clearTimeout(this.pongTimer);
        if (!worked) {
          worked = true;
          this.socket = { send: (text) => socket.send(text), close: () => finish() };
        }
        this.hear(JSON.parse(data));
        this.change("live");
      };
      socket.onclose = ({ code }) => finish(code);
    });
  }

  /** Ask over HTTP for what is new; true when the server answers. */
  async poll() {
    try {
      const response = await fetch(`/chat/history?since=${this.since()}`, { cache: "no-store" });
      if (response.status === 401) return await this.renew();
      if (!response.ok) throw new Error(String(response.status));
      const { items } = await response.json();
      this.renewing = false;
      this.hear({ type: "history", items });
      this.change("polling");
      return true;
    } catch {
      this.change("offline");
      return false;
    }
  }

  async post(frame) {
    try {
      const response = await fetch("/chat/message", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(frame),
      });
      const answer = await response.json();
      if (answer.type) this.hear(answer);
      else this.hear({ type: "kept", id: frame.id, kept: false, retry: true, sentence: answer.error });
    } catch {
      this.hear({ type: "kept", id: frame.id, kept: false, retry: true });
    }
  }

  /** The server does not know this session: the page, fetched anew, brings another. Once, or cookies are off. */
  async renew() {
    if (this.renewing) {
      this.change("unknown");
      return false;
    }
    this.renewing = true;
    const page = await (await fetch("/", { cache: "no-store" })).text();
    const { mark } = new DOMParser().parseFromString(page, "text/html").body.dataset;
    this.dispatchEvent(new CustomEvent("renewed", { detail: mark }));
    this.failures = 0;
    return await this.poll();
  }

  ping() {
    if (!this.socket) return;
    this.socket.send(JSON.stringify({ type: "ping", since: this.since() }));
    clearTimeout(this.pongTimer);
    this.pongTimer = setTimeout(() => this.drop(), PONG_WITHIN);
  }

  /** Ask a few times whether the answer is there, in case nobody pushes it. */
  look() {
    this.lookers.forEach(clearTimeout);
    const before = this.since();
    const ask = () => {
      if (this.since() !== before) return;
      if (this.state === "live") this.ping();
      else if (this.state === "polling") this.rouse();
    };
    this.lookers = LOOK_AFTER.map((after) => setTimeout(ask, after));
  }

  hear(frame) {
    this.dispatchEvent(new CustomEvent("frame", { detail: frame }));
  }

  change(state) {
    if (state === this.state) return;
    this.state = state;
    this.dispatchEvent(new CustomEvent("state", { detail: state }));
  }

  backOff() {
    const pause = Math.min(1_000 * 2 ** Math.min(this.failures, 6), LONGEST_PAUSE);
    return pause * (0.7 + Math.random() * 0.6);
  }

  pause(length) {
    return new Promise((go) => {
      const timer = Number.isFinite(length) ? setTimeout(go, length) : 0;
      this.rouse = () => {
        clearTimeout(timer);
        go();
      };
    });
  }
}
