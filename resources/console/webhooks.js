/** Webhooks: addresses, simulator, inspector. */

import { askConsole, described, may } from "./api.js";
import { fill, h, segments } from "./dom.js";
import { addresses } from "./addresses.js";
import { inspector } from "./inspector.js";
import { resolved } from "./schema.js";
import { simulator } from "./simulator.js";
import { tr } from "./texts.js";

const PARTS = { addresses, simulator, inspector };

/** The page; `part` is the name of one of `PARTS`. */
export async function webhooks(place, [part], signal) {
  if (!may("webhooks:read"))
    return fill(
      place,
      h(
        "article.page",
        {},
        h("h1", {}, tr("Webhooks")),
        h("p.empty", {}, tr("Les webhooks demandent un responsable.")),
      ),
    );
  const open = Object.hasOwn(PARTS, part) ? part : "addresses";
  const inside = h("div.stack");
  fill(
    place,
    h(
      "article.page",
      {},
      h("h1", {}, tr("Webhooks")),
      segments(
        tr("Webhooks"),
        [
          ["addresses", tr("Adresses")],
          ["simulator", tr("Simulateur")],
          ["inspector", tr("Inspecteur")],
        ],
        open,
        (value) => {
          location.hash = `#/webhooks/${value}`;
        },
      ),
      inside,
    ),
  );
  const inbox = await askConsole("GET", "/inbox");
  inbox.url = location.origin + inbox.path;
  const events = await eventNames();
  return PARTS[open](inside, { inbox, events, signal });
}

async function eventNames() {
  const document = await described();
  const body = document.paths["/webhooks"].post.requestBody.content["application/json"].schema;
  return resolved(document, resolved(document, body).properties.event).enum;
}
