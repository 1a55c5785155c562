import { isListOf, isObject, isText, untrustedJson } from "../../untrusted-json.ts";
import { MEDIA } from "../oci.ts";
import { RegistryFailure } from "../publisher.ts";
import { onward } from "./address.ts";
import type { Asked } from "./failures.ts";
import type { RegistryApi } from "./registry-api.ts";
import type { Answered } from "./request.ts";

/** Manifests of every form, as clients ask for them. */
const ACCEPT = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
].join(", ");

/** Tags of one answer; a registry may say fewer. */
const TAGS_AT_ONCE = 1000;

/** Answers that a list of tags may take, and milliseconds: a registry may always name one more. */
const MOST_PAGES = 1000;
const LONGEST_LIST = 300_000;

/** A manifest as a registry has it, and of which form. */
export interface Manifest {
  text: string;
  type?: string;
}

/** The manifest that a tag or digest names. @throws a `RegistryFailure`, `absent` where there is none. */
export async function getManifest(
  api: RegistryApi,
  repository: string,
  reference: string,
): Promise<Manifest> {
  const asked = { what: "reading a manifest", repository, reference, does: "pull" } as const;
  const place = { method: "GET", path: `manifests/${reference}`, headers: { accept: ACCEPT } };
  const { text, header } = await api.ask({ ...asked, ...place });
  return { text, type: header("content-type") };
}

/** Puts a manifest under a tag or its digest. */
export async function putManifest(
  api: RegistryApi,
  repository: string,
  reference: string,
  { text, type }: Manifest,
  what = "the upload",
): Promise<void> {
  const own = (JSON.parse(text) as { mediaType?: string }).mediaType;
  const headers = { "content-type": own ?? type ?? MEDIA.manifest };
  const asked = { what, repository, reference, does: "push" } as const;
  await api.ask({ ...asked, method: "PUT", path: `manifests/${reference}`, headers, body: text });
}

/** Removes what a digest names, with all its tags. */
export async function deleteManifest(api: RegistryApi, repository: string, digest: string): Promise<void> {
  const asked = { what: "removing an entry", repository, reference: digest, does: "all" } as const;
  await api.ask({ ...asked, method: "DELETE", path: `manifests/${digest}` });
}

/** All tags of a repository; none where there is no such. */
export async function listTags(api: RegistryApi, repository: string): Promise<string[]> {
  const asked = { what: "listing its tags", repository, does: "pull", method: "GET" } as const;
  const all: string[][] = [];
  const end = Date.now() + LONGEST_LIST;
  let path: string | URL | undefined = `tags/list?n=${TAGS_AT_ONCE}`;
  while (path) {
    if (all.length === MOST_PAGES || Date.now() > end)
      throw new RegistryFailure(`${repository}: its list of tags doesn't end`, "broken", []);
    const reply: Answered | undefined = await api.ask({ ...asked, path }).catch(unlessAbsent);
    all.push(reply ? tagsIn(reply.text, repository) : []);
    path = reply && nextPage(reply, asked);
  }
  return all.flat();
}

/** Where a list goes on, as registries say in `Link`. */
function nextPage({ url, header }: Answered, asked: Asked): URL | undefined {
  const [, next] = /<([^>]+)>;\s*rel="?next"?/.exec(header("link") ?? "") ?? [];
  return next === undefined ? undefined : onward(next, url, asked);
}

function tagsIn(text: string, repository: string): string[] {
  const said = untrustedJson(text, isObject);
  if (said && (said.tags == null || isListOf(said.tags, isText))) return (said.tags as string[] | null) ?? [];
  throw new RegistryFailure(`${repository}: listing its tags failed`, "passing", [text.slice(0, 200)]);
}

/** What isn't there is undefined. @throws any other failure. */
export function unlessAbsent(error: RegistryFailure): undefined {
  if (error.fault !== "absent") throw error;
}
