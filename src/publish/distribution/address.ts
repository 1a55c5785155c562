import { RegistryFailure } from "../publisher.ts";
import { isLoopback } from "../reference.ts";
import type { Asked } from "./failures.ts";

/** Where a repository's API is. */
export interface Place {
  /** `http://127.0.0.1:5000` */
  origin: string;
  /** As the registry itself calls it: `team/api`. */
  name: string;
  /** Plain HTTP will do, and certificates needn't be right. */
  isPlain: boolean;
}

/** Docker's own registry answers elsewhere than it is called. */
const DOCKER = { called: "docker.io", answers: "registry-1.docker.io", official: "library/" };

/** The place of `HOST/PREFIX/NAME`. */
export function placeOf(repository: string, plainHttp: boolean): Place {
  const [host = "", ...path] = repository.split("/");
  const isPlain = plainHttp || isLoopback(host);
  const scheme = isPlain ? "http" : "https";
  if (host !== DOCKER.called) return { origin: `${scheme}://${host}`, name: path.join("/"), isPlain };
  const name = path.length > 1 ? path.join("/") : `${DOCKER.official}${path.join("")}`;
  return { origin: `${scheme}://${DOCKER.answers}`, name, isPlain };
}

/** Where a registry sends whoever asks. @throws where that is no address, or one that anybody could listen to. */
export function onward(location: string, from: URL, { repository, what }: Asked): URL {
  const url = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (url && (url.protocol === "https:" || url.protocol === from.protocol)) return url;
  const line = `it sends on to ${location.slice(0, 200)}`;
  throw new RegistryFailure(`${repository}: ${what} failed`, "broken", [line]);
}
