import { oneLine, visible } from "../../../src/report/control-characters.ts";
import { duration } from "../../../src/report/text.ts";
import { type LocalProgress, stepText } from "./progress.ts";

/** What is known of a service while a run goes on. */
interface Row {
  state: string;
  /** The step that it is in. */
  text: string;
  begun: number;
  ended?: number;
}

/** The screen as a live table has it: running services first, and as many others as there is room for. */
export function tableLines(
  rows: ReadonlyMap<string, Row>,
  now: number,
  height: number,
  width: number,
): string[] {
  const order = ["running", "failed", "queued", "skipped", "built", "cached"];
  const sorted = [...rows].sort(([, a], [, b]) => order.indexOf(a.state) - order.indexOf(b.state));
  const counts = order.flatMap((state) => {
    const count = sorted.filter(([, row]) => row.state === state).length;
    return count ? [`${count} ${state}`] : [];
  });
  const name = Math.max(0, ...[...rows.keys()].map((key) => key.length));
  const shown = sorted.slice(0, Math.max(1, height - 2));
  const lines = shown.map(([key, row]) => {
    const elapsed = ["queued", "skipped"].includes(row.state) ? "" : duration((row.ended ?? now) - row.begun);
    return `${key.padEnd(name)}  ${row.state.padEnd(7)}  ${elapsed.padStart(8)}  ${oneLine(row.text)}`;
  });
  const hidden = rows.size - shown.length;
  const rest = hidden ? ` of ${rows.size}; ${hidden} not shown` : "";
  return [...lines, counts.join(", ") + rest].map((line) => line.slice(0, width - 1).trimEnd());
}

/** A table that is redrawn in place, a row a service: for terminals. */
export function liveTable(stream: NodeJS.WriteStream = process.stderr): LocalProgress {
  const rows = new Map<string, Row>();
  let drawn = 0;
  const erase = () => {
    if (drawn) stream.write(`\x1b[${drawn}A\x1b[0J`);
    drawn = 0;
  };
  const draw = () => {
    const lines = tableLines(rows, Date.now(), stream.rows ?? 24, stream.columns ?? 80);
    erase();
    stream.write(`${lines.join("\n")}\n`);
    drawn = lines.length;
  };
  const clock = setInterval(draw, 200);
  // Whatever fails before the end must not wait for a clock.
  clock.unref();
  const change = (service: string, part: Partial<Row>) => {
    rows.set(service, {
      ...(rows.get(service) ?? { state: "running", text: "", begun: Date.now() }),
      ...part,
    });
  };
  return {
    note(text) {
      erase();
      stream.write(`${visible(text)}\n`);
    },
    queued: (service) => change(service, { state: "queued" }),
    started: (service) => change(service, { state: "running", begun: Date.now() }),
    event(service, event) {
      if (event.kind === "step") change(service, { text: `${event.stage}: ${stepText(event.text)}` });
    },
    ended: (service, { status }) => change(service, { state: status, text: "", ended: Date.now() }),
    done() {
      clearInterval(clock);
      erase();
    },
  };
}
