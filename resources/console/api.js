/**
 * The way to the hub: who is logged in, and requests.
 *
 * The access token lives in this module alone; the refresh token in a cookie that no script
 * sees. After a reload the cookie brings a fresh access token.
 */

import { spoken, tr } from "./texts.js";

export const API = "/api/v1";
const CONSOLE = "/developers/api";
const EARLY_MS = 30_000;

/** Who is logged in: `{person, name, scopes}`, null for nobody. */
export let me = null;
let token = "";
let until = 0;
let forgotten = () => {};

/** What is done when a session ends by itself. */
export const whenForgotten = (act) => {
  forgotten = act;
};

/** An answer that says why not. */
export class Problem extends Error {
  constructor(status, told) {
    super(told?.detail || told?.title || tr("Le hub ne répond pas."));
    this.status = status;
    this.code = told?.code ?? "";
  }
}

/** Asks the hub; throws a Problem when it is away. */
const reach = (path, asked) =>
  fetch(path, asked).catch(() => {
    throw new Problem(0, null);
  });

const headers = () => ({ "Accept-Language": spoken() });

async function session(method, told) {
  const answer = await reach(`${CONSOLE}/session`, {
    method,
    headers: { ...headers(), ...(told && { "Content-Type": "application/json" }) },
    body: told && JSON.stringify(told),
  });
  if (answer.status === 204) return false;
  const said = await answer.json();
  if (!answer.ok) throw new Problem(answer.status, said);
  token = said.access_token;
  until = Date.now() + said.expires_in * 1000;
  if (me?.person !== said.person) me = { person: said.person, name: said.name, scopes: [] };
  return true;
}

/** Goes on with the session of the cookie; whether there is one. One tab at a time: a
 * refresh token is good once. */
async function renew() {
  const open = await navigator.locks.request("session", () => session("PUT"));
  if (!open) me = null;
  return open;
}

async function learnScopes() {
  me.scopes = (await ask("GET", "/auth/me")).scopes;
}

/** Comes back to a session that is open. */
export async function comeBack() {
  if (await renew()) await learnScopes();
  return me;
}

/** Logs a person in; throws a Problem. */
export async function logIn(person, secret, code) {
  await session("POST", { person, secret, code });
  await learnScopes();
}

/** Logs out: here, and in the house. */
export async function logOut() {
  await send("POST", `${API}/auth/logout`);
  await session("DELETE");
  token = "";
  me = null;
}

/** Whether who is logged in may do something. */
export const may = (scope) => Boolean(me?.scopes.includes(scope));

/** The token of who is logged in, renewed in time; "" for nobody. */
export async function credential() {
  if (me && Date.now() > until - EARLY_MS && !(await renew())) forgotten();
  return me ? token : "";
}

/** Sends a request as who is logged in. */
async function send(method, path, told, more = {}) {
  const asked = { ...headers(), ...more };
  const bearer = await credential();
  if (bearer) asked.Authorization = `Bearer ${bearer}`;
  if (told !== undefined) asked["Content-Type"] = "application/json";
  return reach(path, {
    method,
    headers: asked,
    body: told === undefined ? undefined : JSON.stringify(told),
  });
}

async function read(answer) {
  const said = answer.status === 204 ? null : await answer.json().catch(() => null);
  if (!answer.ok) throw new Problem(answer.status, said);
  return said;
}

/** Asks the API; throws a Problem. */
export const ask = async (method, path, told) => read(await send(method, API + path, told));

/** Asks the console's own addresses; throws a Problem. */
export const askConsole = async (method, path, told) =>
  read(await send(method, CONSOLE + path, told));

/** Where the hub stands: `{environment, mark, effect}`. */
export const house = () => askConsole("GET", "/house");

/** The OpenAPI document. */
export async function described() {
  described.document ??= (await fetch(`${API}/openapi.json`)).json();
  return described.document;
}

/**
 * Follows a feed of the console line by line until `signal` ends it; begins again when the
 * hub was away.
 * @param {(thing: object) => void} each
 * @param {(on: boolean) => void} live  whether it is followed at the moment
 */
export async function follow(path, each, live, signal) {
  let seen = 0;
  while (!signal.aborted && me) {
    try {
      const bearer = await credential();
      const answer = await fetch(`${CONSOLE}${path}?after=${seen}`, {
        headers: { ...headers(), Authorization: `Bearer ${bearer}` },
        signal,
      });
      if (!answer.ok) throw new Problem(answer.status, await answer.json());
      live(true);
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let rest = "", part; !(part = await reader.read()).done;) {
        const lines = (rest + part.value).split("\n");
        rest = lines.pop();
        for (const thing of lines.filter(Boolean).map((line) => JSON.parse(line))) {
          seen = thing.number;
          each(thing);
        }
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Problem && error.status === 403) throw error;
    }
    live(false);
    await new Promise((resolve) => {
      setTimeout(resolve, 1000);
    });
  }
}
