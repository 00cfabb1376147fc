/** Journal des appels: what programs ask, live. */

import { askConsole, may } from "./api.js";
import { clock, code, fill, h, icon, iconButton, segments } from "./dom.js";
import { followed } from "./live.js";
import { tr } from "./texts.js";

const MOST = 300;

/** The page; it is followed until `signal` ends it. */
export function calls(place, _, signal) {
  const rows = h("tbody");
  const detail = h("aside.detail", { hidden: true, "aria-label": tr("Détail de l'appel") });
  const find = h("input", {
    type: "search",
    placeholder: tr("Chemin, clé, statut, identifiant"),
    "aria-label": tr("Filtrer"),
    oninput: () => filter(),
  });
  const empty = h(
    "p.empty",
    {},
    tr("Rien encore. Ce qu'un programme demande apparaît ici aussitôt."),
  );
  let kind = "all";
  let open = 0;
  const known = new Map();

  const fits = (call) => {
    const group = { all: true, good: call.status < 400, wrong: call.status >= 400 }[kind];
    const text =
      `${call.method} ${call.path} ${call.status} ${call.who} ${call.name} ${call.id}`.toLowerCase();
    return (
      group &&
      find.value
        .toLowerCase()
        .split(/\s+/)
        .every((word) => text.includes(word))
    );
  };
  const filter = () => {
    for (const [call, row] of known.values()) row.hidden = !fits(call);
  };
  const add = (call) => {
    const row = h(
      "tr",
      {
        tabindex: "0",
        onclick: () => show(call),
        onkeydown: (event) => {
          if (event.key === "Enter") show(call);
        },
      },
      h("td.time", {}, clock(call.at)),
      h("td.who", {}, call.name || tr("sans clé")),
      h("td", {}, h(`span.method.${call.method.toLowerCase()}`, {}, call.method)),
      h("td.path", {}, call.path, call.query && h("span.query", {}, `?${call.query}`)),
      h("td", {}, h(`span.status.s${String(call.status)[0]}`, {}, String(call.status))),
      h("td.ms", {}, `${call.ms} ms`),
    );
    row.hidden = !fits(call);
    known.set(call.number, [call, row]);
    rows.prepend(row);
    empty.hidden = true;
    if (known.size > MOST) {
      const [oldest] = known.keys();
      known.get(oldest)[1].remove();
      known.delete(oldest);
    }
  };
  const close = () => {
    detail.hidden = true;
    known.get(open)?.[1].focus();
    known.get(open)?.[1].removeAttribute("aria-current");
    open = 0;
  };
  const show = async (call) => {
    known.get(open)?.[1].removeAttribute("aria-current");
    open = call.number;
    known.get(open)[1].setAttribute("aria-current", "true");
    try {
      fill(detail, whole(await askConsole("GET", `/calls/${call.number}`), close));
    } catch (error) {
      fill(detail, iconButton("close", tr("Fermer"), close), h("p.wrong", {}, error.message));
    }
    detail.hidden = false;
    detail.querySelector("button").focus();
  };
  detail.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });

  fill(
    place,
    h(
      "div.log",
      {},
      h(
        "article.page.wide",
        {},
        h(
          "header.title",
          {},
          h("h1", {}, tr("Journal des appels")),
          followed("/calls", add, signal),
        ),
        h(
          "p.lead",
          {},
          may("keys:write")
            ? tr(
                "Les derniers appels de tous les programmes, gardés en mémoire ; secrets et noms sont masqués.",
              )
            : tr("Vos derniers appels, gardés en mémoire ; secrets et noms sont masqués."),
        ),
        h(
          "div.bar",
          {},
          h("div.search", {}, icon("search"), find),
          segments(
            tr("Statut"),
            [
              ["all", tr("Tous")],
              ["good", tr("Réussis")],
              ["wrong", tr("Refusés")],
            ],
            kind,
            (value) => {
              kind = value;
              filter();
            },
          ),
        ),
        h(
          "div.card.scroll",
          {},
          h(
            "table.calls",
            {},
            h(
              "thead",
              {},
              h(
                "tr",
                {},
                [
                  tr("Heure"),
                  tr("Qui"),
                  tr("Méthode"),
                  tr("Adresse"),
                  tr("Statut"),
                  tr("Durée"),
                ].map((each) => h("th", { scope: "col" }, each)),
              ),
            ),
            rows,
          ),
          empty,
        ),
      ),
      detail,
    ),
  );
}

function whole(call, close) {
  return [
    h(
      "header.title",
      {},
      h(
        "h2",
        {},
        h(`span.method.${call.method.toLowerCase()}`, {}, call.method),
        " ",
        h("span.path", {}, call.path),
      ),
      iconButton("close", tr("Fermer"), close),
    ),
    h(
      "p.result",
      {},
      h(`span.status.s${String(call.status)[0]}`, {}, String(call.status)),
      ` ${call.ms} ms · ${clock(call.at)} · ${call.name || tr("sans clé")}`,
    ),
    h("p.note", {}, tr("Identifiant de la demande"), " ", h("code", {}, call.id)),
    half(tr("Demande"), call.asked),
    half(tr("Réponse"), call.answered),
  ];
}

function half(name, said) {
  const body = said.body
    ? code(JSON.stringify(JSON.parse(said.body), null, 2), name)
    : h(
        "p.note",
        {},
        said.size ? tr("{size} octets, non gardés", { size: said.size }) : tr("sans corps"),
      );
  return h(
    "section",
    {},
    h("h3", {}, name),
    body,
    h(
      "details",
      {},
      h("summary", {}, tr("En-têtes")),
      h(
        "dl.heads",
        {},
        said.heads.map(([key, value]) => [h("dt", {}, key), h("dd", {}, value)]),
      ),
    ),
  );
}
