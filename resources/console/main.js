/** The console: what is on the page, in which language, by which address. */

import { Problem, comeBack, house, logOut, me, whenForgotten } from "./api.js";
import { calls } from "./calls.js";
import { fill, h, icon, iconButton, say } from "./dom.js";
import { forgetKeys } from "./keyring.js";
import { keys } from "./keys.js";
import { login } from "./login.js";
import { reference } from "./reference.js";
import { start } from "./start.js";
import { chosen, speak, spoken, tr } from "./texts.js";
import { webhooks } from "./webhooks.js";

const PAGES = { start, reference, keys, calls, webhooks };
const OPEN = "reference";
const THEMES = { "": "brightness_medium", light: "light_mode", dark: "dark_mode" };

const names = () => ({
  start: ["flag", tr("Démarrer")],
  reference: ["menu_book", tr("Référence")],
  keys: ["key", tr("Clés")],
  calls: ["list", tr("Appels")],
  webhooks: ["share", tr("Webhooks")],
});

let here = {};
let leaving = new AbortController();

/** Shows the page of the address. */
async function show() {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const [name = "start", ...rest] = location.hash.slice(2).split("/").filter(Boolean);
  if (!me && name !== OPEN) {
    fill(document.body, band(), h("main", {}), strip(), said());
    return login(document.querySelector("main"), () => {
      location.hash = name === "login" ? "#/start" : location.hash;
      show();
    });
  }
  const page = Object.hasOwn(PAGES, name) ? name : "start";
  const place = h("main", { id: "page", tabindex: "-1", class: page });
  fill(
    document.body,
    h(
      "a.skip",
      {
        href: "#page",
        onclick: (event) => {
          event.preventDefault();
          place.focus();
        },
      },
      tr("Aller au contenu"),
    ),
    band(),
    frame(page),
    place,
    strip(),
    said(),
  );
  document.title = `${names()[page][1]} · Sotto`;
  try {
    await PAGES[page](place, rest, signal);
  } catch (error) {
    if (!signal.aborted)
      fill(place, h("article.page", {}, h("p.wrong", { role: "alert" }, error.message)));
  }
  return null;
}

/** The mark of what is not in real trade, as over the windows. */
function band() {
  return (
    here.mark &&
    h("p.band", {}, icon("info"), h("strong", {}, here.mark), h("span", {}, here.effect))
  );
}

const said = () => h("p", { id: "said", role: "status", hidden: true });

function frame(page) {
  return h(
    "nav.rail",
    { "aria-label": tr("Console") },
    h(
      "a.brand",
      { href: "#/start", "aria-label": "sotto" },
      icon("mark"),
      h("span", {}, "sotto"),
    ),
    h(
      "ul",
      {},
      Object.entries(names()).map(([name, [symbol, text]]) =>
        h(
          "li",
          {},
          h(
            "a",
            { href: `#/${name}`, "aria-current": name === page && "page" },
            icon(name === page && FILLED.has(symbol) ? `${symbol}-fill` : symbol),
            h("span", {}, text),
          ),
        ),
      ),
    ),
    h(
      "div.user",
      {},
      me
        ? person()
        : h("a.go", { href: "#/login" }, icon("login"), h("span", {}, tr("Se connecter"))),
    ),
  );
}

const FILLED = new Set(["flag", "menu_book", "key", "share"]);

function person() {
  return [
    h("span.avatar", { "aria-hidden": "true" }, me.name.slice(0, 2).toUpperCase()),
    h("span.name", {}, me.name),
    iconButton("logout", tr("Se déconnecter"), async () => {
      await logOut();
      forgetKeys();
      location.hash = "#/login";
    }),
  ];
}

function strip() {
  const theme = () => localStorage.getItem("theme") ?? "";
  const light = iconButton(THEMES[theme()], tr("Clair, sombre ou comme le système"), () => {
    const all = Object.keys(THEMES);
    const next = all[(all.indexOf(theme()) + 1) % all.length];
    localStorage.setItem("theme", next);
    paint();
    light.replaceChildren(icon(THEMES[next]));
  });
  const other = spoken() === "fr" ? ["en", "English"] : ["fr", "Français"];
  return h(
    "footer.strip",
    {},
    h("span", {}, icon("hub"), location.host),
    h("span.push", {}),
    light,
    h(
      "button.bare",
      { type: "button", lang: other[0], onclick: () => begin(other[0]) },
      icon("language"),
      other[1],
    ),
  );
}

function paint() {
  document.documentElement.dataset.theme = localStorage.getItem("theme") ?? "";
}

/** Shows it all in a language. */
async function begin(language) {
  await speak(language);
  here = await house();
  await show();
}

// What a button asked in vain is said in words, wherever it stands.
window.addEventListener("unhandledrejection", (event) => {
  if (!(event.reason instanceof Problem)) return;
  event.preventDefault();
  say(event.reason.message);
});
paint();
whenForgotten(() => {
  forgetKeys();
  show();
});
await comeBack();
window.addEventListener("hashchange", show);
await begin(chosen());
