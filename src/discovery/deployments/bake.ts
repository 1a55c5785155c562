import type { Snapshot } from "../../files/snapshot.ts";
import { readJson } from "../../manifests/json.ts";
import { asText, entriesOf, fieldOf } from "../../manifests/yaml.ts";
import { buildsOf, type Deployment, lineWhere } from "./deployment.ts";

/** Bake files: targets, as far as their paths are plain texts. https://docs.docker.com/build/bake/reference/ */
export const bake: Deployment = {
  names: ["docker-bake*.hcl", "docker-bake*.json"],
  builds(snapshot, file) {
    const targets = file.endsWith(".json")
      ? jsonTargets(snapshot, file)
      : hclTargets(snapshot.text(file) ?? "");
    return targets.flatMap((target) =>
      buildsOf(snapshot, file, { ...target, context: target.context ?? "." }),
    );
  },
};

interface Target {
  name: string;
  context?: string;
  dockerfile?: string;
  line?: number;
}

function jsonTargets(snapshot: Snapshot, file: string): Target[] {
  const text = snapshot.text(file) ?? "";
  return entriesOf(fieldOf(readJson(snapshot, file)?.value, "target")).map(([name, target]) => ({
    name,
    context: asText(fieldOf(target, "context")),
    dockerfile: asText(fieldOf(target, "dockerfile")),
    line: lineWhere(text, (line) => line.includes(`"${name}"`)),
  }));
}

/** Each `target "name" {` up to the line that closes it, with the texts that it sets. */
function hclTargets(text: string): Target[] {
  const targets: Target[] = [];
  let open: Target | undefined;
  for (const [at, line] of text.split("\n").entries()) {
    const [, name] = /^target\s+"([^"]+)"\s*\{/.exec(line) ?? [];
    if (name) open = { name, line: at + 1 };
    const [, field, value] = /^\s*(context|dockerfile)\s*=\s*"([^"]*)"\s*$/.exec(line) ?? [];
    if (open && field) open = { ...open, [field]: value };
    if (!open || !/^\}/.test(line)) continue;
    targets.push(open);
    open = undefined;
  }
  return targets;
}
