import { badInput } from "../failure.ts";
import { oneLine } from "../report/control-characters.ts";
import type { RecordedStage, Step } from "./record.ts";
import { scriptLines, shellWord } from "./script.ts";

/** `RUN` with the mounts that were in force at that point: `nodes` are the verbs that led there. */
export function exec(args: string[], nodes: RecordedStage[]): string {
  const steps = nodes.map(({ step }) => step);
  const mounts = [...mounted(steps).values()].map((mount) => `--mount=type=${mount}`);
  const exports = steps.flatMap((step) =>
    step.verb === "secretVariable" ? [`export ${step.name}="$(cat /run/secrets/${step.secret})"`] : [],
  );
  const script = scriptOf(args);
  const lines = scriptLines(script);
  const command = lines
    ? [...exports, ...lines].join(" && \\\n    ")
    : json(["sh", "-c", [...exports, script].join(" && ")]);
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
    if (step.verb === "agent") mounts.set(step.path, `ssh,target=${step.path}`);
    if (step.verb === "unmount") mounts.delete(step.path);
  }
  return mounts;
}

/** `sh -c` is what `RUN` does anyway, so its script stands there as it is. */
function scriptOf(args: string[]): string {
  const [shell, flag, text] = args;
  if (shell === "sh" && flag === "-c" && args.length === 3 && text !== undefined) return text;
  return args.map(shellWord).join(" ");
}

/** A value as `ENV` and `LABEL` read it: `$` would be expanded, `"` and `\` end or escape. */
export function quoted(value: string): string {
  return /^[\w@%+:,./-]+$/.test(value) ? value : doubleQuoted(value);
}

export function doubleQuoted(value: string): string {
  if (value.includes("\n")) throw badInput("a Dockerfile keeps no line breaks in variables and labels");
  return `"${value.replace(/[\\"$]/g, "\\$&")}"`;
}

/**
 * A path where variables are expanded and quotes read, but spaces are kept.
 *
 * @throws a `Failure` where a line break in it would begin an instruction.
 */
export function escaped(path: string): string {
  if (/[\n\r]/.test(path))
    throw badInput(`${JSON.stringify(path)}: a Dockerfile keeps no line breaks in paths`, "rename it");
  return path.replace(/[\\$'"]/g, "\\$&");
}

/** The exec form, for images that have no shell. */
export function json(args: string[]): string {
  return `[${args.map((arg) => JSON.stringify(arg)).join(", ")}]`;
}

export function comment(line: string): string {
  return `# ${oneLine(line)}`.trimEnd();
}
