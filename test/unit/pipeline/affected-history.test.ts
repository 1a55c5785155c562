import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { LocalEngine } from "../../../ci/local/engine.ts";
import { plainProgress } from "../../../ci/local/output/progress.ts";
import { PROJECT } from "../../../ci/local/paths.ts";
import { registryAddress } from "../../../src/bases/addresses.ts";
import { readBases } from "../../../src/bases/files.ts";
import { affectedSince } from "../../../src/commands/affected.ts";
import { readRepository } from "../../../src/commands/repository.ts";
import { resolve } from "../../../src/descriptor/resolve.ts";
import { isIgnored } from "../../../src/files/is-ignored.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { LANGUAGES } from "../../../src/languages/table.ts";
import type { Microservice } from "../../../src/microservice.ts";
import { keyOf as keyOfPlan, planService } from "../../../src/pipeline/plan.ts";
import { change, firstTree, importStream, seeded, type Tree } from "./history.ts";

const COMMITS = 500;

const OURS = readFileSync(join(PROJECT, "bases.yaml"), "utf8");

/** A commit, judged from nothing but its files. */
interface Judged {
  services: Microservice[];
  /** By service: changes exactly when something that its build reads does. */
  keys: Map<string, string>;
  snapshot: Snapshot;
}

function judged(tree: Tree): Judged {
  const read = [...tree].filter(([path]) => !isIgnored(path));
  const snapshot = Snapshot.of(Object.fromEntries(read.map(([path, { text }]) => [path, text])));
  const { services } = resolve(snapshot, LANGUAGES);
  const keys = services.map((service): [string, string] => [service.name, keyOf(service, snapshot, tree)]);
  return { services, keys: new Map(keys), snapshot };
}

function keyOf(service: Microservice, snapshot: Snapshot, tree: Tree): string {
  const within = [service.path, ...service.inputs];
  const inside = snapshot.paths.filter((path) =>
    within.some((one) => one === "." || path === one || path.startsWith(`${one}/`)),
  );
  const hash = createHash("sha256");
  for (const path of inside) hash.update(JSON.stringify([path, tree.get(path)]));
  const address = registryAddress(readBases(snapshot.text("bases.yaml") ?? OURS), {});
  const shared = ["bases.yaml", "bases.lock"].map((path) => snapshot.text(path) ?? "");
  const contents = hash.digest("hex");
  try {
    const inputs = {
      environment: "development",
      address,
      snapshot,
    };
    return `${keyOfPlan(planService(service, service, inputs), contents, "linux/amd64")} ${shared}`;
  } catch (error) {
    return `${error} ${contents} ${shared}`;
  }
}

/** Services whose key is another, and those that need one of them. */
function brute(before: Judged, after: Judged): Set<string> {
  const found = new Set(
    after.services
      .filter(({ name }) => before.keys.get(name) !== after.keys.get(name))
      .map(({ name }) => name),
  );
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const { name, needs } of after.services) if (needs.some((one) => found.has(one))) found.add(name);
  }
  return found;
}

it(`misses nothing over ${COMMITS} generated commits`, { timeout: 600_000 }, async () => {
  const below = seeded(2026);
  const trees = [firstTree()];
  const ways: string[] = [];
  while (trees.length <= COMMITS) {
    const next = new Map(trees.at(-1));
    ways.push([...Array(1 + below(2))].map(() => change(next, below)).join(" and "));
    trees.push(next);
  }
  const root = mkdtempSync(join(tmpdir(), "multistage-history-"));
  const git = (words: string[], input = "") =>
    execFileSync("git", words, { cwd: root, input, stdio: ["pipe", "pipe", "ignore"] });
  git(["init", "-q", "-b", "main"]);
  git(["fast-import", "--quiet"], importStream(trees));

  const count = { affected: 0, spared: 0, false: 0 };
  let before = judged(trees[0] as Tree);
  for (let at = 1; at <= COMMITS; at++) {
    git(["checkout", "-q", "--force", `c${at}`]);
    const after = judged(trees[at] as Tree);
    const source = { root, snapshot: after.snapshot, git: true };
    const engine = new LocalEngine(source, {}, [], plainProgress());
    const repository = { ...(await readRepository(engine)), services: after.services };
    const said = (await affectedSince(engine, repository, `c${at - 1}`, "development")).map(
      ({ name }) => name,
    );
    const really = brute(before, after);
    const missed = [...really].filter((name) => !said.includes(name));
    expect(missed, `commit ${at}: ${ways[at - 1]}`).toEqual([]);
    count.affected += really.size;
    count.false += said.length - really.size;
    count.spared += after.services.length - said.length;
    before = after;
  }
  console.log(`affected: ${count.affected} found, 0 missed, ${count.false} false, ${count.spared} spared`);
  expect(count.affected).toBeGreaterThan(200);
});
