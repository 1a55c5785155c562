import { expect, it, vi } from "vitest";
import { afterInterruption, interruption } from "../../../../ci/local/builders/interruption.ts";
import { sweep } from "../../../../ci/local/builders/leftovers.ts";
import { tell } from "../../../../ci/local/process/processes.ts";

vi.mock("../../../../ci/local/builders/leftovers.ts", () => ({ sweep: vi.fn() }));
vi.mock("../../../../ci/local/process/processes.ts", () => ({ childProcesses: () => [], tell: vi.fn() }));

it("what cleans up is neither started twice nor killed by the time limits, however long it takes", async () => {
  vi.useFakeTimers();
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const exit = vi.spyOn(process, "exit").mockReturnValue(undefined as never);
  let finish = () => {};
  vi.mocked(sweep).mockReturnValue(new Promise((resolve) => (finish = resolve)));
  const listeners = process.listeners("SIGINT");
  expect(await afterInterruption()).toBeUndefined();

  const signal = interruption();
  for (const listener of process.listeners("SIGINT").filter((one) => !listeners.includes(one)))
    listener("SIGINT");
  expect(signal.aborted).toBe(true);
  const ended = afterInterruption();
  expect(vi.mocked(tell).mock.calls).toEqual([
    [[], "SIGTERM"],
    [[], "SIGKILL"],
  ]);
  await vi.advanceTimersByTimeAsync(9000);
  expect(vi.mocked(sweep).mock.calls).toEqual([["own"]]);
  expect(tell).toHaveBeenCalledTimes(2);
  expect(exit).not.toHaveBeenCalled();

  finish();
  expect(await ended).toBe(130);
});
