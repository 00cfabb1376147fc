/** The simulator: an event that did not happen, signed as the real ones are. */

import { ask, askConsole, described, may } from "./api.js";
import { button, field, fill, h, icon, select } from "./dom.js";
import { short } from "./addresses.js";
import { tr } from "./texts.js";

/** What an event tells: the thing as this address of the API shows it, or its fields. */
const TOLD = {
  order: "/orders/{order_id}",
  payment: "/payments/{payment_id}",
  reservation: "/reservations/{reservation_id}",
  inventory: "/inventory/items/{item_id}",
  menu: "/menu/items/{menu_item_id}",
  receipt: {
    receipt_id: "01KB6R3Z6M7T9Q0V5W8X2Y4Z6A",
    number: "C1-004711",
    order_id: "01KB6R3Z6M7T9Q0V5W8X2Y4Z6B",
    total: 84.5,
  },
  till: { till_id: "till_1", business_day: "2026-11-20" },
};
const UNTOLD = { name: null, phone: null, email: null, notes: null };

/** This part of the page. */
export async function simulator(place, { inbox, events }) {
  const document = await described();
  const { webhooks: known } = await ask("GET", "/webhooks");
  const data = h("textarea", { rows: 16, spellcheck: "false" });
  const where = h("div");
  const result = h("div", { role: "status" });
  let target = "";
  const choose = (event) => {
    data.value = JSON.stringify(told(document, event), null, 2);
    const possible = known.filter((each) => each.event === event && each.status === "active");
    target = "";
    fill(
      where,
      field(
        tr("Destinataire"),
        select(
          [
            ["", tr("Mon inspecteur")],
            ...possible.map((each) => [each.webhook_id, short(each.target_url, inbox)]),
          ],
          "",
          (value) => {
            target = value;
          },
        ),
      ),
    );
    fill(result);
  };
  const event = select(
    events.map((each) => [each, each]),
    events[0],
    choose,
  );
  const send = button(
    tr("Envoyer, signé"),
    async () => {
      try {
        await askConsole("POST", "/simulations", {
          event: event.value,
          data: JSON.parse(data.value),
          ...(target && { webhook_id: target }),
        });
        fill(
          result,
          h(
            "p.good",
            {},
            icon("check_circle-fill"),
            target
              ? tr("En route. Le résultat est dans ses livraisons.")
              : tr("Arrivé à votre inspecteur."),
            " ",
            !target && h("a", { href: "#/webhooks/inspector" }, tr("Voir l'inspecteur")),
          ),
        );
      } catch (error) {
        fill(
          result,
          h(
            "p.wrong",
            {},
            error instanceof SyntaxError ? tr("Ce n'est pas du JSON.") : error.message,
          ),
        );
      }
    },
    { symbol: "send-fill", kind: "loud", disabled: !may("webhooks:write") },
  );
  choose(events[0]);
  fill(
    place,
    h(
      "section.card.padded",
      {},
      h(
        "p.lead",
        {},
        tr(
          "Un événement qui n'a pas eu lieu : son message porte « test » et se signe comme les vrais.",
        ),
      ),
      h("div.fields", {}, field(tr("Événement"), event), where),
      field(tr("Données"), data),
      h("div.acts", {}, send),
      result,
    ),
  );
}

/** What an event would tell; a guest's name and contacts are never told. */
function told(document, event) {
  const thing = TOLD[event.split(".")[0]];
  if (typeof thing !== "string") return thing;
  const { example } = document.paths[thing].get.responses["200"].content["application/json"];
  return event.startsWith("reservation") ? { ...example, ...UNTOLD } : example;
}
