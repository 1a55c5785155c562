import { createHash } from "node:crypto";

/**
 * Whose caches a build uses: `main` is the protected branch's, and everybody's who builds what is theirs; any other
 * name is one untrusted source's, such as a pull request's. What runs in one reaches no other.
 */
export const TRUSTED = "main";

/** A cache mount of the recipes': `go-mod`, and `pr-12--go-mod` for a pull request. No name has `--` but by this. */
export function cacheName(name: string, domain = TRUSTED): string {
  return domain === TRUSTED ? name : `${domain}--${name}`;
}

/** A cache mount that a service's own Dockerfile names: it is no other service's, and none of the recipes'. */
export function ownCacheName(service: string, id: string, domain = TRUSTED): string {
  return [domain, "own", service, plain(id)].join("--");
}

/** Builders take an id for a path: of what can't be in a file's name, `/` becomes `~`, and the rest its code. */
function plain(id: string): string {
  const code = (char: string) => (char === "/" ? "~" : `%${char.codePointAt(0)?.toString(16)}`);
  const written = id.replace(/[^\w.-]/gu, code);
  if (written.length <= LONGEST) return written;
  return `${written.slice(0, LONGEST)}-${createHash("sha256").update(id).digest("hex").slice(0, 16)}`;
}

/** File names end at 255 bytes. */
const LONGEST = 80;
