/** Démarrer: from a key to the first order and the first webhook, in five minutes. */

import { API, may } from "./api.js";
import { code, fill, h, icon } from "./dom.js";
import { thisHouse } from "./house.js";
import { sample } from "./samples.js";
import { tr } from "./texts.js";

/** The page. */
export async function start(place) {
  const origin = location.origin;
  const { table_id = "12", menu_item_id = "burger_1" } = await thisHouse(
    new Set(["table_id", "menu_item_id"]),
  );
  const order = {
    method: "POST",
    url: `${origin}${API}/orders`,
    headers: { "Idempotency-Key": crypto.randomUUID() },
    body: JSON.stringify({ table_id, items: [{ menu_item_id, quantity: 2 }] }),
  };
  const program = (text, label) => code(text, label, tr("Copier le programme"));
  const next = (href, symbol, text) =>
    h("a.go", { href }, icon(symbol), text, icon("chevron_right"));
  fill(
    place,
    h(
      "article.page",
      {},
      h("h1", {}, tr("Votre premier programme, en cinq minutes")),
      h(
        "p.lead",
        {},
        tr(
          "Un programme fait ce que fait un doigt sur la caisse : mêmes règles, même journal signé.",
        ),
      ),
      h(
        "ol.journey",
        {},
        step(
          tr("Une clé"),
          tr("Elle dit qui demande, et ce qu'il peut demander."),
          may("keys:write")
            ? next("#/keys", "key", tr("Créer une clé"))
            : h("p.note", {}, tr("Demandez-la à un responsable de la maison.")),
        ),
        step(
          tr("Le certificat du hub"),
          tr(
            "Ce hub est chez vous et se porte garant de lui-même : votre programme le reconnaît à ce fichier.",
          ),
          h(
            "a.go",
            { href: "/developers/hub.crt", download: "hub.crt" },
            icon("download"),
            "hub.crt",
          ),
          program("export SOTTO_KEY='sk_…'", tr("La clé pour le programme")),
        ),
        step(
          tr("Qui êtes-vous ?"),
          tr("La réponse nomme la clé et ses droits."),
          program(
            sample("curl", {
              method: "GET",
              url: `${origin}${API}/auth/me`,
              headers: {},
              body: "",
            }),
            tr("Programme"),
          ),
        ),
        step(
          tr("Une commande"),
          tr(
            "Elle est écrite entière ou pas du tout. Avec le même Idempotency-Key elle peut être envoyée deux fois : elle n'est prise qu'une fois. Rien ne part en cuisine avant le statut « sent ».",
          ),
          program(sample("curl", order), tr("Programme")),
          next(
            "#/reference/create_order",
            "menu_book",
            tr("Toutes ses valeurs, et l'essayer ici"),
          ),
        ),
        step(
          tr("Être averti"),
          tr(
            "Un webhook annonce ce qui se passe, signé. Regardez d'abord ce que votre programme recevra.",
          ),
          next("#/webhooks/simulator", "send", tr("Simuler un événement")),
        ),
        step(
          tr("Voir ce qui se dit"),
          tr("Chaque appel est dans le journal, avec sa réponse, à la seconde."),
          next("#/calls", "list", tr("Ouvrir le journal des appels")),
        ),
      ),
    ),
  );
}

function step(title, text, ...more) {
  return h("li.card.padded", {}, h("h2", {}, title), h("p.lead", {}, text), more);
}
