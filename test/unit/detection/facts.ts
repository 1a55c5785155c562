import type { Detection, Overrides } from "../../../src/detection/detection.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";

type Detect = (tree: Snapshot, given?: Overrides) => Detection | undefined;

/** A row: files of the repository, and the facts expected as `field value (from)`, questions as `field? values`. */
export type Row = [name: string, files: Record<string, string>, ...expected: string[]];

/** What a detector reads off a service's directory, as lines. */
export function facts(detect: Detect, files: Record<string, string>, given: Overrides = {}): string[] {
  const below = Object.keys(files).some((path) => path.startsWith("services/x/"));
  const detection = detect(Snapshot.of(files).under(below ? "services/x" : "."), given);
  if (!detection) return ["nothing"];
  return [
    ...(detection.rank && detection.rank !== "service" ? [detection.rank] : []),
    ...detection.facts.map(({ field, value, from }) => `${field} ${[value].flat().join(" ")} (${from})`),
    ...(detection.choices ?? []).map(({ field, values }) => `${field}? ${values.join(" | ")}`.trim()),
    ...(detection.faults ?? []).map(({ file, line, message }) => `${file}:${line}: ${message}`),
  ];
}

/** A package.json on as many lines as it has fields. */
export function json(value: object): string {
  return JSON.stringify(value, null, 2);
}
