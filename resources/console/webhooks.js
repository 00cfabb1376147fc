/** Webhooks: addresses that are told of events, a simulator, an inspector. */

import { ask, askConsole, described, follow, may } from "./api.js";
import { button, clock, code, field, fill, h, icon, iconButton, say, segments, select, sureButton } from "./dom.js";
import { resolved } from "./schema.js";
import { tr } from "./texts.js";

/** What an event tells: the thing as this address of the API shows it, or its fields. */
const TOLD = {
  order: "/orders/{order_id}",
  payment: "/payments/{payment_id}",
  reservation: "/reservations/{reservation_id}",
  inventory: "/inventory/items/{item_id}",
  menu: "/menu/items/{menu_item_id}",
  receipt: { receipt_id: "01KB6R3Z6M7T9Q0V5W8X2Y4Z6A", number: "C1-004711", order_id: "01KB6R3Z6M7T9Q0V5W8X2Y4Z6B", total: 84.5 },
  till: { till_id: "till_1", business_day: "2026-11-20" },
};
const UNTOLD = { name: null, phone: null, email: null, notes: null };
const PARTS = ["addresses", "simulator", "inspector"];

/** The page; `part` is one of `PARTS`. */
export async function webhooks(place, [part], signal) {
  if (!may("webhooks:read")) return fill(place, h("article.page", {}, h("h1", {}, tr("Webhooks")), h("p.empty", {}, tr("Les webhooks demandent un responsable."))));
  const open = PARTS.includes(part) ? part : "addresses";
  const inside = h("div.stack");
  fill(place, h("article.page", {}, h("h1", {}, tr("Webhooks")),
    segments(tr("Webhooks"), [["addresses", tr("Adresses")], ["simulator", tr("Simulateur")], ["inspector", tr("Inspecteur")]], open,
      (value) => { location.hash = `#/webhooks/${value}`; }), inside));
  const inbox = await askConsole("GET", "/inbox");
  inbox.url = location.origin + inbox.path;
  const events = await eventNames();
  return { addresses, simulator, inspector }[open](inside, { inbox, events, signal });
}

async function eventNames() {
  const document = await described();
  const body = document.paths["/webhooks"].post.requestBody.content["application/json"].schema;
  return resolved(document, resolved(document, body).properties.event).enum;
}

const short = (url, inbox) => (url === inbox.url ? tr("mon inspecteur") : url);

async function addresses(place, { inbox, events }) {
  const made = h("div", { role: "status" });
  const list = h("ul.card.lines");
  const states = { active: tr("actif"), paused: tr("en pause"), right_missing: tr("droit manquant"), secret_missing: tr("secret manquant") };
  const show = async () => {
    const { webhooks: found } = await ask("GET", "/webhooks");
    fill(list, found.map((each) => line(each)), !found.length && h("li.empty", {}, tr("Aucun webhook. Le premier peut aller à votre inspecteur.")));
  };
  const line = (each) => {
    const told = h("div.told");
    const path = `/webhooks/${each.webhook_id}`;
    const act = (text, symbol, work) => button(text, async () => { await work(); await show(); }, { symbol });
    const paused = each.status === "paused";
    return h("li.hook", {},
      h("div.who", {}, h("strong", {}, each.event), h("span.note.url", {}, short(each.target_url, inbox))),
      h("span.tag", { class: `tag state ${each.status}` }, states[each.status]),
      may("webhooks:write") && h("div.acts", {},
        button(tr("Livraisons"), () => deliveries(told, each), { symbol: "list" }),
        act(paused ? tr("Reprendre") : tr("Suspendre"), paused ? "play_arrow-fill" : "pause", () => ask("PATCH", path, { active: paused })),
        sureButton(tr("Supprimer"), tr("Supprimer pour de bon"), async () => { await ask("DELETE", path); await show(); }, "delete")),
      told);
  };
  const url = h("input", { type: "url", required: true, value: inbox.url, spellcheck: "false" });
  const event = select(events.map((each) => [each, each]), events[0], () => {});
  const wrong = h("p.wrong", { role: "alert" });
  const form = h("form.card.padded", { onsubmit: async (submitted) => {
    submitted.preventDefault();
    fill(wrong);
    try {
      const own = url.value === inbox.url;
      const fresh = await ask("POST", "/webhooks", { event: event.value, target_url: url.value, ...(own && { secret: inbox.secret }) });
      fill(made, fresh.secret && h("section.shown", {}, h("h2", {}, icon("lock-fill"), fresh.event),
        h("p", {}, tr("Le secret des signatures. Copiez-le maintenant : il ne sera plus jamais montré.")),
        code(fresh.secret, { name: tr("Copier le secret"), copied: tr("Copié."), label: tr("Secret") })));
      await show();
    } catch (error) {
      fill(wrong, error.message);
    }
  } }, h("h2", {}, tr("Annoncer un événement")), h("div.fields", {}, field(tr("Événement"), event), field(tr("Adresse"), url, tr("La vôtre en https, ou celle de votre inspecteur."))), wrong,
    h("div.acts", {}, h("button.loud", { type: "submit" }, icon("add"), tr("Créer le webhook"))));
  fill(place, made, may("webhooks:write") && form, list);
  await show();
}

