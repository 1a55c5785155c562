import { sha256 } from "../digest.ts";
import { refuseOther } from "../registry-answers.ts";
import { onward } from "./address.ts";
import { unlessAbsent } from "./manifests.ts";
import type { RegistryApi } from "./registry-api.ts";

/** The text of a short blob. @throws a `RegistryFailure` where it isn't what its digest says. */
export async function getBlob(
  api: RegistryApi,
  repository: string,
  digest: string,
  what: string,
): Promise<string> {
  const asked = { what, repository, reference: digest, does: "pull" } as const;
  const { text } = await api.ask({ ...asked, method: "GET", path: `blobs/${digest}` });
  return refuseOther(text, repository, digest);
}

/** Whether a repository has a blob. */
export async function hasBlob(api: RegistryApi, repository: string, digest: string): Promise<boolean> {
  const asked = { what: "looking for a layer", repository, reference: digest, does: "pull" } as const;
  const there = await api.ask({ ...asked, method: "HEAD", path: `blobs/${digest}` }).catch(unlessAbsent);
  return there !== undefined;
}

/** Lends a blob to another repository of the registry; false where it lends none, for whatever reason. */
export async function mountBlob(
  api: RegistryApi,
  from: string,
  to: string,
  digest: string,
): Promise<boolean> {
  if (api.place(from).origin !== api.place(to).origin) return false;
  const query = new URLSearchParams({ mount: digest, from: api.place(from).name });
  const asked = { what: "lending a layer", repository: to, reads: from, does: "push" } as const;
  const lent = api.ask({ ...asked, method: "POST", path: `blobs/uploads/?${query}` });
  return lent.then(
    ({ status }) => status === 201,
    () => false,
  );
}

/** Uploads a short blob. */
export async function putBlob(api: RegistryApi, repository: string, text: string): Promise<void> {
  const asked = { what: "the upload", repository, does: "push" } as const;
  const { url, header } = await api.ask({ ...asked, method: "POST", path: "blobs/uploads/" });
  const path = onward(header("location") ?? "", url, asked);
  path.searchParams.set("digest", sha256(text));
  const headers = { "content-type": "application/octet-stream" };
  await api.ask({ ...asked, method: "PUT", path, headers, body: text });
}
