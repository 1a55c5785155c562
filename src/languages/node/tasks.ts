import type { Snapshot } from "../../files/snapshot.ts";
import { fieldOf, yamlValues } from "../../manifests/yaml.ts";
import { readPackage } from "./package.ts";

/** Scripts that run before a service's build where a monorepo's manager knows what depends on what. */
export interface Tasks {
  /** Of the service's own package. */
  own: string[];
  /** Of each package that it needs, its build among them. */
  packages: string[];
}

/** Tasks that judge what others make: no image needs them. */
const JUDGING = /^(lint|test|check|typecheck|type-check|types|format|e2e|ci)\b|:(check|lint|test)$/;

/**
 * What a build waits for, as Turborepo and Nx have it: `"dependsOn": ["^build", "^db:generate", "codegen"]`, of which
 * `^` means the packages that one needs. Without such a file, their builds.
 * https://turborepo.com/docs/reference/configuration#dependson https://nx.dev/reference/nx-json#dependson
 */
export function tasksBefore(tree: Snapshot, root: Snapshot = tree): Tasks {
  const rules = [turbo(tree), turbo(root), nx(root)].filter((each) => each !== undefined);
  const found: Tasks = { own: [], packages: [] };
  const visit = (task: string, list: string[], name?: unknown) => {
    const known = rules.map((each) => dependsOn(each, task, name)).find((each) => each !== undefined) ?? [];
    for (const each of known) {
      const [, others, next = ""] = /^(\^|[^#]+#)?(.+)$/.exec(each) ?? [];
      const into = others ? found.packages : list;
      if (next === "build" || into.includes(next) || JUDGING.test(next)) continue;
      into.push(next);
      visit(next, into, name);
      // Behind what it waits for itself.
      into.push(...into.splice(into.indexOf(next), 1));
    }
  };
  visit("build", found.packages);
  visit("build", found.own, readPackage(tree)?.value.name);
  return { ...found, packages: [...found.packages, "build"] };
}

function turbo(tree: Snapshot): unknown {
  const said = commented(tree, "turbo.json");
  return fieldOf(said, "tasks") ?? fieldOf(said, "pipeline");
}

function nx(tree: Snapshot): unknown {
  return fieldOf(commented(tree, "nx.json"), "targetDefaults");
}

/** JSON that may have comments, and commas behind the last. */
function commented(tree: Snapshot, file: string): unknown {
  const plain = tree.text(file)?.replace(/("(?:[^"\\\n]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, "$1");
  return yamlValues(plain)[0];
}

function dependsOn(rules: unknown, task: string, name?: unknown): string[] | undefined {
  const rule = fieldOf(rules, `${name}#${task}`) ?? fieldOf(rules, task);
  const said = fieldOf(rule, "dependsOn");
  if (!Array.isArray(said)) return undefined;
  return said.flatMap((each: unknown) => {
    if (typeof each === "string") return each.startsWith("$") ? [] : [each];
    const target = fieldOf(each, "target");
    return typeof target === "string" ? [fieldOf(each, "dependencies") ? `^${target}` : target] : [];
  });
}
