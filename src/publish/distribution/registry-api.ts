import { setTimeout as sleep } from "node:timers/promises";
import { onward, type Place, placeOf } from "./address.ts";
import { type Asked, refused, unanswered } from "./failures.ts";
import { type Reply, read, type Sent } from "./http.ts";
import {
  ACTIONS,
  type Answered,
  MOST_REDIRECTS,
  type RegistryApiOptions,
  type Request,
  redirection,
} from "./request.ts";
import { type Access, Tokens } from "./tokens.ts";

/** First wait for a registry that says 429 and not for how long, milliseconds; each further one is twice as long. */
const USUAL_PAUSE = 2000;

/** A request on its way. */
interface Underway extends Request {
  url: URL;
  place: Place;
  access: Access;
  signal: AbortSignal;
}

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
    this.#tokens = new Tokens(account, async ({ url, ...request }) => {
      const asked = { what: "asking for a token", repository: url.host };
      const sent = { ...request, unverified: false, signal: this.#until() };
      const reply = await this.#answered(asked, url, sent);
      if (reply.status !== 200) throw refused(asked, reply);
      return reply;
    });
  }

  /** @throws a `RegistryFailure` where the answer is none that was hoped for, or there is none. */
  async ask(request: Request): Promise<Answered> {
    const { repository, path, does, reads } = request;
    const place = this.place(repository);
    const own = ACTIONS[does].map((action) => `${place.name}:${action}`);
    const access = reads ? [...own, `${this.place(reads).name}:pull`] : own;
    let url = typeof path === "string" ? new URL(`/v2/${place.name}/${path}`, place.origin) : path;
    const signal = this.#until();
    for (let redirects = 0; ; redirects += 1) {
      const reply = await this.#patiently({ ...request, url, place, access, signal });
      const next = redirection(request, reply);
      if (next && redirects < MOST_REDIRECTS) url = onward(next, url, request);
      else if (reply.status >= 300) throw refused(request, reply);
      else return { ...reply, url };
    }
  }

  place(repository: string): Place {
    const place = placeOf(repository, this.#options.plainHttp ?? false);
    const origin = this.#secure.has(place.origin) ? place.origin.replace("http:", "https:") : place.origin;
    this.#hosts.set(origin, repository.split("/")[0] ?? "");
    return { ...place, origin };
  }

  /** Waits as long as a registry says that it has too much to do, where there is time for it. */
  async #patiently(underway: Underway): Promise<Reply> {
    const { signal } = underway;
    const end = Date.now() + this.#timeout;
    for (let pause = USUAL_PAUSE; ; pause *= 2) {
      const reply = await this.#allowed(underway);
      const said = Number(reply.header("retry-after")) * 1000;
      const wait = said > 0 ? said : pause;
      if (reply.status !== 429 || Date.now() + wait > end) return reply;
      await sleep(wait, undefined, { signal }).catch(() => {
        throw unanswered(underway, signal.reason, this.#timeout);
      });
    }
  }

  /** Only the registry itself is told who asks: nobody whom it sends us on to. */
  async #allowed(underway: Underway): Promise<Reply> {
    const { url, place, access, method, headers, body, signal } = underway;
    const send = (authorization?: string) => {
      const all = { ...headers, ...(authorization && { authorization }) };
      return this.#answered(underway, url, { method, headers: all, body, unverified: place.isPlain, signal });
    };
    if (url.origin !== place.origin) return send();
    const used = await this.#tokens.header(place.origin, access);
    const reply = await send(used);
    if (isSecure(reply, url)) return this.#securely(underway);
    if (reply.status !== 401) return reply;
    const challenge = reply.header("www-authenticate") ?? "";
    const better = await this.#tokens.next(place.origin, access, challenge, used);
    return better ? send(better) : reply;
  }

  #securely(underway: Underway): Promise<Reply> {
    const { url, repository } = underway;
    this.#secure.add(url.origin);
    const secure = new URL(url.href.replace("http:", "https:"));
    return this.#allowed({ ...underway, url: secure, place: this.place(repository) });
  }

  async #answered(asked: Asked, url: URL, sent: Sent): Promise<Reply> {
    try {
      return await read(this.#options.http, url, sent);
    } catch (error) {
      throw unanswered(asked, sent.signal.aborted ? sent.signal.reason : error, this.#timeout);
    }
  }

  #until(): AbortSignal {
    const { signal } = this.#options;
    const late = AbortSignal.timeout(this.#timeout);
    return signal ? AbortSignal.any([late, signal]) : late;
  }
}

/** A registry on loopback may speak TLS, and says so to who doesn't. */
function isSecure({ status, text }: Reply, { protocol }: URL): boolean {
  return status === 400 && protocol === "http:" && /\bHTTPS\b/.test(text);
}
