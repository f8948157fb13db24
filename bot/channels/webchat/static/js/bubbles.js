// How one line of the conversation looks.

import { element, newId, sign } from "./dom.js";
import { language, say } from "./words.js";

const ADDRESS = /https?:\/\/[^\s<>"'，。；、）】》]+/;
// A case number or a query code, which must not be torn apart at the end of a line.
const CODE = /[0-9A-Z]{4,}(?:-[0-9A-Z]{4,})+/;
const HOTLINE = /\b12(?:345|348|333|356|388|315)\b/;
const SPECIAL = new RegExp(`(?<address>${ADDRESS.source})|(?<code>${CODE.source})|(?<hotline>${HOTLINE.source})`, "g");
const EMBLEM = document.querySelector(".head .emblem").getAttribute("src");

const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hour12: false });

/** The element of a line; `parts` are what changes later. */
export function drawLine(item) {
  const own = item.type === "own";
  const bubble = element("div", { class: "bubble" });
  bubble.append(element("span", { class: "unseen", text: say(own ? "you_say" : "bot_says") }), ...contents(item));
  const meta = element("p", { class: "meta" }, drawTime(item.at));
  const said = element("div", { class: "said" }, bubble);
  const root = element("div", { class: own ? "line own" : "line" });
  if (!own) root.append(element("img", { class: "emblem", src: EMBLEM, alt: "", width: 34, height: 34 }));
  root.append(said);
  const buttons = item.buttons?.length ? drawChoices(item.buttons, said) : [];
  said.append(meta);
  return { root, bubble, meta, buttons };
}

export function drawTime(at) {
  return element("time", { datetime: at, text: clock.format(new Date(at)) });
}

function contents(item) {
  const parts = [];
  if (item.text) parts.push(item.type === "own" ? item.text : withLinks(item.text));
  if (item.image) parts.push(picture(item.image));
  if (item.custom?.files) parts.push(drawFiles(item.custom.files));
  if (item.custom?.location) parts.push(element("span", { class: "place-sent" }, sign("place"), say("location_sent")));
  return parts;
}

/** Our words, with addresses and the public hotlines made to be tapped. */
function withLinks(text) {
  const made = document.createDocumentFragment();
  let from = 0;
  for (const match of text.matchAll(SPECIAL)) {
    made.append(text.slice(from, match.index), special(match));
    from = match.index + match[0].length;
  }
  made.append(text.slice(from));
  return made;
}

function special({ 0: text, groups: { address, code } }) {
  if (address) return outside(address);
  if (code) return element("span", { class: "code", text });
  return element("a", { class: "tel", href: `tel:${text}`, text });
}

function outside(address) {
  return element("a", { href: address, rel: "noopener noreferrer", target: "_blank", text: address });
}

function picture(source) {
  const address = new URL(source, location.href);
  const shown = address.origin === location.origin || address.protocol === "data:";
  return shown ? element("img", { class: "picture", src: source, alt: say("picture") }) : outside(address.href);
}

/** Files of a message; `preview` is an address of the file on this device. */
function drawFiles(files) {
  return element("ul", { class: "files" }, ...files.map(drawFile));
}

function drawFile(file) {
  const kind = file.kind in { photo: 1, voice: 1, audio: 1, video: 1 } ? file.kind : "document";
  const row = element("li", {});
  if (file.preview && kind === "photo") row.append(element("img", { class: "picture", src: file.preview, alt: file.name }));
  if (file.preview && (kind === "voice" || kind === "audio")) {
    row.append(element("audio", { controls: true, src: file.preview, "aria-label": say(`file_${kind}`) }));
  }
  const name = kind === "voice" ? say("file_voice") : file.name || say(`file_${kind}`);
  row.append(element("span", { class: "file-name" }, sign(kind), name));
  return row;
}

function drawChoices(buttons, said) {
  const made = buttons.map((button) => {
    const choice = element("button", { type: "button", text: button.title });
    choice.payload = button.payload;
    return choice;
  });
  const label = newId();
  said.append(
    element("span", { class: "unseen", id: label, text: say("choices") }),
    element("div", { class: "choices", role: "group", "aria-labelledby": label }, ...made),
  );
  return made;
}

/** The line between two days. */
export function drawDay(date) {
  const today = new Date();
  const days = Math.round((midnight(today) - midnight(date)) / 86_400_000);
  const named = ["today", "yesterday"][days];
  const form = { month: "long", day: "numeric", weekday: "long" };
  if (date.getFullYear() !== today.getFullYear()) form.year = "numeric";
  const text = named ? say(named) : new Intl.DateTimeFormat(language, form).format(date);
  return element("p", { class: "day" }, element("span", { text }));
}

function midnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate());
}