async function deliveries(place, webhook) {
  const path = `/webhooks/${webhook.webhook_id}`;
  const states = { waiting: tr("en attente"), delivered: tr("livré"), dead: tr("abandonné") };
  const list = h("ul.rows");
  let state = "";
  const show = async () => {
    const { deliveries: found } = await ask("GET", `${path}/deliveries?limit=50${state && `&state=${state}`}`);
    fill(list, found.map((each) => h("li.row", {}, h("details", {},
      h("summary", {}, h(`span.tag.state.${each.state}`, {}, states[each.state]), " ", clock(each.happened_at), " ", h("code", {}, each.message_id),
        " ", h("span.note", {}, [tr("essais : {n}", { n: each.tries }), each.last_error].filter(Boolean).join(" · "))),
      code(JSON.stringify(each.body, null, 2), { name: tr("Copier"), copied: tr("Copié."), label: tr("Message") }),
      may("webhooks:write") && button(tr("Redire ce qui suit"), async () => {
        const { queued } = await ask("POST", `${path}/replay?after=${encodeURIComponent(each.message_id)}`);
        say(queued === 1 ? tr("Un message sera redit.") : tr("{n} messages seront redits.", { n: queued }));
        await show();
      }, { symbol: "replay" })))), !found.length && h("li.empty", {}, tr("Aucune livraison.")));
  };
  fill(place, h("div.bar", {},
    segments(tr("Livraisons"), [["", tr("Toutes")], ["waiting", tr("En attente")], ["dead", tr("Abandonnées")]], "", (value) => { state = value; return show(); }),
    button(tr("Tout redire"), async () => {
      const { queued } = await ask("POST", `${path}/replay`);
      say(queued === 1 ? tr("Un message sera redit.") : tr("{n} messages seront redits.", { n: queued }));
      await show();
    }, { symbol: "replay" }),
    iconButton("close", tr("Fermer"), () => fill(place))), list);
  await show();
}

async function simulator(place, { inbox, events }) {
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
    fill(where, field(tr("Destinataire"), select([["", tr("Mon inspecteur")], ...possible.map((each) => [each.webhook_id, short(each.target_url, inbox)])], "", (value) => { target = value; })));
    fill(result);
  };
  const event = select(events.map((each) => [each, each]), events[0], choose);
  const send = button(tr("Envoyer, signé"), async () => {
    try {
      await askConsole("POST", "/simulations", { event: event.value, data: JSON.parse(data.value), ...(target && { webhook_id: target }) });
      fill(result, h("p.good", {}, icon("check_circle-fill"), target ? tr("En route. Le résultat est dans ses livraisons.") : tr("Arrivé à votre inspecteur."), " ",
        !target && h("a", { href: "#/webhooks/inspector" }, tr("Voir l'inspecteur"))));
    } catch (error) {
      fill(result, h("p.wrong", {}, error instanceof SyntaxError ? tr("Ce n'est pas du JSON.") : error.message));
    }
  }, { symbol: "send-fill", kind: "loud", disabled: !may("webhooks:write") });
  choose(events[0]);
  fill(place, h("section.card.padded", {},
    h("p.lead", {}, tr("Un événement qui n'a pas eu lieu : son message porte « test » et se signe comme les vrais.")),
    h("div.fields", {}, field(tr("Événement"), event), where), field(tr("Données"), data), h("div.acts", {}, send), result));
}

