import { expect, it } from "vitest";
import { resolve } from "../../../src/descriptor/resolve.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { LANGUAGES } from "../../../src/languages/table.ts";
import { planOf } from "../../../src/module/build.ts";
import type { Repository } from "../../../src/module/repository.ts";

function repository(files: Record<string, string>): Repository {
  const snapshot = new Snapshot(Object.keys(files), new Map(Object.entries(files)));
  const directory = { directory: () => ({ digest: async () => "sha256:1" }) };
  return { directory, snapshot, ...resolve(snapshot, LANGUAGES) } as unknown as Repository;
}

it("a plan on an engine refuses bases that aren't pinned, too", async () => {
  const files = {
    "services/api/go.mod": "module a\ngo 1.26\n",
    "services/api/main.go": "package main",
    "bases.yaml": "golang: { image: 'a.example/golang:{version}' }\n",
  };
  const loose = repository(files);
  const [service] = loose.services;
  if (!service) throw new Error("no service");
  const options = { environment: "development", frozen: true };
  await expect(planOf(loose, service, options)).rejects.toThrow(
    "--frozen: not in bases.lock: a.example/golang",
  );
  const pinned = repository({
    ...files,
    "bases.lock": `"a.example/golang:1.26": sha256:${"a".repeat(64)}\n`,
  });
  expect((await planOf(pinned, service, options)).bases[0]?.address).toContain("@sha256:");
});
