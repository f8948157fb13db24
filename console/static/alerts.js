// People are called here: the number in the navigation stays fresh on every page, the tab's title says so when
// something urgent is new, a short tone sounds, and waiting times tick. Pages work without it.

const EVERY_MS = 4_000;
const SHIFT_MS = 10 * 60 * 60_000; // A tab left open after a shift must not keep its session alive for ever.
const TONE_HZ = [660, 880];
const title = document.title;
const words = { seconds: (n) => `${n} s`, minutes: (n) => `${n} min`, hours: (n) => `${n.toFixed(1)} h` };
if (document.documentElement.lang.startsWith("zh")) {
  Object.assign(words, {
    seconds: (n) => `${n} 秒`, minutes: (n) => `${n} 分钟`, hours: (n) => `${n.toFixed(1)} 小时`,
  });
}

const drawnAt = Date.now();
let lastTouched = drawnAt;
let known = null;
let sound = null;

for (const kind of ["pointerdown", "keydown"]) {
  addEventListener(kind, () => {
    lastTouched = Date.now();
    // Browsers let a page sound only after somebody has touched it.
    sound ??= globalThis.AudioContext ? new AudioContext() : null;
  }, { passive: true });
}

const tone = () => {
  if (sound?.state !== "running") return;
  TONE_HZ.forEach((hertz, step) => {
    const voice = sound.createOscillator();
    const volume = sound.createGain();
    volume.gain.value = 0.08;
    voice.frequency.value = hertz;
    voice.connect(volume).connect(sound.destination);
    voice.start(sound.currentTime + step * 0.2);
    voice.stop(sound.currentTime + step * 0.2 + 0.15);
  });
};

const draw = (now) => {
  for (const badge of document.querySelectorAll("[data-alerts-count]")) {
    badge.textContent = String(now.waiting);
    badge.hidden = !now.waiting;
  }
  const stored = Number(sessionStorage.getItem("newest-alert") ?? 0);
  if (now.newest_high > stored) {
    sessionStorage.setItem("newest-alert", String(now.newest_high));
    tone();
  }
  document.title = now.high ? `（${now.high}）❗ ${title}` : title;
  const seen = `${now.waiting}:${now.newest_high}`;
  known ??= seen;
  const fresh = document.querySelector("[data-alerts-fresh]");
  if (!fresh || seen === known) return;
  // What somebody is writing must not be lost: then the page only offers to be drawn anew.
  const writing = [...document.querySelectorAll("input[name=note]")].some((note) => note.value);
  if (writing) fresh.hidden = false;
  else location.replace(location.pathname);
};

const ask = async () => {
  if (Date.now() - lastTouched > SHIFT_MS) return;
  try {
    const answer = await fetch(document.body.dataset.alerts, { headers: { Accept: "application/json" } });
    if (answer.ok) draw(await answer.json());
  } catch {
    // No network for a moment, or signed out: the next round asks again.
  }
};

const tick = () => {
  for (const waiting of document.querySelectorAll("[data-waited]")) {
    // From what the server knew: the clock of this computer may be wrong.
    const seconds = Number(waiting.dataset.waited) + (Date.now() - drawnAt) / 1000;
    if (seconds < 60) waiting.textContent = words.seconds(Math.floor(seconds));
    else if (seconds < 3600) waiting.textContent = words.minutes(Math.floor(seconds / 60));
    else waiting.textContent = words.hours(seconds / 3600);
  }
};

if (document.body.dataset.alerts) {
  ask();
  setInterval(ask, EVERY_MS);
  tick();
  setInterval(tick, 1_000);
}
