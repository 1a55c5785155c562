import { expect, it } from "vitest";
import { complete } from "../../../src/descriptor/complete.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { runEach } from "../../../src/module/run.ts";

const repository = {
  services: [complete(Snapshot.of({}).under("services/shop"), "shop", "go", {}, undefined)],
  faults: [],
} as unknown as Parameters<typeof runEach>[0];

it.each([
  ["shop: dependencies failed (exit 1): npm ci\n  │ npm error code EAI_AGAIN", 75],
  ["shop: build failed (exit 1): go build\n  │ main.go:3:15: undefined: x", 1],
])("on an engine, too, a failure says whether it is worth a retry: %j", async (message, exitCode) => {
  const { services } = await runEach(repository, { environment: "development" }, async () => {
    throw new Error(message);
  });
  expect(services[0]).toMatchObject({ status: "failed", error: { exitCode } });
});
