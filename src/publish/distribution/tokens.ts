import { isCount, isObject, isText, untrustedJson } from "../../untrusted-json.ts";
import { type Account, basic } from "../docker-auth.ts";
import type { Reply, Sent } from "./http.ts";

/** What a request does to which repositories: `team/api:pull`, `team/api:push`. */
export type Access = string[];

/** What a server of tokens is sent. */
export interface TokenRequest extends Pick<Sent, "method" | "headers" | "body"> {
  url: URL;
}

interface Token {
  origin: string;
  access: Access;
  header: Promise<string | undefined>;
  /** Milliseconds since 1970. */
  until: number;
}

/** How long a token counts that doesn't say for how long it was given, seconds; by its specification. */
const USUAL_LIFE = 60;

/** As much of that it is used, so that none ends on its way. */
const USED = 0.8;

/** As whom a run asks each registry: one token for what may be done to one repository, asked for once. */
export class Tokens {
  readonly #account: (origin: string) => Promise<Account | undefined>;
  readonly #ask: (request: TokenRequest) => Promise<Reply>;
  /** What each registry said of how it lets somebody in. */
  readonly #challenges = new Map<string, string>();
  #tokens: Token[] = [];

  constructor(
    account: (origin: string) => Promise<Account | undefined>,
    ask: (request: TokenRequest) => Promise<Reply>,
  ) {
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
    if (!/^Bearer\s/i.test(challenge)) return basicHeader(await this.#account(origin));
    const now = Date.now();
    const held = this.#tokens.find((token) => isFor(token, origin, access) && token.until > now);
    if (held) return held.header;
    const given = this.#given(origin, challenge, access);
    const header = given.then(({ text }) => text && `Bearer ${text}`);
    const token: Token = { origin, access, header, until: Number.POSITIVE_INFINITY };
    this.#tokens.push(token);
    // What a server didn't give is asked for again.
    token.until = await given.then(({ life }) => now + life * 1000 * USED).catch(() => 0);
    return header;
  }

  async #given(origin: string, challenge: string, access: Access): Promise<{ text?: string; life: number }> {
    const { realm = "", service = "" } = parametersOf(challenge);
    // An account goes to no server that speaks more openly than the registry.
    const isOpen = origin.startsWith("https:") && !realm.startsWith("https:");
    if (isOpen || !URL.canParse(realm)) return { life: 0 };
    const request = tokenRequest(new URL(realm), service, scopesOf(access), await this.#account(origin));
    const said = untrustedJson((await this.#ask(request)).text, isObject) ?? {};
    const text = [said.token, said.access_token].filter(isText).find(Boolean);
    return { text, life: isCount(said.expires_in) ? said.expires_in : USUAL_LIFE };
  }
}

function isFor(token: Token, origin: string, access: Access): boolean {
  return token.origin === origin && access.every((one) => token.access.includes(one));
}

function basicHeader(account?: Account): string | undefined {
  return account && account.username !== "<token>" ? `Basic ${basic(account)}` : undefined;
}

/** A question with name and password; an identity token is exchanged as OAuth2 has it. */
function tokenRequest(url: URL, service: string, scopes: string[], account?: Account): TokenRequest {
  if (account?.username === "<token>") {
    const told = { grant_type: "refresh_token", client_id: "multistage", refresh_token: account.password };
    const body = new URLSearchParams({ ...told, service, scope: scopes.join(" ") }).toString();
    return { url, method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body };
  }
  for (const scope of scopes) url.searchParams.append("scope", scope);
  if (service) url.searchParams.append("service", service);
  const authorization = basicHeader(account);
  return { url, method: "GET", headers: authorization ? { authorization } : {} };
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
