/**
 * Asks a Sotto hub. `schema.ts` is made from its OpenAPI document: the types of every
 * address and shape; here is what makes them short to use.
 */
import createClient, { type Client } from "openapi-fetch";
import type { paths, Problem } from "./schema.js";

export { Webhook } from "standardwebhooks";
export type * from "./schema.js";

export type Sotto = Client<paths>;

/** The hub said why not; `problem.code` names it for programs. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.code}: ${problem.detail}`);
  }
}

/**
 * A client of the hub at "caisse.local:8443". Node trusts the hub's own certificate where
 * NODE_EXTRA_CA_CERTS names its file.
 *
 * @param token a program's key, or a person's access token; none to log in.
 */
export function connect(host: string, token?: string): Sotto {
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  return createClient<paths>({ baseUrl: `https://${host}/api/v1`, headers });
}

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** What was answered; throws a ProblemError when that says why not. */
export async function told<T>(asked: Promise<Answer<T>>): Promise<NonNullable<T>> {
  const { data, error } = await asked;
  if (error !== undefined) throw new ProblemError(error as Problem);
  return data as NonNullable<T>;
}

/** Whether it passes by itself: the network, a busy house, the same request under way. */
const passes = (error: unknown): boolean =>
  error instanceof TypeError || // fetch's own, of the network
  (error instanceof ProblemError && ["busy", "request_running"].includes(error.problem.code));

/**
 * Asks again until there is an answer, always with the same Idempotency-Key: what it asks
 * for happens once, however often the connection is cut or the house is busy.
 */
export async function surely<T>(ask: (key: string) => Promise<T>, tries = 5): Promise<T> {
  const key = crypto.randomUUID();
  for (let number = 1; number < tries; number++) {
    try {
      return await ask(key);
    } catch (error) {
      if (!passes(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500 * number));
    }
  }
  return ask(key);
}

/** Every page of a list, to its end. */
export async function* pages<P extends { next?: string | null }>(
  ask: (after: string) => Promise<Answer<P>>,
): AsyncGenerator<P> {
  let after: string | null | undefined = "";
  do {
    const page: P = await told(ask(after));
    yield page;
    after = page.next;
  } while (typeof after === "string");
}
