import type { Progress } from "../../../src/engine.ts";
import { oneLine } from "../../../src/report/control-characters.ts";
import { duration } from "../../../src/report/text.ts";
import type { BuildEvent } from "../builders/builder.ts";

/** Says on stderr what is going on; stdout is the result's alone. */
export interface LocalProgress extends Progress {
  /** What a builder does for a service. */
  event(service: string, event: BuildEvent): void;
}

/** A step as one short line. */
export function stepText(text: string): string {
  return text.replace(/--mount=\S+ +/g, "").replace(/\s+/g, " ");
}

/** One line a step, with all that the steps print: for the log of one service. */
export function plainProgress(write = (text: string) => void process.stderr.write(text)): LocalProgress {
  const line = clocked(write);
  return {
    ...plainRun(write),
    note: line,
    event(service, event) {
      if (event.kind === "step") line(`${service}  ${event.stage}: ${stepText(event.text).slice(0, 160)}`);
      if (event.kind === "cached") line(`${service}  ${event.stage}: cached`);
      if (event.kind === "line" && event.text) line(`${service}    ${event.text}`);
    },
  };
}

/** A line when a service starts, begins a stage and ends: for the log of many. */
export function plainRun(write = (text: string) => void process.stderr.write(text)): LocalProgress {
  const line = clocked(write);
  const stages = new Map<string, string>();
  return {
    note: line,
    queued() {},
    started: (service) => line(`${service}  started`),
    event(service, event) {
      if (event.kind !== "step" || stages.get(service) === event.stage) return;
      stages.set(service, event.stage);
      line(`${service}  ${event.stage}`);
    },
    ended: (service, { status }) => line(`${service}  ${status}`),
    done() {},
  };
}

function clocked(write: (text: string) => void): (text: string) => void {
  const begun = Date.now();
  return (text) => write(`${duration(Date.now() - begun).padStart(8)}  ${oneLine(text)}\n`);
}
