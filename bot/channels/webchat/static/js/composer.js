// Where the citizen writes. Nothing half-written is lost: it is on this device until it is sent.

import { announce, byId } from "./dom.js";
import { say } from "./words.js";

export const MOST_CHARACTERS = 20_000;

/** On a phone Enter begins a new line: there the send button is under the thumb. */
const enterSends = matchMedia("(hover: hover) and (pointer: fine)");

export class Composer {
  /**
   * @param stored  keeps the draft
   * @param send    (text)
   * @param paste   (files) pictures out of the clipboard
   */
  constructor({ stored, send, paste }) {
    Object.assign(this, { stored, send });
    this.field = byId("text");
    this.field.value = stored.draft;
    this.field.addEventListener("input", () => this.changed());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (!files.length) return;
      event.preventDefault();
      paste(files);
    });
    byId("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    // The phone's keyboard stays open while a story is told in several messages.
    byId("send").addEventListener("pointerdown", (event) => event.preventDefault());
    this.grow();
    if (enterSends.matches) this.field.focus();
  }

  /** Put a refused text back, before what is being written. */
  takeBack(text) {
    this.field.value = [text, this.field.value].filter(Boolean).join("\n");
    this.changed();
    this.field.focus();
  }

  key(event) {
    // Enter that ends the choosing of Chinese characters belongs to the input method.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    if (!enterSends.matches) return;
    event.preventDefault();
    this.submit();
  }

  submit() {
    const text = this.field.value.trim();
    if (!text) announce(say("text_empty"));
    if (text.length > MOST_CHARACTERS) this.complain(say("text_too_long"));
    if (!text || text.length > MOST_CHARACTERS) {
      this.field.focus();
      return;
    }
    this.field.value = "";
    this.changed();
    this.send(text);
  }

  changed() {
    this.stored.draft = this.field.value;
    this.complain("");
    this.grow();
  }

  complain(sentence) {
    this.field.setCustomValidity(sentence);
    if (sentence) this.field.reportValidity();
  }

  grow() {
    this.field.style.height = "auto";
    const border = this.field.offsetHeight - this.field.clientHeight;
    this.field.style.height = `${this.field.scrollHeight + border}px`;
  }
}
