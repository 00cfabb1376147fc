/** Addresses that are told of events, and what became of each message. */

import { ask, may } from "./api.js";
import {
  button,
  clock,
  code,
  field,
  fill,
  h,
  icon,
  iconButton,
  say,
  segments,
  select,
  sureButton,
} from "./dom.js";
import { tr } from "./texts.js";

/** An address by what the person calls it. */
export const short = (url, inbox) => (url === inbox.url ? tr("mon inspecteur") : url);

/** This part of the page. */
export async function addresses(place, { inbox, events }) {
  const made = h("div", { role: "status" });
  const list = h("ul.card.lines");
  const states = {
    active: tr("actif"),
    paused: tr("en pause"),
    right_missing: tr("droit manquant"),
  };
  const show = async () => {
    const { webhooks: found } = await ask("GET", "/webhooks");
    fill(
      list,
      found.map((each) => line(each)),
      !found.length &&
        h("li.empty", {}, tr("Aucun webhook. Le premier peut aller à votre inspecteur.")),
    );
  };
  const line = (each) => {
    const told = h("div.told");
    const path = `/webhooks/${each.webhook_id}`;
    const act = (text, symbol, work) =>
      button(
        text,
        async () => {
          await work();
          await show();
        },
        { symbol },
      );
    const paused = each.status === "paused";
    return h(
      "li.hook",
      {},
      h(
        "div.who",
        {},
        h("strong", {}, each.event),
        h("span.note.url", {}, short(each.target_url, inbox)),
      ),
      h("span.tag", { class: `tag state ${each.status}` }, states[each.status]),
      may("webhooks:write") &&
        h(
          "div.acts",
          {},
          button(tr("Livraisons"), () => deliveries(told, each), { symbol: "list" }),
          act(
            paused ? tr("Reprendre") : tr("Suspendre"),
            paused ? "play_arrow-fill" : "pause",
            () => ask("PATCH", path, { active: paused }),
          ),
          sureButton(
            tr("Supprimer"),
            tr("Supprimer pour de bon"),
            async () => {
              await ask("DELETE", path);
              await show();
            },
            "delete",
          ),
        ),
      told,
    );
  };
  const url = h("input", {
    type: "url",
    required: true,
    value: inbox.url,
    spellcheck: "false",
  });
  const event = select(
    events.map((each) => [each, each]),
    events[0],
    () => {},
  );
  const wrong = h("p.wrong", { role: "alert" });
  const form = h(
    "form.card.padded",
    {
      onsubmit: async (submitted) => {
        submitted.preventDefault();
        fill(wrong);
        try {
          const own = url.value === inbox.url;
          const fresh = await ask("POST", "/webhooks", {
            event: event.value,
            target_url: url.value,
            ...(own && { secret: inbox.secret }),
          });
          fill(
            made,
            fresh.secret &&
              h(
                "section.shown",
                {},
                h("h2", {}, icon("lock-fill"), fresh.event),
                h(
                  "p",
                  {},
                  tr(
                    "Le secret des signatures. Copiez-le maintenant : il ne sera plus jamais montré.",
                  ),
                ),
                code(fresh.secret, tr("Secret"), tr("Copier le secret")),
              ),
          );
          await show();
        } catch (error) {
          fill(wrong, error.message);
        }
      },
    },
    h("h2", {}, tr("Annoncer un événement")),
    h(
      "div.fields",
      {},
      field(tr("Événement"), event),
      field(tr("Adresse"), url, tr("La vôtre en https, ou celle de votre inspecteur ; en http sur place, une fois permis (PATCH /settings).")),
    ),
    wrong,
    h(
      "div.acts",
      {},
      h("button.loud", { type: "submit" }, icon("add"), tr("Créer le webhook")),
    ),
  );
  fill(place, made, may("webhooks:write") && form, list);
  await show();
}

async function deliveries(place, webhook) {
  const path = `/webhooks/${webhook.webhook_id}`;
  const states = { waiting: tr("en attente"), delivered: tr("livré"), dead: tr("abandonné") };
  const list = h("ul.rows");
  let state = "";
  const show = async () => {
    const { deliveries: found } = await ask(
      "GET",
      `${path}/deliveries?limit=50${state && `&state=${state}`}`,
    );
    fill(
      list,
      found.map((each) =>
        h(
          "li.row",
          {},
          h(
            "details",
            {},
            h(
              "summary",
              {},
              h(`span.tag.state.${each.state}`, {}, states[each.state]),
              " ",
              clock(each.happened_at),
              " ",
              h("code", {}, each.message_id),
              " ",
              h(
                "span.note",
                {},
                [tr("essais : {n}", { n: each.tries }), each.last_error]
                  .filter(Boolean)
                  .join(" · "),
              ),
            ),
            code(JSON.stringify(each.body, null, 2), tr("Message")),
            may("webhooks:write") &&
              button(
                tr("Redire ce qui suit"),
                async () => {
                  const { queued } = await ask(
                    "POST",
                    `${path}/replay?after=${encodeURIComponent(each.message_id)}`,
                  );
                  say(
                    queued === 1
                      ? tr("Un message sera redit.")
                      : tr("{n} messages seront redits.", { n: queued }),
                  );
                  await show();
                },
                { symbol: "replay" },
              ),
          ),
        ),
      ),
      !found.length && h("li.empty", {}, tr("Aucune livraison.")),
    );
    // What is on its way is looked at again, unless somebody reads.
    if (found.some((each) => each.state === "waiting"))
      setTimeout(() => {
        if (list.isConnected && !list.querySelector("[open]")) show();
      }, 2000);
  };
  fill(
    place,
    h(
      "div.bar",
      {},
      segments(
        tr("Livraisons"),
        [
          ["", tr("Toutes")],
          ["waiting", tr("En attente")],
          ["dead", tr("Abandonnées")],
        ],
        "",
        (value) => {
          state = value;
          return show();
        },
      ),
      button(
        tr("Tout redire"),
        async () => {
          const { queued } = await ask("POST", `${path}/replay`);
          say(
            queued === 1
              ? tr("Un message sera redit.")
              : tr("{n} messages seront redits.", { n: queued }),
          );
          await show();
        },
        { symbol: "replay" },
      ),
      iconButton("close", tr("Fermer"), () => fill(place)),
    ),
    list,
  );
  await show();
}
