/** Examples that speak of this very house: its articles, tables and orders, and tomorrow. */

import { Problem, ask, me } from "./api.js";

/** Field -> the list that has such things, and which of them will do. */
const LISTS = {
  menu_item_id: [
    "/menu",
    ({ items }) =>
      items.find(
        (each) =>
          each.available && !each.open_price && !each.group_ids.length && !each.steps.length,
      ),
  ],
  table_id: ["/tables", ({ tables }) => tables.find((each) => !each.occupied)],
  order_id: ["/orders?limit=1", ({ orders }) => orders[0]],
  reservation_id: ["/reservations?limit=1", ({ reservations }) => reservations[0]],
  receipt_id: ["/receipts?limit=1", ({ receipts }) => receipts[0]],
  customer_id: ["/customers?limit=1", ({ customers }) => customers[0]],
  webhook_id: ["/webhooks", ({ webhooks }) => webhooks[0]],
};

async function one(field) {
  const [path, chosen] = LISTS[field];
  try {
    return chosen(await ask("GET", path))?.[field];
  } catch (error) {
    if (error instanceof Problem) return undefined; // who may not read them keeps the example
    throw error;
  }
}

function tomorrow() {
  const day = new Date();
  day.setDate(day.getDate() + 1);
  return day.toLocaleDateString("sv"); // 2026-12-04
}

/** What fields are called here: `{menu_item_id: "cafe", date: …}`, of those that are asked for. */
export async function thisHouse(fields) {
  if (!me) return {};
  const known = { server_id: me.person, date: tomorrow() };
  await Promise.all(
    Object.keys(LISTS)
      .filter((field) => fields.has(field))
      .map(async (field) => {
        known[field] = await one(field);
      }),
  );
  return known;
}

/** The names of all fields of a value, however deep. */
export function fieldsOf(value) {
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, each]) => [name, ...fieldsOf(each)]);
}

/** A value with what its fields are called here; another article has other modifiers. */
export function called(value, known) {
  if (Array.isArray(value)) return value.map((each) => called(each, known));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      if (name === "modifiers" && known.menu_item_id && value.menu_item_id) return [name, []];
      return [name, known[name] ?? called(each, known)];
    }),
  );
}
