import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { $ } from "zx";
import { type Ended, expectEnd } from "../contract/observe.ts";
import { flags, SITUATIONS, type Situation } from "../contract/situations.ts";
import { call, repository } from "./command.ts";
import { localRegistry } from "./registry.ts";

let registry: Awaited<ReturnType<typeof localRegistry>>;
beforeAll(async () => {
  registry = await localRegistry();
});
afterAll(() => registry.stop());

/** A repository of the situation's files, with what is to be committed before them. */
async function repositoryOf({ files, committed }: Situation): Promise<string> {
  const first = committed === true ? files : (committed ?? files);
  const root = repository(first);
  if (committed) {
    const git = $({ quiet: true, cwd: root });
    await git`git init -q && git add -A && git -c user.name=a -c user.email=a@b.example commit -qm first`;
  }
  for (const [path, text] of Object.entries(files))
    if (first[path] !== text) writeFileSync(join(root, path), text);
  return root;
}

async function ended(situation: Situation): Promise<Ended> {
  const source = await repositoryOf(situation);
  const [name, options = {}] = situation.call;
  const to = name === "publish-all" ? ["--registry", `${registry.host}/team`] : [];
  const words = [name, ...flags(options), ...to, "--source", source, "--engine", "buildah", "--json"];
  const { exitCode, stdout, stderr } = await call(words);
  rmSync(source, { recursive: true });
  return { exitCode, result: stdout ? JSON.parse(stdout) : undefined, text: stderr };
}

describe("every command, by this machine's builder", () => {
  it.each(SITUATIONS.map((one) => [one.name, one] as const))("%s", async (_, situation) => {
    expectEnd(await ended(situation), situation.expected);
  });
});
