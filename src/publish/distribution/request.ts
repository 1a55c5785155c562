import type { Account } from "../docker-auth.ts";
import type { Asked } from "./failures.ts";
import type { Http, Reply } from "./http.ts";

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
  /** What it does there, and which other repository it reads. */
  does: "pull" | "push" | "all";
  reads?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** What came back, and from where in the end. */
export interface Answered extends Reply {
  url: URL;
}

/** How each is called by registries; some know no `delete`, and all of them know `*`. */
export const ACTIONS: Record<Request["does"], string[]> = {
  pull: ["pull"],
  push: ["pull", "push"],
  all: ["*"],
};

/** A registry sends readers on to where its blobs are, so many times at most. */
export const MOST_REDIRECTS = 5;

/** Where an answer sends a reader on to. */
export function redirection({ method }: Request, { status, header }: Reply): string | undefined {
  return method === "GET" && [301, 302, 303, 307, 308].includes(status) ? header("location") : undefined;
}
