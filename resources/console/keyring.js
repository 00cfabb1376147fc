/** The keys this page knows of until it is closed, and with which one it asks. */

import { me } from "./api.js";
import { h, menu, select } from "./dom.js";
import { tr } from "./texts.js";

/** `known`: `{name, secret}`; `chosen`: one of them, null for the person's own session. */
export const kept = { known: [], chosen: null };

/** A key that was just made, or pasted: asked with from now on. */
export function keep(name, secret) {
  kept.chosen = { name, secret };
  kept.known.push(kept.chosen);
}

/** Forgets all: somebody logged out. */
export function forgetKeys() {
  kept.known = [];
  kept.chosen = null;
}

/** The choice of who asks. */
export function whoAsks() {
  const place = h("div.field");
  const show = () => {
    const options = [
      ["", me ? tr("Ma connexion ({name})", { name: me.name }) : tr("Personne")],
      ...kept.known.map((each, at) => [String(at), tr("Clé {name}", { name: each.name })]),
      ["paste", tr("Coller une clé…")],
    ];
    const chosen = kept.chosen ? String(kept.known.indexOf(kept.chosen)) : "";
    const ways = select(
      options,
      chosen,
      (value) => {
        if (value === "paste") return paste();
        kept.chosen = value ? kept.known[Number(value)] : null;
      },
      { id: "who" },
    );
    place.replaceChildren(h("label", { for: "who" }, tr("Qui demande")), menu(ways));
  };
  const paste = () => {
    const input = h("input", {
      id: "who",
      type: "password",
      placeholder: "sk_…",
      autocomplete: "off",
      onchange: () => {
        if (input.value) keep(`${input.value.slice(0, 7)}…`, input.value.trim());
        show();
      },
    });
    place.replaceChildren(h("label", { for: "who" }, tr("Clé")), input);
    input.focus();
  };
  show();
  return place;
}
