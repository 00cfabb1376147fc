/** A feed that is followed, and the sign that says whether it is. */

import { follow } from "./api.js";
import { fill, h, icon } from "./dom.js";
import { tr } from "./texts.js";

/** Has `each` thing of a feed told until `signal` ends it; returns the sign. */
export function followed(path, each, signal) {
  const sign = h("span.live", { role: "status" });
  const live = (on) => {
    sign.classList.toggle("on", on);
    fill(
      sign,
      icon(on ? "sensors" : "link_off"),
      on ? tr("en direct") : tr("le hub ne répond pas"),
    );
  };
  follow(path, each, live, signal).catch((error) => fill(sign, error.message));
  return sign;
}
