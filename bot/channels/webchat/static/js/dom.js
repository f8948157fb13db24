// Small helpers for building the page. Text is only ever set as text: nothing said can become markup.

/** A new element; `text` and `class` are plain, everything else is an attribute. */
export function element(tag, { text, ...attributes } = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  if (text !== undefined) made.textContent = text;
  made.append(...children.filter(Boolean));
  return made;
}

export const byId = (id) => document.getElementById(id);

const PATHS = {
  document: "M6 3h8l5 5v13H6zM14 3v5h5M9 13h7M9 17h5",
  photo: "M3 5h18v14H3zM4 17l5-4.5 3.2 3L16 11l5 5",
  voice: "M9 6a3 3 0 0 1 6 0v5a3 3 0 0 1-6 0zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3",
  audio: "M9 18V6l11-2v12M9 18a3 3 0 1 1-3-3 3 3 0 0 1 3 3zM20 16a3 3 0 1 1-3-3 3 3 0 0 1 3 3z",
  video: "M3 6h12v12H3zM15 10l6-3v10l-6-3",
  place: "M12 21s-6.5-5.8-6.5-11a6.5 6.5 0 0 1 13 0c0 5.2-6.5 11-6.5 11z",
};

/** A drawn sign; the words beside it say the same, so it is silent. */
export function sign(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", PATHS[name] ?? PATHS.document);
  svg.append(path);
  return svg;
}

/** An id nobody else makes. `crypto.randomUUID` is missing on pages without TLS, where a county may well begin. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The newest text for screen readers, outside the conversation. */
export function announce(sentence) {
  byId("announcer").textContent = sentence;
}
