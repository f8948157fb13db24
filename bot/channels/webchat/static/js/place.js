// The place where the citizen is: asked for when they press the button, and only after they said yes.

import { ask } from "./notices.js";
import { byId } from "./dom.js";
import { say } from "./words.js";

export class Place {
  /**
   * @param send  ({latitude, longitude, accuracy})
   * @param fail  (sentence)
   */
  constructor({ send, fail }) {
    Object.assign(this, { send, fail });
    const button = byId("place");
    button.hidden = !(window.isSecureContext && navigator.geolocation);
    button.addEventListener("click", () => this.offer());
  }

  async offer() {
    if (!(await ask(say("location_question"), say("location_yes")))) return;
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy } }) => this.send({ latitude, longitude, accuracy }),
      () => this.fail(say("location_failed")),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  }
}
