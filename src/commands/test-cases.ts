import { asFailure } from "../failure.ts";
import type { PlannedService } from "../pipeline/plan.ts";
import type { ServiceResult } from "../report/result.ts";
import { testsIn } from "../report/tests/read.ts";
import type { Finished } from "./finished.ts";

type Tests = Pick<ServiceResult, "tests">;

/** The tests that a test stage told of when it ran, wherever that was. */
export async function testsOf<Image>(
  { stage }: PlannedService,
  { built, entry }: Finished<Image>,
): Promise<Tests> {
  if (stage !== "test") return {};
  return told(entry?.entry.output ?? (await built?.output()) ?? "");
}

/** Those that a failed one told of; where the engine kept no more than its last lines, of those. */
export function testsInFailure(error: unknown): Tests {
  const { output, lines } = asFailure(error);
  return told(output ?? lines.join("\n"));
}

function told(output: string): Tests {
  const tests = testsIn(output);
  return tests ? { tests } : {};
}
