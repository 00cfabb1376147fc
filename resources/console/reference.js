/** Référence: every endpoint, tried on this very hub. */

import { API, Problem, credential, described, me } from "./api.js";
import { button, code, field, fill, h, icon, iconButton, prose, segments } from "./dom.js";
import { called, fieldsOf, thisHouse } from "./house.js";
import { kept, whoAsks } from "./keyring.js";
import { LANGUAGES, sample } from "./samples.js";
import { fieldRow, resolved, shapeTable } from "./schema.js";
import { tr } from "./texts.js";

const METHODS = ["get", "post", "put", "patch", "delete"];

/** The nouns of the API, as the house calls them. */
const nouns = () => ({
  access: tr("Accès"), orders: tr("Commandes"), payments: tr("Paiements"), menu: tr("Carte"),
  tables: tr("Tables"), reservations: tr("Réservations"), inventory: tr("Stock"),
  documents: tr("Tickets"), reports: tr("Chiffres"), customers: tr("Clients"),
  events: tr("Journal de la maison"), webhooks: tr("Webhooks"),
});

function operations(document) {
  return Object.entries(document.paths).flatMap(([path, ways]) =>
    METHODS.filter((method) => ways[method]).map((method) => ({
      ...ways[method], id: ways[method].operationId, path, method: method.toUpperCase(),
      tag: ways[method].tags?.[0] ?? "",
      parameters: (ways[method].parameters ?? []).map((each) => resolved(document, each)),
    })));
}

const method = (name) => h(`span.method.${name.toLowerCase()}`, {}, name);

/** The page. `id` is the operation that is open. */
export async function reference(place, [id]) {
  const document = await described();
  const all = operations(document);
  const list = h("div.groups");
  const find = h("input", { type: "search", placeholder: tr("Chercher : orders, POST…"), "aria-label": tr("Chercher"), oninput: () => show() });
  const show = () => {
    const wanted = find.value.trim().toLowerCase().split(/\s+/);
    const found = all.filter((each) => {
      const text = `${each.method} ${each.path} ${each.id} ${each.description}`.toLowerCase();
      return wanted.every((word) => text.includes(word));
    });
    fill(list, Object.entries(Object.groupBy(found, (each) => each.tag)).map(([tag, these]) => [
      h("h2.group", {}, nouns()[tag] ?? tag),
      h("ul", {}, these.map((each) => h("li", {}, h("a.operation", {
        href: `#/reference/${each.id}`, "aria-current": each.id === id && "page",
      }, method(each.method), h("span", {}, each.path)))))]),
    !found.length && h("p.empty", {}, tr("Rien ne s'appelle ainsi.")));
  };
  show();
  const open = all.find((each) => each.id === id);
  const inside = open ? await operation(document, open) : beginning(document);
  fill(place, h("div.split", { "data-open": Boolean(open) },
    h("nav.list", { "aria-label": tr("Référence") }, h("div.search", {}, icon("search"), find), list),
    inside));
  place.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
}

function beginning(document) {
  return h("article.doc", {},
    h("h1", {}, tr("Référence de l'API")),
    h("p.lead", {}, `OpenAPI ${document.openapi} · ${document.info.title} ${document.info.version}`),
    document.info.description.split("\n\n").map((each) => h("p", { lang: "en" }, prose(each))),
    h("p", {}, h("a", { href: `${API}/openapi.json`, download: "sotto-openapi.json" }, tr("Télécharger le document OpenAPI"))));
}

async function operation(document, open) {
  const body = open.requestBody?.content["application/json"];
  const inBody = body && [h("h2", {}, tr("Corps")), shapeTable(document, body.schema, true)];
  const inPath = open.parameters.filter((each) => each.in === "path").map((each) => each.name);
  // What is deleted is named by hand.
  const known = open.method === "DELETE" ? {} : await thisHouse(new Set([...inPath, ...fieldsOf(body?.example)]));
  const parameters = open.parameters.length > 0 && [h("h2", {}, tr("Paramètres")), h("ul.rows", {}, open.parameters.map((each) =>
    fieldRow(document, each.name, { ...each.schema, description: each.description ?? each.schema.description }, each.required)))];
  return h("article.doc", {},
    h("header.title", {}, h("a.back", { href: "#/reference", "aria-label": tr("Toutes les adresses") }, icon("arrow_back")),
      h("h1", {}, method(open.method), " ", h("span.path", {}, open.path)),
      open["x-scope"] && h("p.scope", {}, icon("key"), h("code", {}, open["x-scope"]))),
    h("div.columns", {},
      h("div", {},
        (open.description ?? "").split("\n\n").filter((each) => !each.startsWith("Scope:")).map((each) => h("p.lead", { lang: "en" }, prose(each))),
        parameters, inBody, answers(document, open)),
      attempt(open, body && called(body.example, known), known)));
}

