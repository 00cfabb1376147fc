/** What the OpenAPI document says of shapes: tables of their fields. */

import { h, prose } from "./dom.js";
import { tr } from "./texts.js";

/** What `$ref` points at. */
export function resolved(document, schema) {
  if (!schema?.$ref) return schema ?? {};
  return schema.$ref
    .slice(2)
    .split("/")
    .reduce((at, name) => at[name], document);
}

/** A schema with its name, and without its "or null". */
function plain(document, schema) {
  const found = resolved(document, schema);
  const ways = (found.anyOf ?? []).filter((each) => each.type !== "null");
  if (ways.length === 1) return { ...found, ...plain(document, ways[0]) };
  return schema.$ref ? { ...found, title: schema.$ref.split("/").pop() } : found;
}

function kind(document, found) {
  if (found.enum) return found.enum.map((each) => JSON.stringify(each)).join(" | ");
  if (found.type === "array") return `${kind(document, plain(document, found.items))}[]`;
  if (found.anyOf)
    return found.anyOf.map((each) => kind(document, plain(document, each))).join(" | ");
  return (
    found.format ?? (found.type === "object" ? (found.title ?? "object") : (found.type ?? ""))
  );
}

function bounds(found) {
  const low = found.minimum ?? found.exclusiveMinimum ?? found.minLength ?? found.minItems;
  const high = found.maximum ?? found.exclusiveMaximum ?? found.maxLength ?? found.maxItems;
  if (low !== undefined && high !== undefined) return `${low} – ${high}`;
  if (low !== undefined) return `≥ ${low}`;
  return high === undefined ? (found.pattern ?? "") : `≤ ${high}`;
}

/** One field or parameter: name, type, what it is. */
export function fieldRow(document, name, schema, needed, sent = true) {
  const found = plain(document, schema);
  const inner = found.type === "array" ? plain(document, found.items) : found;
  const parts =
    inner.properties &&
    h(
      "details",
      {},
      h("summary", {}, inner.title ?? "object"),
      shapeTable(document, inner, sent),
    );
  return h(
    "li.row",
    {},
    h(
      "div",
      {},
      h("code.name", {}, name),
      " ",
      h("span.type", {}, kind(document, found)),
      " ",
      needed && h("span.needed", {}, tr("obligatoire")),
    ),
    h(
      "div.note",
      {},
      prose(found.description ?? ""),
      bounds(found) && h("span.bounds", {}, bounds(found)),
    ),
    parts,
  );
}

/** The fields of an object; of one that is sent, those that are needed say so. */
export function shapeTable(document, schema, sent = false) {
  const found = plain(document, schema);
  if (found.type === "array") return shapeTable(document, found.items, sent);
  const needed = new Set(sent ? found.required : []);
  return h(
    "ul.rows",
    {},
    Object.entries(found.properties ?? {}).map(([name, each]) =>
      fieldRow(document, name, each, needed.has(name), sent),
    ),
  );
}
