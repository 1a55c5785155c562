import { expect, it } from "vitest";
import { push } from "../../../src/commands/push.ts";
import type { Engine } from "../../../src/engine.ts";

it.each([
  "not an address",
  "api:1.0",
  `registry.example/team/api@sha256:${"0".repeat(64)}`,
])("%s is no address to push to: the caller's mistake, before anything is asked", async (address) => {
  await expect(push({} as Engine, undefined, address)).rejects.toMatchObject({ exitCode: 2 });
});
