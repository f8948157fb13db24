// Large type, and the menu in the header.

import { byId } from "./dom.js";

export function setUpAppearance(stored) {
  const button = byId("larger");
  const apply = (large) => {
    if (large) document.documentElement.dataset.type = "large";
    else delete document.documentElement.dataset.type;
    button.setAttribute("aria-pressed", String(large));
  };
  apply(stored.large);
  button.addEventListener("click", () => {
    stored.large = !stored.large;
    apply(stored.large);
  });
  setUpMenu(byId("more"));
  keepAboveKeyboard();
}

/** Safari lays its keyboard over the page instead of making the page smaller. */
function keepAboveKeyboard() {
  const view = window.visualViewport;
  view?.addEventListener("resize", () => {
    // Somebody who enlarges the page with two fingers wants it to stay as it is.
    if (Math.abs(view.scale - 1) > 0.01) return;
    document.documentElement.style.setProperty("--room", `${view.height}px`);
  });
}

function setUpMenu(menu) {
  document.addEventListener("click", ({ target }) => {
    if (!menu.contains(target)) menu.open = false;
  });
  menu.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
