import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { $ } from "zx";
import { call, callLocal, directoryOf, type Ended, testBases } from "./engine.ts";

/** The smallest service there is. */
export const goService = (name: string, body = `println("${name}")`) => ({
  [`services/${name}/go.mod`]: `module example.com/${name}\n\ngo 1.21\n`,
  [`services/${name}/main.go`]: `package main\n\nfunc main() { ${body} }\n`,
});

/** A repository of two services, and calls that publish from it. */
export function shop(host: string, prefix: string, files: Record<string, string> = {}) {
  const services = { ...goService("api"), ...goService("web"), ...files };
  return publisher(directoryOf({ "bases.yaml": testBases(), ...services }), host, prefix);
}

/** Puts a directory into git; answers calls that publish from it. */
export async function publisher(source: string, host: string, prefix: string) {
  const git = (...words: string[]) => $({ quiet: true, cwd: source })`git ${words}`;
  const registry = ["--source", source, "--registry", `${host}/${prefix}`];
  const service = ["--registry-service", `tcp://${host}`];
  const made = {
    source,
    write: (path: string, text: string) => writeFileSync(join(source, path), text),
    async commit() {
      await git("add", ".");
      await git("-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-q", "-m", "next");
      return (await git("rev-parse", "HEAD")).stdout.trim();
    },
    /** A function that publishes, told of git. */
    publish: (words: string[], env = {}): Promise<Ended> =>
      call(splitVerb(words, [...registry, ...service, "--git", join(source, ".git")]), { env }),
    /** The words of the same, for a call that doesn't run to its end. */
    publishWords: (words: string[]) =>
      splitVerb(words, [...registry, ...service, "--git", join(source, ".git")]),
    /** One that moves tags. */
    move: (words: string[]): Promise<Ended> => call(splitVerb(words, [...registry, ...service])),
    local: ([name = "", ...words]: string[]): Promise<Ended> => callLocal([name, ...registry, ...words]),
    remove: () => rmSync(source, { recursive: true }),
  };
  await git("init", "-q");
  await made.commit();
  return made;
}

/** The function's name, then the flags that all calls have. */
function splitVerb([name = "", ...words]: string[], flags: string[]): string[] {
  return [name, ...flags, ...words];
}
