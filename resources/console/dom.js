/** Elements. What is given as text stays text: nothing here reads HTML. */

import { tr } from "./texts.js";

/**
 * Makes an element.
 * @param {string} tag  "div", or "div.card.wide" with its classes
 * @param {object} [properties]  attributes; `on…` are listeners; false and null leave one out
 * @param {...(Node|string|number|null|Array)} children
 */
export function h(tag, properties = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const made = document.createElement(name);
  if (classes.length) made.className = classes.join(" ");
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "value") made.value = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(
    ...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false),
  );
  return made;
}

/** An icon of the windows; it says nothing to who cannot see it. */
export function icon(name) {
  const made = h("span.icon", { "aria-hidden": "true" });
  made.style.setProperty("--icon", `url("/developers/icons/${name}.svg")`);
  return made;
}

/** Puts new children in the place of the old ones. */
export function fill(place, ...children) {
  place.replaceChildren(...children.flat(Infinity).filter(Boolean));
  return place;
}

/** A button with an icon and words; `loud` is the one next act of its panel. */
export function button(text, onclick, { symbol, kind = "quiet", ...rest } = {}) {
  return h(
    `button.${kind}`,
    { type: "button", onclick, ...rest },
    symbol && icon(symbol),
    text,
  );
}

/** A button for what cannot be undone: the first tap asks, the second one does it. */
export function sureButton(text, really, act, symbol) {
  const made = button(
    text,
    () => {
      if (made.classList.contains("danger")) return act();
      made.classList.add("danger");
      made.lastChild.textContent = really;
      return null;
    },
    { symbol },
  );
  return made;
}

/** A button that is an icon alone, and says its name. */
export function iconButton(symbol, name, onclick, rest = {}) {
  return h(
    "button.bare",
    { type: "button", onclick, title: name, "aria-label": name, ...rest },
    icon(symbol),
  );
}

/** A labelled field; `control` gets the label's name. */
let count = 0;
export function field(label, control, help) {
  const id = control.id || `f${++count}`;
  control.id = id;
  const under = help ? h("span.help", { id: `${id}h` }, help) : null;
  if (under) control.setAttribute("aria-describedby", under.id);
  return h(
    "div.field",
    {},
    h("label", { for: id }, label),
    control.tagName === "SELECT" ? menu(control) : control,
    under,
  );
}

/** A menu with the windows' own arrow. */
export const menu = (control) => h("div.menu", {}, control, icon("arrow_drop_down"));

/** A menu of `[value, text]`. */
export function select(options, chosen, onchange, rest = {}) {
  const made = h(
    "select",
    { onchange: () => onchange(made.value), ...rest },
    options.map(([value, text]) => h("option", { value }, text)),
  );
  made.value = chosen;
  return made;
}

/** Segments: one of `[value, text]`, the chosen one rests on its filet. */
export function segments(name, options, chosen, onchoose) {
  const made = h("div.segments", { role: "tablist", "aria-label": name });
  const choose = (value) => {
    for (const each of made.children)
      each.setAttribute("aria-selected", each.dataset.value === value);
    for (const each of made.children) each.tabIndex = each.dataset.value === value ? 0 : -1;
  };
  made.append(
    ...options.map(([value, text]) =>
      h(
        "button",
        {
          type: "button",
          role: "tab",
          "data-value": value,
          onclick: () => {
            choose(value);
            onchoose(value);
          },
        },
        text,
      ),
    ),
  );
  made.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const all = [...made.children];
    const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
    next.focus();
    next.click();
  });
  choose(chosen);
  return made;
}

/** A text whose `words` are code. */
export const prose = (text) =>
  text.split("`").map((part, at) => (at % 2 ? h("code", {}, part) : part));

/** A block of code with a button that copies it. */
export function code(text, label, copying = tr("Copier")) {
  const block = h("pre", { tabindex: "0", "aria-label": label }, h("code", {}, text));
  const copy = iconButton("content_copy", copying, async () => {
    await navigator.clipboard.writeText(block.textContent);
    say(tr("Copié."));
  });
  return h("div.code", {}, block, copy);
}

/** A sentence at the bottom for a moment; read aloud too. */
export function say(text) {
  const place = document.querySelector("#said");
  place.textContent = text;
  place.hidden = false;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => {
    place.hidden = true;
  }, 4000);
}

/** "20:26:05" of a moment. */
export function clock(moment) {
  return new Date(moment).toLocaleTimeString("fr-FR");
}
