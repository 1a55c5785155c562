import { isCount, isObject, isText, untrustedJson } from "../../untrusted-json.ts";
import { type Account, basic } from "../docker-auth.ts";
import type { Reply } from "./http.ts";

/** What a request does to a repository, by the names that it has there: `team/api:pull`, `team/api:push`. */
export type Access = string[];

/** Asks a server for tokens; not the registry itself. */
export type AskTokens = (
  url: URL,
  more: { method: string; headers: Record<string, string>; body?: string },
) => Promise<Reply>;

interface Token {
  origin: string;
  access: Set<string>;
  header: Promise<string | undefined>;
  /** Milliseconds since 1970. */
  until: number;
}

/** How long a token counts that doesn't say for how long it was given, seconds; by its specification. */
const USUAL_LIFE = 60;

/** As whom a run asks each registry: one token for what may be done to one repository, asked for once. */
export class Tokens {
  readonly #account: (origin: string) => Promise<Account | undefined>;
  readonly #ask: AskTokens;
  /** What each registry said of how it lets somebody in. */
  readonly #challenges = new Map<string, string>();
  #tokens: Token[] = [];

  constructor(account: (origin: string) => Promise<Account | undefined>, ask: AskTokens) {
    this.#account = account;
    this.#ask = ask;
  }

  /** The header `authorization` for a request, as far as the registry has said that it wants one. */
  async header(origin: string, access: Access): Promise<string | undefined> {
    const challenge = this.#challenges.get(origin);
    return challenge === undefined ? undefined : this.#granted(origin, challenge, access);
  }

  /** The same after the registry has refused a request with `used`; undefined where there is nothing better. */
  async next(origin: string, access: Access, challenge: string, used?: string): Promise<string | undefined> {
    this.#challenges.set(origin, challenge);
    const known = await this.#granted(origin, challenge, access);
    if (known !== used) return known;
    this.#tokens = this.#tokens.filter((token) => !isFor(token, origin, access));
    const renewed = await this.#granted(origin, challenge, access);
    return renewed === used ? undefined : renewed;
  }

  async #granted(origin: string, challenge: string, access: Access): Promise<string | undefined> {
    const isBearer = /^Bearer\s/i.test(challenge);
    if (!isBearer) {
      const account = await this.#account(origin);
      return account && account.username !== "<token>" ? `Basic ${basic(account)}` : undefined;
    }
    const now = Date.now();
    const held = this.#tokens.find((token) => isFor(token, origin, access) && token.until > now);
    if (held) return held.header;
    const token: Token = {
      origin,
      access: new Set(access),
      until: Number.POSITIVE_INFINITY,
      header: undefined as never,
    };
    token.header = this.#asked(origin, challenge, token);
    this.#tokens.push(token);
    // What a server didn't give is asked for again.
    token.header.catch(() => {
      this.#tokens = this.#tokens.filter((one) => one !== token);
    });
    return token.header;
  }

  async #asked(origin: string, challenge: string, token: Token): Promise<string | undefined> {
    const { realm = "", service } = parametersOf(challenge);
    // An account goes to no server that speaks more openly than the registry.
    if (!URL.canParse(realm) || (new URL(realm).protocol !== "https:" && origin.startsWith("https:")))
      return undefined;
    const account = await this.#account(origin);
    const words = new URLSearchParams();
    for (const scope of scopesOf([...token.access])) words.append("scope", scope);
    if (service) words.set("service", service);
    const { text } = await (account?.username === "<token>"
      ? this.#exchanged(new URL(realm), account.password, words)
      : this.#fetched(new URL(realm), account, words));
    const said = untrustedJson(text, isObject) ?? {};
    const given = [said.token, said.access_token].find((one) => isText(one) && one);
    const life = isCount(said.expires_in) ? said.expires_in : USUAL_LIFE;
    token.until = Date.now() + life * 800;
    return given === undefined ? undefined : `Bearer ${given}`;
  }

  #fetched(realm: URL, account: Account | undefined, words: URLSearchParams): Promise<Reply> {
    for (const [name, value] of words) realm.searchParams.append(name, value);
    const headers = account ? { authorization: `Basic ${basic(account)}` } : {};
    return this.#ask(realm, { method: "GET", headers: headers as Record<string, string> });
  }

  /** An identity token is exchanged as OAuth2 has it. */
  #exchanged(realm: URL, token: string, words: URLSearchParams): Promise<Reply> {
    const scope = words.getAll("scope").join(" ");
    const own = { grant_type: "refresh_token", client_id: "multistage", refresh_token: token, scope };
    const body = new URLSearchParams({ ...own, service: words.get("service") ?? "" });
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return this.#ask(realm, { method: "POST", headers, body: body.toString() });
  }
}

function isFor(token: Token, origin: string, access: Access): boolean {
  return token.origin === origin && access.every((one) => token.access.has(one));
}

/** `repository:team/api:pull,push` for each repository. */
function scopesOf(access: Access): string[] {
  const actions = new Map<string, string[]>();
  for (const one of access) {
    const [, name = "", action = ""] = /^(.*):([^:]+)$/.exec(one) ?? [];
    actions.set(name, [...(actions.get(name) ?? []), action]);
  }
  return [...actions].map(([name, all]) => `repository:${name}:${all.join(",")}`);
}

/** What `WWW-Authenticate` says: `realm`, `service`. */
function parametersOf(challenge: string): Record<string, string | undefined> {
  const said = challenge.matchAll(/(\w+)="([^"]*)"/g);
  return Object.fromEntries([...said].map(([, name = "", value]) => [name.toLowerCase(), value]));
}
