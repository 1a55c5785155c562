import type { RecordedStage, Step } from "./record.ts";

/** `RUN` with the mounts that were in force at that point: `nodes` are the verbs that led there. */
export function exec(args: string[], nodes: RecordedStage[]): string {
  const steps = nodes.map(({ step }) => step);
  const mounts = [...mounted(steps).values()].map((mount) => `--mount=type=${mount}`);
  const exports = steps.flatMap((step) =>
    step.verb === "secretVariable" ? [`export ${step.name}="$(cat /run/secrets/${step.secret})"`] : [],
  );
  const command = [...exports, ...script(args)].join(" && \\\n    ");
  return `RUN ${[...mounts, command].join(" \\\n    ")}`;
}

/** A file by `printf`, a line each: not every builder reads here-documents. Its folder is there already. */
export function newFile(path: string, contents: string): string {
  const lines = contents
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => `'${line.replaceAll("'", "'\\''")}'`);
  return `RUN printf '%s\\n' \\\n    ${lines.join(" \\\n    ")} > ${path}`;
}

function mounted(steps: Step[]): Map<string, string> {
  const mounts = new Map<string, string>();
  for (const step of steps) {
    if (step.verb === "cache") mounts.set(step.path, `cache,id=${step.key},target=${step.path}`);
    if (step.verb === "secretFile") mounts.set(step.path, `secret,id=${step.secret},target=${step.path}`);
    if (step.verb === "secretVariable") mounts.set(step.name, `secret,id=${step.secret}`);
    if (step.verb === "unmount") mounts.delete(step.path);
  }
  return mounts;
}

/**
 * The commands of an exec. `sh -c` is what `RUN` does anyway, so its script stands there as it is,
 * one line a command.
 */
function script(args: string[]): string[] {
  const [shell, flag, text] = args;
  if (shell === "sh" && flag === "-c" && args.length === 3 && text !== undefined)
    return text.split(/ && \n?|\n/);
  return [args.map(shellQuoted).join(" ")];
}

function shellQuoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A value as `ENV` and `LABEL` read it: `$` would be expanded, `"` and `\` end or escape. */
export function quoted(value: string): string {
  return /^[\w@%+:,./-]+$/.test(value) ? value : doubleQuoted(value);
}

export function doubleQuoted(value: string): string {
  return `"${value.replace(/[\\"$]/g, "\\$&")}"`;
}

/** The exec form, for images that have no shell. */
export function json(args: string[]): string {
  return `[${args.map((arg) => JSON.stringify(arg)).join(", ")}]`;
}

export function comment(line: string): string {
  return `# ${line}`.trimEnd();
}
