import type { RunResult } from "./result.ts";

/** 0 where all is well; else a failed service before bad input, policy, and what a retry may mend. */
export function exitCodeOf({ services }: Pick<RunResult, "services">): number {
  const codes = services.filter(({ status }) => status === "failed").map(({ error }) => error?.exitCode ?? 1);
  return (
    [1, 2, 3, 75].find((code) => codes.includes(code)) ??
    (services.some(({ status }) => status === "skipped") ? 1 : 0)
  );
}
