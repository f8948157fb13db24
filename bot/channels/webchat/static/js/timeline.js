// The lines of the conversation, each once and in order, and the state of what the citizen sent.

import { drawDay, drawLine, drawTime } from "./bubbles.js";
import { announce, byId, element } from "./dom.js";
import { say } from "./words.js";

const NEAR_THE_END = 120;
const TYPING_LASTS = 12_000;

export class Timeline {
  /**
   * @param choose    (button) a choice was tapped
   * @param again     () the citizen wants an unsent message to go out
   * @param takeBack  (text) a refused text goes back to the composer
   */
  constructor({ choose, again, takeBack }) {
    Object.assign(this, { choose, again, takeBack });
    this.log = byId("log");
    this.list = byId("lines");
    this.newest = byId("newest");
    this.typingSign = byId("typing");
    this.lines = [];
    this.lastId = 0;
    this.newest.addEventListener("click", () => this.toEnd());
    // A keyboard that opens, or a picture that arrives, must not hide the newest words.
    this.stick = true;
    this.log.addEventListener("scroll", () => this.scrolled(), { passive: true });
    const sizes = new ResizeObserver(() => this.stick && this.toEnd());
    sizes.observe(this.log);
    sizes.observe(this.list);
  }

  /** What a history brings: known lines stay, the others take their place among them. */
  merge(items, { quiet = false } = {}) {
    const end = this.atEnd();
    let after = this.placeFor(items);
    let fresh = 0;
    for (const item of items) {
      const known = this.find(item);
      if (!known) fresh += item.type === "message";
      after = known ?? this.insert(item, after, { quiet });
    }
    this.tidy();
    this.follow(end || quiet, fresh);
    return fresh;
  }

  /** A message the server pushed; false when it is already here. */
  push(item) {
    return this.merge([item]) > 0;
  }

  /** What the citizen just said. */
  own(item, state = "sending") {
    this.insert({ ...item, type: "own" }, this.lines.at(-1) ?? null, { state: "" });
    this.state(item.id, state);
    this.tidy();
    this.toEnd();
  }

  /** Draw how far one of the citizen's messages has come. */
  state(id, state, sentence) {
    const line = this.find({ type: "own", id });
    if (!line || line.state === "kept") return;
    const changed = line.state !== state;
    line.state = state;
    line.meta.querySelectorAll(".state, button").forEach((each) => each.remove());
    line.meta.append(...this.drawState(line, state, sentence));
    if (changed && state === "unsent") announce(sentence ?? say("unsent"));
    if (state === "refused") {
      announce(say("refused", { sentence }));
      this.tidy();
    }
    if (this.stick) this.toEnd();
  }

  drawState(line, state, sentence) {
    if (state === "sending" || state === "kept") return [element("span", { class: "state", text: say(state) })];
    const why = sentence && element("span", { class: "state why", text: state === "refused" ? say("refused", { sentence }) : sentence });
    const button = element("button", { type: "button", text: say(state === "unsent" ? "unsent" : "take_back") });
    if (state === "unsent") button.addEventListener("click", () => this.again(line.item.id));
    else button.addEventListener("click", () => this.takeBack(line.item.text));
    return [why, (state === "unsent" || line.item.text) && button].filter(Boolean);
  }

  /** Show free text as the state of a message: the progress of an upload. */
  progress(id, text) {
    const line = this.find({ type: "own", id });
    const shown = line?.meta.querySelector(".state");
    if (shown) shown.textContent = text;
  }

  /** The element of one of the citizen's bubbles. */
  bubbleOf(id) {
    return this.find({ type: "own", id })?.bubble;
  }

  /** A remark of the page itself, between the lines. */
  note(sentence) {
    this.list.append(element("p", { class: "day" }, element("span", { text: sentence })));
    this.toEnd();
  }