/** What an event would tell; a guest's name and contacts are never told. */
function told(document, event) {
  const thing = TOLD[event.split(".")[0]];
  if (typeof thing !== "string") return thing;
  const { example } = document.paths[thing].get.responses["200"].content["application/json"];
  return event.startsWith("reservation") ? { ...example, ...UNTOLD } : example;
}

async function inspector(place, { inbox, signal }) {
  const list = h("div.messages");
  const state = h("span.live", { role: "status" });
  const empty = h("p.empty", {}, tr("Rien encore. Envoyez un événement depuis le simulateur, ou créez un webhook vers cette adresse."));
  const clear = button(tr("Vider"), async () => { await askConsole("DELETE", "/inbox/messages"); fill(list); empty.hidden = false; }, { symbol: "delete" });
  fill(place, h("section.card.padded", {},
    h("header.title", {}, h("h2", {}, tr("Votre adresse")), state),
    h("p.lead", {}, tr("Ce hub y reçoit pour vous ce qu'un webhook annonce, comme votre programme le recevra.")),
    code(inbox.url, { name: tr("Copier l'adresse"), copied: tr("Copié."), label: tr("Adresse") }),
    h("p.note", {}, tr("Secret de ses signatures")),
    code(inbox.secret, { name: tr("Copier le secret"), copied: tr("Copié."), label: tr("Secret") })),
  h("div.bar", {}, h("h2", {}, tr("Reçu")), clear), empty, list);
  follow("/inbox/messages", (message) => {
    empty.hidden = true;
    list.prepend(received(message, inbox));
  }, (on) => {
    state.classList.toggle("on", on);
    fill(state, icon(on ? "sensors" : "link_off"), on ? tr("en direct") : tr("le hub ne répond pas"));
  }, signal).catch((error) => fill(state, error.message));
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
  const read = () => { try { return JSON.parse(body); } catch { return body; } };
  const told = read();
  const signed = `${heads["webhook-id"] ?? ""}.${heads["webhook-timestamp"] ?? ""}.`;
  return h("details.card.padded.message", {},
    h("summary", {}, h(`span.verdict.${message.verdict}`, {}, icon(symbol), text), " ", h("strong", {}, told?.type ?? ""), " ", h("span.note", {}, clock(message.at))),
    code(typeof told === "string" ? told : JSON.stringify(told, null, 2), { name: tr("Copier"), copied: tr("Copié."), label: tr("Message") }),
    h("h3", {}, tr("Comment vérifier")),
    h("ol.steps", {},
      h("li", {}, tr("Prenez le corps tel qu'il est arrivé, avant de lire le JSON, et mettez devant l'identifiant et l'heure :"), code(`${signed}${body}`, { name: tr("Copier"), copied: tr("Copié."), label: tr("Ce qui est signé") })),
      h("li", {}, tr("Calculez HMAC-SHA256 avec les octets que le secret code après « whsec_ », en base64, et comparez avec :"), code(heads["webhook-signature"] ?? "", { name: tr("Copier"), copied: tr("Copié."), label: tr("Signature") })),
      h("li", {}, tr("Refusez ce qui a plus de cinq minutes : Webhook-Timestamp est {at}.", { at: heads["webhook-timestamp"] ?? "—" })),
      h("li", {}, tr("Gardez Webhook-Id et ignorez ce qui vient deux fois."))),
    h("p.note", {}, tr("En Python, avec la bibliothèque standardwebhooks :")),
    code(`from standardwebhooks import Webhook\n\nWebhook(${JSON.stringify(inbox.secret)}).verify(body, headers)`, { name: tr("Copier le programme"), copied: tr("Copié."), label: tr("Programme") }),
    h("details", {}, h("summary", {}, tr("En-têtes")), h("dl.heads", {}, Object.entries(heads).map(([key, value]) => [h("dt", {}, key), h("dd", {}, value)]))));
}
