/**
 * Programs that ask what the form asks. The key is read from SOTTO_KEY, so that it is in no
 * program; `hub.crt` is the hub's certificate, as the console gives it away.
 *
 * A request is `{method, url, headers, body}`; body is JSON text, "" for none.
 */

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
const indented = (text, by) => text.replaceAll("\n", `\n${by}`);

function told({ headers, body }) {
  return { ...headers, ...(body && { "Content-Type": "application/json" }) };
}

function curl(request) {
  const lines = [
    `curl --cacert hub.crt -X ${request.method} ${quoted(request.url)}`,
    `-H "Authorization: Bearer $SOTTO_KEY"`,
  ];
  for (const [name, value] of Object.entries(told(request)))
    lines.push(`-H ${quoted(`${name}: ${value}`)}`);
  if (request.body) lines.push(`-d ${quoted(request.body)}`);
  return lines.join(" \\\n  ");
}

/** JSON as Python writes it. */
function python_(value, by = "") {
  const deeper = `${by}    `;
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (Array.isArray(value)) {
    if (!value.length) return "[]";
    return `[\n${value.map((each) => `${deeper}${python_(each, deeper)},\n`).join("")}${by}]`;
  }
  if (typeof value === "object") {
    const pairs = Object.entries(value).map(
      ([name, each]) => `${deeper}${JSON.stringify(name)}: ${python_(each, deeper)},\n`,
    );
    return pairs.length ? `{\n${pairs.join("")}${by}}` : "{}";
  }
  return JSON.stringify(value);
}

function python({ method, url, headers, body }) {
  const heads = [
    `        "Authorization": f"Bearer {os.environ['SOTTO_KEY']}",`,
    ...Object.entries(headers).map(
      ([name, value]) => `        ${JSON.stringify(name)}: ${JSON.stringify(value)},`,
    ),
  ];
  return `import os

import requests

answer = requests.request(
    ${JSON.stringify(method)},
    ${JSON.stringify(url)},
    headers={
${heads.join("\n")}
    },${body ? `\n    json=${indented(python_(JSON.parse(body)), "    ")},` : ""}
    verify="hub.crt",
    timeout=10,
)
answer.raise_for_status()
print(answer.text)`;
}

function typescript({ method, url, headers, body }) {
  const heads = [
    "    Authorization: `Bearer ${process.env.SOTTO_KEY}`,",
    ...Object.entries(told({ headers, body })).map(
      ([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)},`,
    ),
  ];
  return `// NODE_EXTRA_CA_CERTS=hub.crt
const answer = await fetch(${JSON.stringify(url)}, {
  method: ${JSON.stringify(method)},
  headers: {
${heads.join("\n")}
  },${body ? `\n  body: JSON.stringify(${indented(JSON.stringify(JSON.parse(body), null, 2), "  ")}),` : ""}
});
if (!answer.ok) throw new Error(await answer.text());
console.log(await answer.text());`;
}

/** Language -> [its name, what writes a request in it]. */
export const LANGUAGES = {
  curl: ["curl", curl],
  python: ["Python", python],
  typescript: ["TypeScript", typescript],
};

/** A request in a language; JSON that is no JSON is shown as it is. */
export function sample(language, request) {
  try {
    return LANGUAGES[language][1](request);
  } catch {
    return curl(request);
  }
}
