import type { RecordedStage, Step } from "./record.ts";

/** Settings, those first that most services have in common, and what depends on files last. */
const ORDER: Step["verb"][] = [
  "user",
  "env",
  "port",
  "defaultArgs",
  "entrypoint",
  "label",
  "copy",
  "workdir",
];

/**
 * The verbs of a stage in which nothing runs, its settings before its files: builders keep what services have
 * in common, and after a change only the files are copied again. A workdir comes last, for it makes a folder where none is.
 *
 * A stage that runs a command stays as it is: the command may read any setting.
 */
export function inLayerOrder(nodes: RecordedStage[]): RecordedStage[] {
  if (!nodes.every(({ step }) => isMovable(step))) return nodes;
  const values = new Map(nodes.map((node) => [keyOf(node), node]));
  return [...values.values()].sort((one, other) => rank(one) - rank(other));
}

/** Copies to relative paths depend on the workdir before them. */
function isMovable(step: Step): boolean {
  return step.verb === "copy" ? step.path.startsWith("/") : ORDER.includes(step.verb);
}

/** A variable that is set again has its last value, at its first place: so builders do it, too. */
function keyOf(node: RecordedStage): unknown {
  const { step } = node;
  return step.verb === "env" || step.verb === "label" ? `${step.verb} ${step.name}` : node;
}

function rank({ step }: RecordedStage): number {
  return ORDER.indexOf(step.verb);
}
