import { duration } from "../../src/report/text.ts";
import type { BuildEvent } from "./builder.ts";

/** Says on stderr what is going on; stdout is the result's alone. */
export interface Progress {
  note(text: string): void;
  /** What a builder does for a service. */
  event(service: string, event: BuildEvent): void;
  done(): void;
}

/** One line a step: for logs. */
export function plainProgress(write = (text: string) => void process.stderr.write(text)): Progress {
  const begun = Date.now();
  const line = (text: string) => write(`${duration(Date.now() - begun).padStart(8)}  ${text}\n`);
  return {
    note: line,
    event(service, event) {
      if (event.kind === "step") line(`${service}  ${event.stage}: ${event.text.slice(0, 160)}`);
      if (event.kind === "cached") line(`${service}  ${event.stage}: cached`);
      if (event.kind === "line" && event.text) line(`${service}    ${event.text}`);
    },
    done() {},
  };
}

/** One line that is rewritten: for terminals. */
export function liveProgress(columns: () => number = () => process.stderr.columns || 80): Progress {
  const begun = Date.now();
  let text = "";
  const draw = () => {
    const line = `${duration(Date.now() - begun)}  ${text}`.slice(0, columns() - 1);
    process.stderr.write(`\r\x1b[2K${line}`);
  };
  const clock = setInterval(draw, 200);
  const say = (next: string) => {
    text = next;
    draw();
  };
  return {
    note(line) {
      process.stderr.write(`\r\x1b[2K${line}\n`);
    },
    event(service, event) {
      if (event.kind === "step") say(`${service}  ${event.stage}: ${event.text}`);
      if (event.kind === "line" && event.text) say(`${text.split("  │ ")[0]}  │ ${event.text}`);
    },
    done() {
      clearInterval(clock);
      process.stderr.write("\r\x1b[2K");
    },
  };
}
