/** Texts: French is the source, English is a catalogue beside it, as in the windows. */

let english = {};
let language = "fr";

/** "fr" or "en": what was chosen here before, else what the browser prefers. */
export const chosen = () =>
  localStorage.getItem("language") ?? (navigator.language.startsWith("fr") ? "fr" : "en");

/** Switches every later `tr`. */
export async function speak(name) {
  if (name === "en" && !Object.keys(english).length) {
    english = await (await fetch("/developers/en.json")).json();
  }
  language = name;
  localStorage.setItem("language", name);
  document.documentElement.lang = name;
}

/** The language in force. */
export const spoken = () => language;

/** A text in the language in force, its {fields} filled. */
export function tr(source, values = {}) {
  const text = (language === "en" && english[source]) || source;
  return text.replaceAll("'", "’").replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
