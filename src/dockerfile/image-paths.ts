import { join } from "../files/paths.ts";

/** A path in an image, absolute, as seen from a working directory. */
export function joinedPath(workdir: string, path: string): string {
  const whole = path.startsWith("/") ? path : `${workdir}/${path}`;
  const plain = join(".", whole.replace(/^\/+/, ""));
  return plain === "." ? "/" : `/${plain}`;
}

/** The rest of a path below a directory; `.` for itself, undefined where it lies elsewhere. */
export function pathBelow(directory: string, path: string): string | undefined {
  if (path === directory) return ".";
  const prefix = directory === "/" ? "/" : `${directory}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}
