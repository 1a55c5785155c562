import type { ImageConfig } from "../publish/oci.ts";
import { type ImageFiles, textAt } from "./image-files.ts";

/** What an image starts, and as whom. */
export interface Start {
  /** Entry point and arguments. */
  command: string[];
  directory: string;
  variables: Record<string, string>;
  /** As the image says it: `65532:65532`, `app`; root where it is empty. */
  user: string;
  /** As images name it: `amd64`, `arm64`. */
  architecture: string;
}

/** What a configuration says of the start; undefined where an image starts nothing. */
export function startIn({ config, architecture }: ImageConfig): Start | undefined {
  const command = [config.Entrypoint ?? [], config.Cmd ?? []].flat();
  if (!command.length) return undefined;
  const variables = Object.fromEntries(
    (config.Env ?? []).map((one) => {
      const at = one.indexOf("=");
      return [one.slice(0, at), one.slice(at + 1)];
    }),
  );
  return { command, directory: config.WorkingDir || "/", variables, user: config.User ?? "", architecture };
}

/** Where programs are looked for that are named without a path. */
export function searchPath({ variables }: Start): string[] {
  const { PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" } = variables;
  return PATH.split(":").filter(Boolean);
}

/** A user by numbers. */
export interface User {
  uid: number;
  gid: number;
}

/** The user that an image names, as its `/etc/passwd` numbers it; undefined where it knows none of that name. */
export async function userOf({ user }: Start, files: ImageFiles): Promise<User | undefined> {
  const [name = "", group] = user.split(":");
  const entries = ((await textAt(files, "/etc/passwd")) ?? "").split("\n").map((line) => line.split(":"));
  const known = entries.find((entry) => entry[0] === name || entry[2] === name);
  const uid = name === "" ? 0 : Number(/^\d+$/.test(name) ? name : (known?.[2] ?? Number.NaN));
  if (!Number.isSafeInteger(uid)) return undefined;
  const gid = Number(group !== undefined && /^\d+$/.test(group) ? group : (known?.[3] ?? 0));
  return { uid, gid };
}
