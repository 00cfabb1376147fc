/** Essayer: a request as a form and as a program, and what was answered. */

import { API, Problem, credential, me } from "./api.js";
import { button, code, field, fill, h, iconButton, segments } from "./dom.js";
import { kept, whoAsks } from "./keyring.js";
import { LANGUAGES, sample } from "./samples.js";
import { tr } from "./texts.js";

/**
 * The form that tries it, the same as a program, and what was answered.
 * @param {object} [example]  of the body
 * @param {object} known  what fields are called in this house
 */
export function attempt(open, example, known) {
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
    const value = key
      ? crypto.randomUUID()
      : parameter.in === "path" || required
        ? (known[name] ?? usual)
        : "";
    const input = h("input", {
      value,
      placeholder: String(usual),
      spellcheck: "false",
      oninput: () => (key ? show() : changed()),
    });
    if (key)
      renewed = () => {
        input.value = crypto.randomUUID();
      };
    const again =
      key &&
      iconButton("refresh", tr("Une autre clé de répétition"), () => {
        renewed();
        show();
      });
    return {
      ...parameter,
      input,
      row: h("div.with", {}, field(name + (required ? " *" : ""), input), again),
    };
  });
  const text = example && h("textarea", { rows: 12, spellcheck: "false", oninput: changed });
  if (text) text.value = JSON.stringify(example, null, 2);
  const written = h("div.written");
  const answer = h("div.answered", { role: "status" });
  let language = localStorage.getItem("sample") ?? "curl";

  const asked = () => {
    const of = (kind) => inputs.filter((each) => each.in === kind && each.input.value !== "");
    const path = of("path").reduce(
      (at, { name, input }) => at.replace(`{${name}}`, encodeURIComponent(input.value)),
      open.path,
    );
    const query = new URLSearchParams(
      of("query").map(({ name, input }) => [name, input.value]),
    ).toString();
    return {
      method: open.method,
      url: `${location.origin}${API}${path}${query && `?${query}`}`,
      headers: Object.fromEntries(of("header").map(({ name, input }) => [name, input.value])),
      body: text?.value.trim() ?? "",
    };
  };
  const show = () =>
    fill(written, code(sample(language, asked()), tr("Programme"), tr("Copier le programme")));
  show();

  const tries = async () => {
    const { method: way, url, headers, body: said } = asked();
    const bearer = kept.chosen ? kept.chosen.secret : await credential();
    const begun = performance.now();
    sent = true;
    try {
      const got = await fetch(url, {
        method: way,
        headers: {
          ...headers,
          ...(bearer && { Authorization: `Bearer ${bearer}` }),
          ...(said && { "Content-Type": "application/json" }),
        },
        body: said || undefined,
      });
      const raw = await got.text();
      fill(answer, shown(got, raw, Math.round(performance.now() - begun)));
    } catch (error) {
      fill(answer, h("p.wrong", {}, new Problem(0, null).message, " ", String(error.message)));
    }
    answer.scrollIntoView({ block: "nearest" });
  };

  return h(
    "section.attempt.card",
    { "aria-label": tr("Essayer") },
    h("h2", {}, tr("Essayer")),
    me || open.security?.length === 0
      ? whoAsks()
      : h(
          "p.note",
          {},
          tr("Connectez-vous pour essayer."),
          " ",
          h("a", { href: "#/login" }, tr("Se connecter")),
        ),
    inputs.map((each) => each.row),
    text && field(tr("Corps"), text),
    button(tr("Envoyer"), tries, {
      symbol: "send-fill",
      kind: "loud",
      disabled: !me && open.security?.length !== 0,
    }),
    answer,
    segments(
      tr("Langage"),
      Object.entries(LANGUAGES).map(([name, [word]]) => [name, word]),
      language,
      (name) => {
        language = name;
        localStorage.setItem("sample", name);
        show();
      },
    ),
    written,
  );
}

function shown(got, raw, ms) {
  const pretty = () => {
    try {
      return JSON.stringify(JSON.parse(raw), null, 2);
    } catch {
      return raw;
    }
  };
  return [
    h(
      "p.result",
      {},
      h(`span.status.s${String(got.status)[0]}`, {}, String(got.status)),
      ` ${ms} ms · ${got.headers.get("x-request-id") ?? ""}`,
    ),
    raw && code(pretty(), tr("Réponse"), tr("Copier la réponse")),
    h(
      "details",
      {},
      h("summary", {}, tr("En-têtes")),
      h(
        "dl.heads",
        {},
        [...got.headers].map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
      ),
    ),
  ];
}
