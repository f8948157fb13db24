// The page put together: what the citizen does goes into the queue, what the server says goes into the timeline.

import { setUpAppearance } from "./appearance.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { announce, byId, newId } from "./dom.js";
import { Files } from "./files.js";
import { ask, banner } from "./notices.js";
import { Place } from "./place.js";
import { Queue } from "./queue.js";
import { Stored } from "./stored.js";
import { Timeline } from "./timeline.js";
import { Voice } from "./voice.js";
import { say } from "./words.js";

const OFFLINE_SHOWN_AFTER = 1_500;

const stored = new Stored(document.body.dataset.mark);
setUpAppearance(stored);

const timeline = new Timeline({
  choose: ({ title, payload }) => speak({ type: "button", payload, title }, { text: title }),
  again: (id) => {
    if (files.again(id)) return;
    connection.nudge();
    queue.again();
  },
  takeBack: (text) => composer.takeBack(text),
});
const connection = new Connection({ since: () => timeline.lastId });
const queue = new Queue({
  stored,
  send: (frame) => connection.send(frame),
  show: (id, state, sentence) => timeline.state(id, state, sentence),
  stalled: () => connection.drop(),
});
const files = new Files({ timeline, send: (frame, shown) => queue.add({ frame, shown, at: shown.at }) });
const composer = new Composer({
  stored,
  send: (text) => speak({ type: "text", text }, { text }),
  paste: (pasted) => files.take(pasted),
});
new Voice({ send: (file) => files.take([file], { recorded: true }) });
new Place({
  send: (position) => speak({ type: "location", ...position }, { text: "", custom: { location: true } }),
  fail: (sentence) => banner(sentence, { passing: true }),
});

/** The citizen said something: show it, keep it, send it. */
function speak(frame, shown) {
  const id = newId();
  const at = new Date().toISOString();
  byId("starters").hidden = true;
  timeline.own({ ...shown, id, at });
  queue.add({ frame: { ...frame, id }, shown, at });
}

const hearing = {
  history({ items }) {
    const first = !hearing.heard;
    hearing.heard = true;
    // Read out what is new, not everything that was ever said.
    const fresh = timeline.merge(items, { quiet: first });
    for (const item of items) {
      if (item.type === "own") hearing.kept({ ...item, kept: true });
      else connection.mention({ type: "got", id: item.id });
    }
    if (first) setTimeout(() => byId("log").setAttribute("aria-live", "polite"), 500);
    if (fresh) answerArrived(first ? 0 : fresh);
    byId("starters").hidden = !timeline.empty;
  },
  message(item) {
    const fresh = timeline.push(item);
    connection.mention({ type: "got", id: item.id });
    if (fresh) answerArrived(1);
    byId("starters").hidden = true;
  },
  kept(answer) {
    queue.answered(answer);
    if (answer.kept) timeline.settle(answer);
  },
  typing: () => timeline.typing(true),
  trouble: ({ sentence }) => announce(sentence),
  pong: () => {},
};

const title = document.title;
let unread = 0;

function answerArrived(count) {
  timeline.typing(false);
  if (document.visibilityState !== "visible") unread += count;
  document.title = unread ? `(${unread}) ${title}` : title;
  noteSeen();
}

function noteSeen() {
  if (document.visibilityState !== "visible" || !timeline.lastId) return;
  unread = 0;
  document.title = title;
  if (noteSeen.upTo === timeline.lastId) return;
  noteSeen.upTo = timeline.lastId;
  connection.mention({ type: "seen", up_to: timeline.lastId });
}
document.addEventListener("visibilitychange", noteSeen);

let offlineTimer = 0;
let wasOffline = false;

const states = {
  connected() {
    clearTimeout(offlineTimer);
    if (wasOffline) banner(say("online_again"), { passing: true });
    else banner("");
    wasOffline = false;
    queue.again();
    files.resume();
  },
  offline() {
    queue.ground();
    clearTimeout(offlineTimer);
    offlineTimer = setTimeout(() => {
      wasOffline = true;
      banner(say("offline"));
    }, OFFLINE_SHOWN_AFTER);
  },
  connecting: () => queue.ground(),
  elsewhere: () => banner(say("elsewhere"), { button: say("continue_here"), act: () => (banner(""), connection.takeOver()) }),
  unknown: () => banner(say("cookies_needed"), { button: say("reload"), act: () => location.reload() }),
};
states.live = states.polling = states.connected;

connection.addEventListener("frame", ({ detail }) => hearing[detail.type]?.(detail));
connection.addEventListener("state", ({ detail }) => states[detail]());
connection.addEventListener("renewed", ({ detail: mark }) => {
  if (stored.left) {
    beginAnew();
    return;
  }
  stored.move(mark);
  timeline.note(say("new_conversation"));
});

byId("starters").addEventListener("click", ({ target }) => {
  if (target.tagName === "BUTTON") speak({ type: "text", text: target.textContent }, { text: target.textContent });
});
byId("leave").addEventListener("click", async () => {
  byId("more").open = false;
  if (!(await ask(say("leave_question"), say("leave_yes")))) return;
  stored.leaving();
  const response = await fetch("/chat/leave", { method: "POST" }).catch(() => null);
  // 401: there was no session any more, so there is nothing left to leave.
  if (!response?.ok && response?.status !== 401) {
    stored.stay();
    banner(say("leave_failed"), { passing: true });
    return;
  }
  stored.forget();
  beginAnew();
});
stored.onLeft(beginAnew);

function beginAnew() {
  // What the citizen left half-written is in this field too, and browsers like to remember fields.
  byId("text").value = "";
  location.replace("/");
}

const left = stored.unsent();
for (const { frame, shown, at } of left) timeline.own({ ...shown, id: frame.id, at }, "unsent");
queue.resume(left);
connection.run();
