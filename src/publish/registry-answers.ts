import { isListOf, isObject, isText, type Shape, untrustedJson } from "../untrusted-json.ts";
import { isDigest, sha256 } from "./digest.ts";
import { type ImageManifest, isManifest, isNamed } from "./oci.ts";
import { RegistryFailure } from "./publisher.ts";

/** An answer is shown that far: enough to recognise a portal's page. */
const SHOWN = 200;

/** The digest of what a tag or digest names, from the text that a registry answered with; undefined where it had none. */
export function namedDigest(
  text: string | undefined,
  repository: string,
  reference: string,
): string | undefined {
  if (text === undefined) return undefined;
  answered(text, isNamed, repository);
  return isDigest(reference) ? sha256(refuseOther(text, repository, reference)) : sha256(text);
}

/** The manifest that a digest names. */
export function manifestIn(text: string, repository: string, digest: string): ImageManifest {
  return answered(refuseOther(text, repository, digest), isManifest, repository);
}

/** The tags of a repository, as skopeo lists them. */
export function tagsIn(text: string, repository: string): string[] {
  return answered(text, isTagList, repository).Tags ?? [];
}

function isTagList(value: unknown): value is { Tags?: string[] | null } {
  return isObject(value) && (value.Tags == null || isListOf(value.Tags, isText));
}

/** Passes on what has a digest. @throws a `RegistryFailure`, worth retrying, where it is something else. */
export function refuseOther(text: string, repository: string, digest: string): string {
  if (sha256(text) === digest) return text;
  throw new RegistryFailure(`${repository}: what came back is not ${digest}`, "passing", []);
}

/** A page of a proxy or portal, an empty answer: the registry didn't speak, and may the next time. */
function answered<T>(text: string, has: Shape<T>, repository: string): T {
  const value = untrustedJson(text, has);
  if (value !== undefined) return value;
  const said = text.trim().slice(0, SHOWN);
  const what = said ? "with something else than a manifest" : "nothing";
  const message = `${repository}: the registry answered ${what}: is a proxy or portal in between?`;
  throw new RegistryFailure(message, "passing", said ? said.split("\n") : []);
}
