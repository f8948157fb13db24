// The desk by keyboard, words that are never lost, and pages that say when a colleague was faster. Pages work without it.

const SMALL = matchMedia("(max-width: 900px)");
const EVERY_MS = 15_000;
const SHORTCUTS = "shortcuts-off";
const WORDS = "words:";

const each = (selector, act) => document.querySelectorAll(selector).forEach(act);
const find = (selector) => document.querySelector(selector);

// ---- The navigation: open groups on a desk, one at a time on a phone ------------------------------------------------

const groups = [...document.querySelectorAll("[data-group]")];
const fold = () => { for (const group of groups) group.open = !SMALL.matches; };
fold();
SMALL.addEventListener("change", fold);
for (const group of groups) {
  group.addEventListener("toggle", () => {
    if (SMALL.matches && group.open) for (const other of groups) if (other !== group) other.open = false;
  });
}
addEventListener("click", (event) => {
  if (SMALL.matches && !event.target.closest("[data-group]")) for (const group of groups) group.open = false;
});

// ---- Words that somebody typed outlive a lost session, a conflict and a reload --------------------------------------

const kept = (form) => `${WORDS}${form.dataset.keep}`;
const fields = (form) => [...form.elements].filter((one) => one.name && !["hidden", "submit", "button", "file"].includes(one.type));

const remember = (form) => {
  const said = {};
  for (const one of fields(form)) {
    if (one.type === "radio" || one.type === "checkbox") { if (one.checked) (said[one.name] ??= []).push(one.value); }
    else if (one.value !== one.defaultValue) said[one.name] = one.value;
  }
  if (Object.keys(said).length) sessionStorage.setItem(kept(form), JSON.stringify(said));
  else sessionStorage.removeItem(kept(form));
};

const restore = (form) => {
  const text = sessionStorage.getItem(kept(form));
  if (!text) return;
  const said = JSON.parse(text);
  let changed = false;
  for (const one of fields(form)) {
    const value = said[one.name];
    if (value === undefined) continue;
    if (Array.isArray(value)) { const on = value.includes(one.value); changed ||= one.checked !== on; one.checked = on; }
    else if (one.value !== value && (!one.value || one.value === one.defaultValue)) { one.value = value; changed = true; }
  }
  if (!changed) return;
  form.closest("details")?.setAttribute("open", "");
  const note = form.querySelector("[data-restored]");
  if (note) note.hidden = false;
};

// A step that was taken needs its words no more: the page that follows says so.
const done = find("[data-done]")?.dataset.done;
each("form[data-keep]", (form) => {
  if (form.dataset.keep === done) sessionStorage.removeItem(kept(form));
  else restore(form);
  form.addEventListener("input", () => remember(form));
  form.addEventListener("change", () => remember(form));
});
if (done) sessionStorage.removeItem(`${WORDS}${done}`);
each("form[data-forget]", (form) => form.addEventListener("submit", () => sessionStorage.clear()));

// ---- A case that changes while somebody looks at it -----------------------------------------------------------------

const live = find("[data-live]");
const look = async () => {
  if (document.hidden || !live.hidden) return;
  try {
    const answer = await fetch(live.dataset.ask, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) return;
    const now = await answer.json();
    if (String(now.version) === live.dataset.version) return;
    live.querySelector("[data-live-words]").textContent = now.news;
    live.hidden = false;
  } catch {
    // No network for a moment: the next round asks again.
  }
};
if (live) {
  setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", look);
}

// ---- Parts that are fetched when they are opened --------------------------------------------------------------------

each("details[data-load]", (part) => {
  const place = part.querySelector("[data-loaded]");
  const show = (name) => place.replaceChildren(part.querySelector(`template[${name}]`).content.cloneNode(true));
  part.addEventListener("toggle", async () => {
    if (!part.open || part.dataset.fetched) return;
    part.dataset.fetched = "1";
    show("data-loading");
    try {
      const answer = await fetch(part.dataset.load);
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      place.replaceChildren(...page.body.childNodes);
    } catch {
      delete part.dataset.fetched;
      show("data-failed");
    }
  });
});

// ---- A link into a folded part opens it -----------------------------------------------------------------------------

const unfold = () => {
  const there = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let part = there; part; part = part.parentElement?.closest("details")) if (part.tagName === "DETAILS") part.open = true;
  if (there) there.scrollIntoView({ block: "start" });
};
addEventListener("hashchange", unfold);
unfold();

// ---- Choosing rows for a step on many cases -------------------------------------------------------------------------

const boxes = [...document.querySelectorAll("[data-choose]")];
const bar = find("[data-chosen]");
const count = () => {
  const chosen = boxes.filter((box) => box.checked).length;
  for (const box of boxes) box.closest("[data-row]").classList.toggle("chosen", box.checked);
  if (bar) {
    bar.hidden = !chosen;
    bar.querySelector("[data-chosen-count]").textContent = String(chosen);
  }
};
for (const box of boxes) box.addEventListener("change", count);
find("[data-choose-all]")?.addEventListener("click", () => {
  const all = boxes.every((box) => box.checked);
  for (const box of boxes) box.checked = !all;
  count();
});
addEventListener("pageshow", count);

// ---- By keyboard ----------------------------------------------------------------------------------------------------

const dialog = find("[data-keys]");
const rows = [...document.querySelectorAll("[data-row]")];
const on = () => localStorage.getItem(SHORTCUTS) !== "1";
let before = "";

const row = () => rows.find((one) => one.contains(document.activeElement));
const move = (by) => {
  if (!rows.length) return;
  const at = rows.indexOf(row());
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1)];
  next.querySelector("h2 a").focus();
  next.scrollIntoView({ block: "nearest" });
};
const step = (at) => {
  const one = [...document.querySelectorAll("[data-step]")][at];
  if (!one) return;
  one.closest(".more-steps")?.setAttribute("open", "");
  one.open = true;
  one.querySelector("summary").focus();
  one.scrollIntoView({ block: "nearest" });
};
const goes = { i: "inbox", n: "counter", a: "alerts", t: "conversations", p: "parked" };
const acts = {
  "?": () => dialog?.showModal(),
  "/": () => { const box = find("input[type=search]"); box?.focus(); box?.select(); },
  j: () => move(1),
  k: () => move(-1),
  x: () => { const box = row()?.querySelector("[data-choose]"); if (box) box.click(); },
  c: () => (row() ?? document).querySelector("[data-claim]")?.click(),
  s: () => { find("#steps")?.scrollIntoView({ block: "start" }); find("#steps")?.focus(); },
  u: () => find("[data-back]")?.click(),
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || dialog?.open) return;
  const typing = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select");
  if (typing) { if (event.key === "Escape") typing.blur(); return; }
  // Single keys can be switched off: people who speak to their computer, or whose hands shake, press them unawares.
  if (!on() && event.key !== "?") return;
  const key = event.key;
  const act = before === "g" && goes[key] ? () => find(`[data-door="${goes[key]}"]`)?.click()
    : /^[1-9]$/.test(key) ? () => step(Number(key) - 1) : acts[key];
  before = key;
  if (!act) return;
  event.preventDefault();
  act();
});

if (dialog) {
  each("[data-shortcuts]", (button) => {
    button.hidden = false;
    button.addEventListener("click", () => dialog.showModal());
  });
  const wish = dialog.querySelector("[data-keys-on]");
  wish.checked = on();
  wish.addEventListener("change", () => localStorage.setItem(SHORTCUTS, wish.checked ? "" : "1"));
}

// ---- Paper ----------------------------------------------------------------------------------------------------------

each("[data-print]", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});
