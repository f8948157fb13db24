// What the page itself has to say: a banner above the conversation, and questions before what cannot be undone.

import { byId } from "./dom.js";

const PASSING = 3_000;

/** Show a banner, with a button if something can be done; an empty sentence takes it away. */
export function banner(sentence, { button, act, passing = false } = {}) {
  const root = byId("banner");
  const press = root.querySelector("button");
  clearTimeout(banner.timer);
  root.hidden = !sentence;
  root.querySelector("p").textContent = sentence;
  press.hidden = !button;
  press.textContent = button ?? "";
  press.onclick = act ?? null;
  if (passing) banner.timer = setTimeout(() => banner(""), PASSING);
}

/** Ask before going on; resolves to whether the citizen agreed. */
export function ask(question, yes) {
  const dialog = byId("question");
  if (!dialog.showModal) return Promise.resolve(confirm(question));
  byId("question-text").textContent = question;
  dialog.querySelector("button[value=yes]").textContent = yes;
  // Escape closes without touching what was answered last time.
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true });
  });
}
