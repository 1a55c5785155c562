import { setTimeout as sleep } from "node:timers/promises";
import type { Account } from "../docker-auth.ts";
import { RegistryFailure } from "../publisher.ts";
import { type Place, placeOf } from "./address.ts";
import { type Asked, refused, unanswered } from "./failures.ts";
import { type Http, type Reply, read, type Sent, TooLong } from "./http.ts";
import { type Access, Tokens } from "./tokens.ts";

export interface RegistryApiOptions {
  http: Http;
  /** Who asks a host; undefined for nobody. */
  account(host: string): Promise<Account | undefined>;
  /** Plain HTTP also to other machines; default false. */
  plainHttp?: boolean;
  /** Longest that one request may take with all that it needs, milliseconds; default one minute. */
  timeout?: number;
  /** Ends what is under way. */
  signal?: AbortSignal;
}

/** One request to a repository. */
export interface Request extends Asked {
  method: string;
  /** Below `/v2/NAME/`, or a whole address that the registry named before. */
  path: string | URL;
  /** What it does there, and to which other repository. */
  does: "pull" | "push" | "all";
  reads?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** What came back, and from where in the end. */
export interface Answered extends Reply {
  url: URL;
}

/** A registry sends readers on to where its blobs are, some times. */
const MOST_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];

/** First wait for a registry that says 429 and not for how long, milliseconds; each further one is twice as long. */
const USUAL_PAUSE = 2000;

/** How each action is called by registries; some know no `delete`, and all of them know `*`. */
const ACTIONS = { pull: ["pull"], push: ["pull", "push"], all: ["*"] };

/** The API of the OCI distribution specification, one request at a time: who asks, redirects, time and size. */
export class RegistryApi {
  readonly #options: RegistryApiOptions;
  readonly #timeout: number;
  readonly #tokens: Tokens;
  /** Plain places that turned out to speak TLS. */
  readonly #secure = new Set<string>();
  /** Hosts by origin, as callers name them. */
  readonly #hosts = new Map<string, string>();

  constructor(options: RegistryApiOptions) {
    this.#options = options;
    this.#timeout = options.timeout ?? 60_000;
    const account = (origin: string) => options.account(this.#hosts.get(origin) ?? "");
    this.#tokens = new Tokens(account, async (url, more) => {
      const asked = { what: `asking ${url.host} for a token`, repository: url.host };
      const reply = await this.#answered(
        asked,
        url,
        { ...more, unverified: url.protocol === "http:" },
        this.#until(),
      );
      if (reply.status !== 200) throw refused(asked, reply);
      return reply;
    });
  }

  /** @throws a `RegistryFailure` where the answer is none that was hoped for, or there is none. */
  async ask(request: Request): Promise<Answered> {
    const signal = this.#until();
    const place = this.place(request.repository);
    const access = this.#accessOf(request, place);
    let url =
      typeof request.path === "string"
        ? new URL(`/v2/${place.name}/${request.path}`, place.origin)
        : request.path;
    for (let redirects = 0; ; redirects += 1) {
      const reply = await this.#patiently(request, url, place, access, signal);
      const next = REDIRECTS.includes(reply.status) && request.method === "GET" && reply.header("location");
      if (next && redirects < MOST_REDIRECTS) {
        url = onward(next, url, request);
        continue;
      }
      if (reply.status >= 300) throw refused(request, reply);
      return { ...reply, url };
    }
  }

  place(repository: string): Place {
    const place = placeOf(repository, this.#options.plainHttp ?? false);
    const origin = this.#secure.has(place.origin) ? place.origin.replace("http:", "https:") : place.origin;
    this.#hosts.set(origin, repository.split("/")[0] ?? "");
    return { ...place, origin };
  }

  #accessOf({ does, reads }: Request, { name }: Place): Access {
    const own = ACTIONS[does].map((action) => `${name}:${action}`);
    return reads ? [...own, `${this.place(reads).name}:pull`] : own;
  }

  /** Waits as long as a registry says that it has too much to do, where there is time for it. */
  async #patiently(
    request: Request,
    url: URL,
    place: Place,
    access: Access,
    signal: AbortSignal,
  ): Promise<Reply> {
    const end = Date.now() + this.#timeout;
    for (let pause = USUAL_PAUSE; ; pause *= 2) {
      const reply = await this.#allowed(request, url, place, access, signal);
      const wait = Number(reply.header("retry-after")) * 1000 || pause;
      if (reply.status !== 429 || Date.now() + wait > end) return reply;
      await sleep(wait, undefined, { signal }).catch(() => {
        throw unanswered(request, signal.reason, this.#timeout);
      });
    }
  }

  /** Only the registry itself is told who asks: nobody whom it sends us on to. */
  async #allowed(
    request: Request,
    url: URL,
    place: Place,
    access: Access,
    signal: AbortSignal,
  ): Promise<Reply> {
    const { method, headers = {}, body } = request;
    const send = (authorization?: string) => {
      const all = authorization ? { ...headers, authorization } : headers;
      return this.#answered(request, url, { method, headers: all, body, unverified: place.isPlain }, signal);
    };
    if (url.origin !== place.origin) return send();
    const used = await this.#tokens.header(place.origin, access);
    const reply = await send(used);
    if (reply.status === 400 && url.protocol === "http:" && /\bHTTPS\b/.test(reply.text))
      return this.#securely(request, url, access, signal);
    if (reply.status !== 401) return reply;
    const better = await this.#tokens.next(
      place.origin,
      access,
      reply.header("www-authenticate") ?? "",
      used,
    );
    return better ? send(better) : reply;
  }

  /** A registry on loopback may speak TLS, and says so. */
  #securely(request: Request, url: URL, access: Access, signal: AbortSignal): Promise<Reply> {
    this.#secure.add(url.origin);
    const secure = new URL(url.href.replace("http:", "https:"));
    return this.#allowed(request, secure, this.place(request.repository), access, signal);
  }

  async #answered(asked: Asked, url: URL, sent: Omit<Sent, "signal">, signal: AbortSignal): Promise<Reply> {
    try {
      return await read(this.#options.http, url, { ...sent, signal });
    } catch (error) {
      if (error instanceof TooLong)
        throw new RegistryFailure(`${asked.repository}: ${asked.what} failed`, "broken", [error.message]);
      throw unanswered(asked, signal.aborted ? signal.reason : error, this.#timeout);
    }
  }

  #until(): AbortSignal {
    const { signal } = this.#options;
    const late = AbortSignal.timeout(this.#timeout);
    return signal ? AbortSignal.any([late, signal]) : late;
  }
}

/** Where a registry sends whoever asks. @throws where that is no address, or one that anybody could listen to. */
export function onward(location: string, from: URL, asked: Asked): URL {
  const url = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (url && (url.protocol === "https:" || url.protocol === from.protocol)) return url;
  const why = `it sends on to ${location.slice(0, 200)}`;
  throw new RegistryFailure(`${asked.repository}: ${asked.what} failed`, "broken", [why]);
}