  typing(shown) {
    clearTimeout(this.typingTimer);
    this.typingSign.hidden = !shown;
    if (!shown) return;
    if (this.stick) this.toEnd();
    this.typingTimer = setTimeout(() => this.typing(false), TYPING_LASTS);
  }

  get empty() {
    return this.lines.length === 0;
  }

  find(item) {
    return this.lines.find((line) => line.item.type === item.type && line.item.id === item.id);
  }

  /** The line after which a history begins: before its first line that is here already, or at the end. */
  placeFor(items) {
    const known = items.map((item) => this.find(item)).find(Boolean);
    if (known) return this.lines[this.lines.indexOf(known) - 1] ?? null;
    // What has not gone out yet stays below what arrives.
    return this.lines.filter((line) => line.state !== "unsent").at(-1) ?? null;
  }

  /** The server has one of the citizen's messages, and says since when. */
  settle({ id, at }) {
    const line = this.find({ type: "own", id });
    if (!line) return;
    this.state(id, "kept");
    if (!at || at === line.item.at) return;
    line.item.at = at;
    line.meta.querySelector("time").replaceWith(drawTime(at));
    this.tidy();
  }

  insert(item, after, { quiet = false, state = "kept" }) {
    const line = { item, ...drawLine(item), state };
    const place = after ? this.lines.indexOf(after) + 1 : 0;
    if (after) after.root.after(line.root);
    else this.list.prepend(line.root);
    this.lines.splice(place, 0, line);
    if (!quiet) line.root.classList.add("new");
    for (const button of line.buttons) button.addEventListener("click", () => this.tap(line, button));
    if (item.type === "message") this.lastId = Math.max(this.lastId, item.id);
    return line;
  }

  tap(line, button) {
    if (button.getAttribute("aria-disabled") === "true") announce(say("choice_past"));
    else this.choose({ title: button.textContent, payload: button.payload });
  }

  /** Draw the days, and which choices are still open. */
  tidy() {
    this.list.querySelectorAll(".day[data-day]").forEach((day) => day.remove());
    let before = "";
    for (const [place, { item, root, meta }] of this.lines.entries()) {
      const next = this.lines[place + 1];
      // One time under several messages of the same moment is enough.
      meta.hidden = item.type === "message" && next?.item.type === "message" && next.meta.textContent === meta.textContent;
      const date = new Date(item.at);
      const day = date.toDateString();
      if (day !== before) {
        const line = drawDay(date);
        line.dataset.day = day;
        root.before(line);
      }
      before = day;
    }
    this.closeChoices();
  }

  /** Choices are open until one is taken or newer ones are offered. */
  closeChoices() {
    const asking = this.lines.filter((line) => line.buttons.length);
    asking.forEach((line, place) => {
      const next = asking[place + 1];
      const until = next ? this.lines.indexOf(next) : this.lines.length;
      const said = this.lines.slice(this.lines.indexOf(line) + 1, until).filter(isAnswer).map((each) => each.item.text);
      const chosen = line.buttons.find((button) => said.includes(button.textContent));
      for (const button of line.buttons) {
        const closed = Boolean(chosen || next);
        button.setAttribute("aria-disabled", String(closed));
        button.classList.toggle("chosen", button === chosen);
        if (button === chosen) button.setAttribute("aria-label", `${button.textContent} (${say("chosen")})`);
        else button.removeAttribute("aria-label");
      }
    });
  }

  scrolled() {
    this.stick = this.atEnd();
    if (this.stick) this.newest.hidden = true;
  }

  follow(end, fresh) {
    if (end) this.toEnd();
    else if (fresh) this.newest.hidden = false;
  }

  atEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_THE_END;
  }

  toEnd() {
    // The welcome is read from its beginning.
    if (this.empty) return;
    this.log.scrollTop = this.log.scrollHeight;
    this.newest.hidden = true;
    this.stick = true;
  }
}

function isAnswer(line) {
  return line.item.type === "own" && line.state !== "refused";
}
