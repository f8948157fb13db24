// A little help on top of pages that work without it: no form is sent twice, and the numbers stay fresh.

const EVERY_MS = 15_000;
const QUIET_AFTER_MS = 20 * 60_000; // An abandoned tab must not keep its session alive for ever.

let lastTouched = Date.now();
let firstTotals = null;

for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
  });
}

// Coming back with the browser's "back" shows the page as it was left: forms must be usable again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-once]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
  }
});

for (const kind of ["pointerdown", "keydown"]) {
  addEventListener(kind, () => { lastTouched = Date.now(); }, { passive: true });
}

// As console/screen.py shows it: nobody counts further than this.
const MOST_COUNTED = 1000;

const show = (element, number) => {
  element.textContent = number > MOST_COUNTED ? "1,000+" : String(number);
  if (element.classList.contains("count")) element.hidden = !number;
};

const draw = (numbers) => {
  for (const element of document.querySelectorAll("[data-count]")) show(element, numbers[element.dataset.count] ?? 0);
  for (const element of document.querySelectorAll("[data-state]")) show(element, numbers.states?.[element.dataset.state] ?? 0);
  const totals = JSON.stringify(numbers.states ?? {});
  firstTotals ??= totals;
  const fresh = document.querySelector("[data-fresh]");
  if (fresh) fresh.hidden = totals === firstTotals;
};

const refresh = async () => {
  if (document.hidden || Date.now() - lastTouched > QUIET_AFTER_MS) return;
  try {
    const answer = await fetch(document.body.dataset.counts, { headers: { Accept: "application/json" } });
    if (answer.ok) draw(await answer.json());
  } catch {
    // No network for a moment: the next round asks again.
  }
};

if (document.body.dataset.counts) {
  refresh();
  setInterval(refresh, EVERY_MS);
  document.addEventListener("visibilitychange", refresh);
}
