import { isIgnored } from "../files/is-ignored.ts";
import type { Checkout } from "./checkout.ts";

/** Whether a build could read a file: what it can't doesn't make a tree dirty. */
export function countsAsSource(path: string): boolean {
  return path !== "" && !isIgnored(path);
}

const SECTION = "-- --";

/** A shell script that says of the repository it runs in what {@link checkoutSaid} reads. */
export const GIT_FACTS = [
  "git log -1 --no-show-signature --format='%H %ct' HEAD",
  "git tag --points-at HEAD",
  "{ git config --get remote.origin.url || true; }",
  "git diff --name-only --ignore-submodules=none --relative HEAD -- . && git ls-files --others --exclude-standard",
].join(` && echo ${SECTION} && `);

/** Reads it. @throws a `RangeError` where it is something else. */
export function checkoutSaid(text: string): Checkout {
  const [head = "", tags = "", remote = "", changed = ""] = text.split(new RegExp(`^${SECTION}\n`, "m"));
  const [, revision = "", created = ""] = /^([0-9a-f]{40,64}) (\d+)$/.exec(head.trim()) ?? [];
  if (!revision) throw new RangeError(`git says nothing of HEAD: ${head.trim()}`);
  return {
    revision,
    created: Number(created),
    tags: lines(tags),
    remote: remote.trim() || undefined,
    dirty: lines(changed).some(countsAsSource),
  };
}

function lines(text: string): string[] {
  return text.split("\n").filter(Boolean);
}
