import { EXIT } from "../../../src/failure.ts";
import type { CallOptions, Output } from "../call.ts";
import type { Standing } from "../doctor/check.ts";
import { doctorText, examine } from "../doctor/checks.ts";
import { thisMachine } from "../doctor/machine.ts";

import { askGit } from "../source/git.ts";
import { rootOf } from "../source/root.ts";
import { open } from "./open.ts";

/** `doctor`: whether this machine and this repository have what builds need; fails only where something is missing. */
export async function doctor(given: CallOptions): Promise<Output> {
  const engine = await open(given);
  const shallow = await askGit(rootOf(given.source).root, ["rev-parse", "--is-shallow-repository"]);
  const standing: Standing = {
    snapshot: engine.snapshot,
    ...(shallow === undefined ? {} : { clone: { isShallow: shallow.trim() === "true" } }),
  };
  const checks = await examine(thisMachine(engine), standing);
  const isMissing = checks.some(({ state }) => state === "bad");
  return { text: doctorText(checks), data: { checks }, exitCode: isMissing ? EXIT.service : EXIT.done };
}
