import { portFacts } from "../../detection/ports.ts";
import { seenFile } from "../../detection/read-files.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Fact } from "../../microservice.ts";
import type { Crate } from "./cargo.ts";
import { rustLiterals } from "./source.ts";

/** What frameworks listen on by default or by convention. */
export const PORTS: Record<string, number> = {
  axum: 3000,
  "actix-web": 8080,
  rocket: 8000,
  warp: 3030,
  poem: 3000,
  salvo: 8698,
};

/**
 * The port that a Dockerfile exposes, that of the only address in the code which everybody reaches, or what its framework
 * does by default.
 *
 * @param uses the libraries that the crates name.
 */
export function rustPort(tree: Snapshot, crates: Crate[], uses: string[]): Fact[] {
  const [first] = portFacts(tree, PORTS, uses);
  if (first && !first.from.startsWith("default of")) return [first];
  const said = crates.flatMap((crate) =>
    crate.tree.find(/^src\/.*\.rs$/).flatMap((path) => portsIn(tree, crate, path)),
  );
  const isClear = new Set(said.map(({ value }) => value)).size === 1;
  return isClear ? said.slice(0, 1) : first ? [first] : [];
}

function portsIn(tree: Snapshot, crate: Crate, path: string): Fact[] {
  const from = seenFile(tree, crate.tree.directory, path);
  return (rustLiterals(crate.tree, path) ?? []).flatMap(({ text, line }): Fact[] => {
    const port = /^(?:0\.0\.0\.0|\[::\]):(\d{2,5})$/.exec(text)?.[1];
    return port ? [{ field: "port", value: Number(port), from: `${from}:${line}` }] : [];
  });
}
