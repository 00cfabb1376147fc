/** The inspector: what a webhook is told, and how a program checks it. */

import { askConsole } from "./api.js";
import { button, clock, code, fill, h, icon } from "./dom.js";
import { followed } from "./live.js";
import { tr } from "./texts.js";

const MOST = 50; // as many as the hub keeps

/** This part of the page. */
export async function inspector(place, { inbox, signal }) {
  const list = h("div.messages");
  const empty = h(
    "p.empty",
    {},
    tr(
      "Rien encore. Envoyez un événement depuis le simulateur, ou créez un webhook vers cette adresse.",
    ),
  );
  const add = (message) => {
    empty.hidden = true;
    list.prepend(received(message, inbox));
    list.children[MOST]?.remove();
  };
  const clear = button(
    tr("Vider"),
    async () => {
      await askConsole("DELETE", "/inbox/messages");
      fill(list);
      empty.hidden = false;
    },
    { symbol: "delete" },
  );
  fill(
    place,
    h(
      "section.card.padded",
      {},
      h(
        "header.title",
        {},
        h("h2", {}, tr("Votre adresse")),
        followed("/inbox/messages", add, signal),
      ),
      h(
        "p.lead",
        {},
        tr(
          "Ce hub y reçoit pour vous ce qu'un webhook annonce, comme votre programme le recevra.",
        ),
      ),
      code(inbox.url, tr("Adresse"), tr("Copier l'adresse")),
      h("p.note", {}, tr("Secret de ses signatures")),
      code(inbox.secret, tr("Secret"), tr("Copier le secret")),
    ),
    h("div.bar", {}, h("h2", {}, tr("Reçu")), clear),
    empty,
    list,
  );
}

function received(message, inbox) {
  const { heads, body } = message;
  const verdicts = {
    verified: ["check_circle-fill", tr("Signature vérifiée")],
    unsigned: ["warning-fill", tr("Sans signature")],
    late: ["warning-fill", tr("Signature juste, mais message de plus de cinq minutes")],
    wrong: ["error-fill", tr("Signature fausse")],
  };
  const [symbol, text] = verdicts[message.verdict];
  const read = () => {
    try {
      return JSON.parse(body);
    } catch {
      return body;
    }
  };
  const told = read();
  const signed = `${heads["webhook-id"] ?? ""}.${heads["webhook-timestamp"] ?? ""}.`;
  return h(
    "details.card.padded.message",
    {},
    h(
      "summary",
      {},
      h(`span.verdict.${message.verdict}`, {}, icon(symbol), text),
      " ",
      h("strong", {}, told?.type ?? ""),
      " ",
      h("span.note", {}, clock(message.at)),
    ),
    code(typeof told === "string" ? told : JSON.stringify(told, null, 2), tr("Message")),
    h("h3", {}, tr("Comment vérifier")),
    h(
      "ol.steps",
      {},
      h(
        "li",
        {},
        tr(
          "Prenez le corps tel qu'il est arrivé, avant de lire le JSON, et mettez devant l'identifiant et l'heure :",
        ),
        code(`${signed}${body}`, tr("Ce qui est signé")),
      ),
      h(
        "li",
        {},
        tr(
          "Calculez HMAC-SHA256 avec les octets que le secret code après « whsec_ », en base64, et comparez avec :",
        ),
        code(heads["webhook-signature"] ?? "", tr("Signature")),
      ),
      h(
        "li",
        {},
        tr("Refusez ce qui a plus de cinq minutes : Webhook-Timestamp est {at}.", {
          at: heads["webhook-timestamp"] ?? "—",
        }),
      ),
      h("li", {}, tr("Gardez Webhook-Id et ignorez ce qui vient deux fois.")),
    ),
    h("p.note", {}, tr("En Python, avec la bibliothèque standardwebhooks :")),
    code(
      `from standardwebhooks import Webhook\n\nWebhook(${JSON.stringify(inbox.secret)}).verify(body, headers)`,
      tr("Programme"),
      tr("Copier le programme"),
    ),
    h(
      "details",
      {},
      h("summary", {}, tr("En-têtes")),
      h(
        "dl.heads",
        {},
        Object.entries(heads).map(([key, value]) => [h("dt", {}, key), h("dd", {}, value)]),
      ),
    ),
  );
}
