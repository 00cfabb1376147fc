/** Clés: made in two clicks, shown once. */

import { ask, may } from "./api.js";
import { button, code, field, fill, h, icon, say, sureButton } from "./dom.js";
import { keep } from "./keyring.js";
import { tr } from "./texts.js";

/** What programs usually are, and the scopes that they need. */
const kinds = () => [
  [
    "event",
    tr("Réservations en ligne"),
    "reservations:read reservations:write tables:read personal:read",
  ],
  [
    "receipt_long",
    tr("Commandes et paiements"),
    "menu:read tables:read orders:read orders:write payments:read payments:write",
  ],
  ["inventory_2", tr("Stock"), "menu:read inventory:read inventory:write"],
  [
    "bar_chart",
    tr("Chiffres"),
    "reports:read sessions:read receipts:read orders:read payments:read menu:read",
  ],
  [
    "link",
    tr("Webhooks"),
    "webhooks:read webhooks:write orders:read payments:read reservations:read inventory:read",
  ],
];

/** The page. */
export async function keys(place) {
  if (!may("keys:write"))
    return fill(
      place,
      h(
        "article.page",
        {},
        h("h1", {}, tr("Clés")),
        h("p.empty", {}, tr("Les clés demandent un responsable.")),
      ),
    );
  const { scopes } = await ask("GET", "/scopes");
  const made = h("div", { role: "status" });
  const list = h("ul.card.lines");
  const form = maker(scopes, async (key) => {
    keep(key.name, key.secret);
    fill(made, secret(key));
    await show();
  });
  const show = async () => {
    const { keys: found } = await ask("GET", "/keys");
    const text = Object.fromEntries(scopes.map((each) => [each.scope, each.text]));
    fill(
      list,
      found.reverse().map((each) => line(each, text, show)),
      !found.length && h("li.empty", {}, tr("Aucune clé pour l'instant.")),
    );
  };
  await show();
  return fill(
    place,
    h(
      "article.page",
      {},
      h("h1", {}, tr("Clés")),
      h(
        "p.lead",
        {},
        tr(
          "Un programme a une clé, avec les droits qu'il lui faut et pas d'autres. Elle n'est montrée qu'une fois.",
        ),
      ),
      made,
      form,
      list,
    ),
  );
}

function maker(scopes, done) {
  const name = h("input", {
    required: true,
    maxlength: 60,
    placeholder: tr("Nom du programme"),
  });
  const boxes = scopes.map(({ scope, text }) => {
    const box = h("input", { type: "checkbox", value: scope });
    return {
      scope,
      box,
      row: h("label.check", {}, box, h("span", {}, text, " ", h("code", {}, scope))),
    };
  });
  const wrong = h("p.wrong", { role: "alert" });
  const presets = kinds().map(([symbol, text, wanted]) =>
    h(
      "button.preset",
      {
        type: "button",
        "aria-pressed": "false",
        onclick: ({ currentTarget }) => {
          for (const each of presets) each.setAttribute("aria-pressed", each === currentTarget);
          const these = new Set(wanted.split(" "));
          for (const each of boxes) each.box.checked = these.has(each.scope);
          name.value = text;
          rest.hidden = false;
          create.disabled = false;
          create.focus();
        },
      },
      icon(symbol),
      text,
    ),
  );
  const own = button(
    tr("Choisir soi-même"),
    () => {
      rest.hidden = false;
      create.disabled = false;
      more.open = true;
      name.focus();
    },
    { symbol: "tune" },
  );
  const more = h(
    "details",
    {},
    h("summary", {}, tr("Droits")),
    h(
      "div.checks",
      {},
      boxes.map((each) => each.row),
    ),
  );
  const create = h(
    "button.loud",
    { type: "submit", disabled: true },
    icon("add"),
    tr("Créer la clé"),
  );
  const rest = h("div.rest", { hidden: true }, field(tr("Nom"), name), more);
  return h(
    "form.card.padded",
    {
      "aria-label": tr("Nouvelle clé"),
      onsubmit: async (event) => {
        event.preventDefault();
        fill(wrong);
        try {
          await done(
            await ask("POST", "/keys", {
              name: name.value,
              scopes: boxes.filter((each) => each.box.checked).map((each) => each.scope),
            }),
          );
          for (const each of presets) each.setAttribute("aria-pressed", "false");
          rest.hidden = true;
          create.disabled = true;
        } catch (error) {
          fill(wrong, error.message);
        }
      },
    },
    h("h2", {}, tr("Que fait ce programme ?")),
    h("div.presets", {}, presets, own),
    rest,
    wrong,
    h("div.acts", {}, create),
  );
}

function secret(key) {
  return h(
    "section.shown",
    {},
    h("h2", {}, icon("key-fill"), key.name),
    h("p", {}, tr("Copiez-la maintenant : elle ne sera plus jamais montrée.")),
    code(key.secret, tr("Clé"), tr("Copier la clé")),
    h("p.note", {}, tr("« Essayer » s'en sert tant que cette page est ouverte.")),
  );
}

function line(key, text, show) {
  const revoke = sureButton(
    tr("Révoquer"),
    tr("Révoquer pour de bon"),
    async () => {
      await ask("DELETE", `/keys/${key.key_id}`);
      say(tr("La clé {name} n'ouvre plus rien.", { name: key.name }));
      await show();
    },
    "block",
  );
  return h(
    "li",
    { class: key.revoked && "gone" },
    h(
      "div.who",
      {},
      h("strong", {}, key.name),
      h("span.note", {}, key.revoked ? tr("révoquée") : used(key)),
    ),
    h(
      "div.tags",
      {},
      key.scopes.map((each) => h("span.tag", { title: text[each] ?? each }, each)),
    ),
    !key.revoked && revoke,
  );
}

function used({ last_used_at: at }) {
  if (!at) return tr("pas utilisée depuis que le hub tourne");
  return tr("utilisée à {time}", {
    time: new Date(at).toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" }),
  });
}