function answers(document, open) {
  return [h("h2", {}, tr("Réponses")), Object.entries(open.responses).map(([status, each]) => {
    const answer = resolved(document, each);
    const [content] = Object.values(answer.content ?? {});
    const good = status < 300;
    return h("details.answer", { open: good && Boolean(content) },
      h("summary", {}, h(`span.status.s${status[0]}`, {}, status), " ", prose(answer.description ?? "")),
      content && good && shapeTable(document, content.schema),
      content && h("details", {}, h("summary", {}, tr("Exemple")), code(JSON.stringify(content.example, null, 2),
        { name: tr("Copier l'exemple"), copied: tr("Copié."), label: tr("Exemple de réponse") })));
  })];
}

/**
 * The form that tries it, the same as a program, and what was answered.
 * @param {object} [example]  of the body
 * @param {object} known  what fields are called in this house
 */
function attempt(open, example, known) {
  // Sent again as it is, a request is repeated; another one needs another key.
  let sent = false;
  let renewed = () => {};
  const changed = () => {
    if (sent) renewed();
    sent = false;
    show();
  };
  const inputs = open.parameters.map((parameter) => {
    const { name, schema, required } = parameter;
    const usual = parameter.example ?? schema.examples?.[0] ?? schema.default ?? "";
    const key = name === "Idempotency-Key";
    const value = key ? crypto.randomUUID() : (parameter.in === "path" || required ? known[name] ?? usual : "");
    const input = h("input", { value, placeholder: String(usual), spellcheck: "false", oninput: () => (key ? show() : changed()) });
    if (key) renewed = () => { input.value = crypto.randomUUID(); };
    const again = key && iconButton("refresh", tr("Une autre clé de répétition"), () => { renewed(); show(); });
    return { ...parameter, input, row: h("div.with", {}, field(name + (required ? " *" : ""), input), again) };
  });
  const text = example && h("textarea", { rows: 12, spellcheck: "false", oninput: changed });
  if (text) text.value = JSON.stringify(example, null, 2);
  const written = h("div.written");
  const answer = h("div.answered", { role: "status" });
  let language = localStorage.getItem("sample") ?? "curl";

  const asked = () => {
    const of = (kind) => inputs.filter((each) => each.in === kind && each.input.value !== "");
    const path = of("path").reduce((at, { name, input }) => at.replace(`{${name}}`, encodeURIComponent(input.value)), open.path);
    const query = new URLSearchParams(of("query").map(({ name, input }) => [name, input.value])).toString();
    return {
      method: open.method,
      url: `${location.origin}${API}${path}${query && `?${query}`}`,
      headers: Object.fromEntries(of("header").map(({ name, input }) => [name, input.value])),
      body: text?.value.trim() ?? "",
    };
  };
  const show = () => fill(written, code(sample(language, asked()), { name: tr("Copier le programme"), copied: tr("Copié."), label: tr("Programme") }));
  show();

  const tries = async () => {
    const { method: way, url, headers, body: said } = asked();
    const bearer = kept.chosen ? kept.chosen.secret : await credential();
    const begun = performance.now();
    sent = true;
    try {
      const got = await fetch(url, {
        method: way,
        headers: { ...headers, ...(bearer && { Authorization: `Bearer ${bearer}` }), ...(said && { "Content-Type": "application/json" }) },
        body: said || undefined,
      });
      const raw = await got.text();
      fill(answer, shown(got, raw, Math.round(performance.now() - begun)));
    } catch (error) {
      fill(answer, h("p.wrong", {}, new Problem(0, null).message, " ", String(error.message)));
    }
    answer.scrollIntoView({ block: "nearest" });
  };

  return h("section.attempt.card", { "aria-label": tr("Essayer") },
    h("h2", {}, tr("Essayer")),
    me || open.security?.length === 0 ? whoAsks() : h("p.note", {}, tr("Connectez-vous pour essayer."), " ", h("a", { href: "#/login" }, tr("Se connecter"))),
    inputs.map((each) => each.row),
    text && field(tr("Corps"), text),
    button(tr("Envoyer"), tries, { symbol: "send-fill", kind: "loud", disabled: !me && open.security?.length !== 0 }),
    answer,
    segments(tr("Langage"), Object.entries(LANGUAGES).map(([name, [word]]) => [name, word]), language, (name) => {
      language = name;
      localStorage.setItem("sample", name);
      show();
    }),
    written);
}

function shown(got, raw, ms) {
  const pretty = () => {
    try { return JSON.stringify(JSON.parse(raw), null, 2); } catch { return raw; }
  };
  return [
    h("p.result", {}, h(`span.status.s${String(got.status)[0]}`, {}, String(got.status)), ` ${ms} ms · ${got.headers.get("x-request-id") ?? ""}`),
    raw && code(pretty(), { name: tr("Copier la réponse"), copied: tr("Copié."), label: tr("Réponse") }),
    h("details", {}, h("summary", {}, tr("En-têtes")), h("dl.heads", {}, [...got.headers].map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]))),
  ];
}
