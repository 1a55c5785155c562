import { expect, test } from "vitest";
import { refuseUnfrozen } from "../../../src/commands/planning.ts";
import { resolve } from "../../../src/descriptor/resolve.ts";
import type { Detector } from "../../../src/detection/detection.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import type { Microservice } from "../../../src/microservice.ts";
import type { PlannedService } from "../../../src/pipeline/plan.ts";

const unlocked = { file: "package.json", message: "no lockfile pins it", hint: "run npm install" };

/** A language whose services no lockfile pins. */
const loose: Detector = {
  name: "loose",
  manifests: ["loose.txt"],
  detect: (tree) =>
    tree.has("loose.txt")
      ? { manifest: "loose.txt", facts: [{ field: "entrypoint", value: "x", from: "y" }], unlocked }
      : undefined,
};

function service(): Microservice {
  const { services } = resolve(Snapshot.of({ "services/a/loose.txt": "" }), [loose]);
  return services[0] as Microservice;
}

test("what no lockfile pins is a warning, with its place in the repository", () => {
  expect(service().warnings).toEqual([{ ...unlocked, file: "services/a/package.json" }]);
});

test("--frozen refuses it, before it asks for the digests of bases", () => {
  const bases = [{ name: "node", address: "node:24" }];
  const refused = (one: Microservice) => () =>
    refuseUnfrozen({}, [{ service: one, planned: { service: one, bases } as unknown as PlannedService }]);
  expect(refused(service())).toThrow(
    "--frozen: services/a/package.json: no lockfile pins it: run npm install",
  );
  expect(refused({ ...service(), unlocked: undefined })).toThrow("node:24");
});
