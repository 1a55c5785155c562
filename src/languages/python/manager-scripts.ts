import { shellLine } from "../../detection/shell-line.ts";
import { type StartLine, unwrapped } from "../../detection/start-line.ts";
import { shellWord } from "../../dockerfile/script.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { TomlEntry } from "../../manifests/toml.ts";
import type { PythonProject } from "./project.ts";

/** What `pipenv run web`, `pdm run web` and `hatch run web` start, where the manifest has a script of that name. */
export function scriptLine(
  tree: Snapshot,
  project: PythonProject,
  line: StartLine,
  known: Record<string, string>,
): StartLine {
  const [runner = "", run, name = "", ...more] = line.words;
  if (line.refused || run !== "run") return line;
  const script = scriptOf(project, runner, name);
  if (!script) return line;
  const text = [script.text, ...more.map(shellWord)].join(" ");
  const inner = unwrapped(tree, shellLine(text, known), known, script.from);
  return {
    ...inner,
    before: [...line.before, ...inner.before],
    variables: [...line.variables, ...inner.variables],
    directory: inner.directory ?? line.directory,
  };
}

function scriptOf({ pyproject, pipfile }: PythonProject, runner: string, name: string) {
  const places: Record<string, { file: string; entry?: TomlEntry }> = {
    pipenv: { file: "Pipfile", entry: pipfile?.get("scripts", name) },
    pdm: { file: "pyproject.toml", entry: pyproject?.get("tool.pdm.scripts", name) },
    hatch: { file: "pyproject.toml", entry: pyproject?.get("tool.hatch.envs.default.scripts", name) },
  };
  const { file, entry } = Object.hasOwn(places, runner) ? (places[runner] ?? {}) : {};
  const text = entry && textOf(entry);
  return text ? { text, from: `${file}:${entry.line}` } : undefined;
}

/** A text, or the `cmd` or `shell` of a table. */
function textOf({ raw, values }: TomlEntry): string | undefined {
  if (!raw.trim().startsWith("{")) return values.length === 1 ? values[0] : undefined;
  return /\b(?:cmd|shell)\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(raw)?.slice(1).find(Boolean);
}
