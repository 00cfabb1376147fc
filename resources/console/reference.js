/** Référence: every endpoint of the OpenAPI document. */

import { API, described } from "./api.js";
import { attempt } from "./attempt.js";
import { code, fill, h, icon, prose } from "./dom.js";
import { called, fieldsOf, thisHouse } from "./house.js";
import { fieldRow, resolved, shapeTable } from "./schema.js";
import { tr } from "./texts.js";

const METHODS = ["get", "post", "put", "patch", "delete"];

/** The nouns of the API, as the house calls them. */
const nouns = () => ({
  access: tr("Accès"),
  orders: tr("Commandes"),
  payments: tr("Paiements"),
  menu: tr("Carte"),
  tables: tr("Tables"),
  reservations: tr("Réservations"),
  inventory: tr("Stock"),
  documents: tr("Tickets"),
  invoices: tr("Factures"),
  reports: tr("Chiffres"),
  sites: tr("Établissements"),
  customers: tr("Clients"),
  events: tr("Journal de la maison"),
  webhooks: tr("Webhooks"),
});

function operations(document) {
  return Object.entries(document.paths).flatMap(([path, ways]) =>
    METHODS.filter((method) => ways[method]).map((method) => ({
      ...ways[method],
      id: ways[method].operationId,
      path,
      method: method.toUpperCase(),
      tag: ways[method].tags?.[0] ?? "",
      parameters: (ways[method].parameters ?? []).map((each) => resolved(document, each)),
    })),
  );
}

const method = (name) => h(`span.method.${name.toLowerCase()}`, {}, name);

/** The page. `id` is the operation that is open. */
export async function reference(place, [id]) {
  const document = await described();
  const all = operations(document);
  const list = h("div.groups");
  const find = h("input", {
    type: "search",
    placeholder: tr("Chercher : orders, POST…"),
    "aria-label": tr("Chercher"),
    oninput: () => show(),
  });
  const show = () => {
    const wanted = find.value.trim().toLowerCase().split(/\s+/);
    const found = all.filter((each) => {
      const text = `${each.method} ${each.path} ${each.id} ${each.description}`.toLowerCase();
      return wanted.every((word) => text.includes(word));
    });
    fill(
      list,
      Object.entries(Object.groupBy(found, (each) => each.tag)).map(([tag, these]) => [
        h("h2.group", {}, nouns()[tag] ?? tag),
        h(
          "ul",
          {},
          these.map((each) =>
            h(
              "li",
              {},
              h(
                "a.operation",
                {
                  href: `#/reference/${each.id}`,
                  "aria-current": each.id === id && "page",
                },
                method(each.method),
                h("span", {}, each.path),
              ),
            ),
          ),
        ),
      ]),
      !found.length && h("p.empty", {}, tr("Rien ne s'appelle ainsi.")),
    );
  };
  show();
  const open = all.find((each) => each.id === id);
  const inside = open ? await operation(document, open) : beginning(document);
  fill(
    place,
    h(
      "div.split",
      { "data-open": Boolean(open) },
      h(
        "nav.list",
        { "aria-label": tr("Référence") },
        h("div.search", {}, icon("search"), find),
        list,
      ),
      inside,
    ),
  );
  place.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
}

function beginning(document) {
  return h(
    "article.doc",
    {},
    h("h1", {}, tr("Référence de l'API")),
    h(
      "p.lead",
      {},
      `OpenAPI ${document.openapi} · ${document.info.title} ${document.info.version}`,
    ),
    document.info.description.split("\n\n").map((each) => h("p", { lang: "en" }, prose(each))),
    h(
      "p",
      {},
      h(
        "a",
        { href: `${API}/openapi.json`, download: "sotto-openapi.json" },
        tr("Télécharger le document OpenAPI"),
      ),
    ),
  );
}

async function operation(document, open) {
  const body = open.requestBody?.content["application/json"];
  const inBody = body && [h("h2", {}, tr("Corps")), shapeTable(document, body.schema, true)];
  const inPath = open.parameters.filter((each) => each.in === "path").map((each) => each.name);
  // What is deleted is named by hand.
  const known =
    open.method === "DELETE"
      ? {}
      : await thisHouse(new Set([...inPath, ...fieldsOf(body?.example)]));
  const parameters = open.parameters.length > 0 && [
    h("h2", {}, tr("Paramètres")),
    h(
      "ul.rows",
      {},
      open.parameters.map((each) =>
        fieldRow(
          document,
          each.name,
          { ...each.schema, description: each.description ?? each.schema.description },
          each.required,
        ),
      ),
    ),
  ];
  return h(
    "article.doc",
    {},
    h(
      "header.title",
      {},
      h(
        "a.back",
        { href: "#/reference", "aria-label": tr("Toutes les adresses") },
        icon("arrow_back"),
      ),
      h("h1", {}, method(open.method), " ", h("span.path", {}, open.path)),
      open["x-scope"] && h("p.scope", {}, icon("key"), h("code", {}, open["x-scope"])),
    ),
    h(
      "div.columns",
      {},
      h(
        "div",
        {},
        (open.description ?? "")
          .split("\n\n")
          .filter((each) => !each.startsWith("Scope:"))
          .map((each) => h("p.lead", { lang: "en" }, prose(each))),
        parameters,
        inBody,
        answers(document, open),
      ),
      attempt(open, body && called(body.example, known), known),
    ),
  );
}

function answers(document, open) {
  return [
    h("h2", {}, tr("Réponses")),
    Object.entries(open.responses).map(([status, each]) => {
      const answer = resolved(document, each);
      const [content] = Object.values(answer.content ?? {});
      const good = status < 300;
      return h(
        "details.answer",
        { open: good && Boolean(content) },
        h(
          "summary",
          {},
          h(`span.status.s${status[0]}`, {}, status),
          " ",
          prose(answer.description ?? ""),
        ),
        content && good && shapeTable(document, content.schema),
        content &&
          h(
            "details",
            {},
            h("summary", {}, tr("Exemple")),
            code(
              JSON.stringify(content.example, null, 2),
              tr("Exemple de réponse"),
              tr("Copier l'exemple"),
            ),
          ),
      );
    }),
  ];
}
