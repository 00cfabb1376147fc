// A day at the hub with the TypeScript client: node day.js HOST PERSON PIN CUT_HOST.
// Prints what came of it as a line of JSON.
import { createServer, type IncomingMessage } from "node:http";
import { connect, pages, ProblemError, surely, told, Webhook } from "./index.js";
import type { MenuItem, Order, Problem } from "./index.js";

const [host = "", person = "", pin = "", cut = ""] = process.argv.slice(2);

const login = { body: { person, pin } };
const { access_token } = await told(connect(host).POST("/auth/login", login));
const scopes = [
  ...["menu:read", "orders:read", "orders:write", "payments:write", "payments:cash"],
  ...["payments:read", "reservations:write", "inventory:read", "inventory:write"],
  ...["webhooks:write"],
];
const { secret } = await told(
  connect(host, access_token).POST("/keys", { body: { name: "TS", scopes } }),
);
const sotto = connect(host, secret ?? "");

// A webhook, verified as Standard Webhooks says.
type Heard = { body: string; from: IncomingMessage };
let hear: (heard: Heard) => void;
const heard = new Promise<Heard>((done) => (hear = done));
const partner = createServer(async (from, answer) => {
  let body = "";
  for await (const part of from) body += part;
  answer.end();
  hear({ body, from });
});
await new Promise<void>((done) => partner.listen(0, "127.0.0.1", done));
const address = partner.address();
const port = typeof address === "object" && address ? address.port : 0;
const target_url = `http://127.0.0.1:${port}/told`;
const webhook = await told(
  sotto.POST("/webhooks", { body: { event: "order.created", target_url } }),
);

// An order whose first answer is lost on the way.
const menu = await told(sotto.GET("/menu"));
const plain = (item: MenuItem) => item.group_ids.length + item.steps.length === 0;
const item = menu.items.find((one) => plain(one) && one.price > 0 && one.available);
if (!item) throw new Error("nothing simple on the menu");
const items = [{ menu_item_id: item.menu_item_id, quantity: 2, notes: "Sans sel" }];
const badly = connect(cut, secret ?? "");
const order: Order = await surely((key) =>
  told(
    badly.POST("/orders", {
      body: { items, covers: 2 },
      params: { header: { "Idempotency-Key": key } },
    }),
  ),
);
const paid = await surely((key) =>
  told(
    sotto.POST("/payments", {
      body: { order_id: order.order_id, method: "cash" },
      params: { header: { "Idempotency-Key": key } },
    }),
  ),
);

const { body, from } = await heard;
partner.close();
const heads = from.headers as Record<string, string>;
const event = new Webhook(webhook.secret ?? "").verify(body, heads) as {
  data: Order;
};

// Guests, stock, every page of a list, and a problem.
const date = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10);
const guests = { date, time: "19:30", covers: 2, name: "Jean Dupont" };
const reservation = await told(sotto.POST("/reservations", { body: guests }));
const level = await told(
  sotto.PATCH("/inventory/items/{item_id}/stock", {
    params: { path: { item_id: "flour" } },
    body: { level: 12.5 },
  }),
);
for (let number = 0; number < 4; number++) {
  await told(sotto.POST("/orders", { body: { covers: 1 } }));
}
const seen: string[] = [];
let turned = 0;
for await (const page of pages((after) =>
  sotto.GET("/orders", { params: { query: { after, limit: 2 } } }),
)) {
  turned++;
  seen.push(...page.orders.map((each) => each.order_id));
}
const unknown = { params: { path: { order_id: "none" } } };
const problem: Problem | undefined = await told(
  sotto.GET("/orders/{order_id}", unknown),
).then(
  () => undefined,
  (error: unknown) => (error instanceof ProblemError ? error.problem : undefined),
);

const came = {
  order: order.order_id,
  total: order.total,
  status: paid.status,
  event: event.data.order_id,
  reservation: reservation.reservation_id,
  level: level.level,
  pages: turned,
  orders: seen,
  code: problem?.code,
};
process.stdout.write(JSON.stringify(came) + "\n");
