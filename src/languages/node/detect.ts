import type { Detection, Overrides } from "../../detection/detection.ts";
import { portFacts } from "../../detection/ports.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { type Manifest, texts } from "../../manifests/json.ts";
import type { Fact } from "../../microservice.ts";
import { buildFacts } from "./build-script.ts";
import { denoProject } from "./deno.ts";
import { detectStart, type Started } from "./detect-start.ts";
import { LISTENING, SERVERS } from "./frameworks.ts";
import { libraryReason } from "./library.ts";
import { nestApplications, nestBuild } from "./nest.ts";
import { isNxApplication, nxApplication } from "./nx.ts";
import { PACKAGE, type PackageJson, readPackage, runtimeDependencies } from "./package.ts";
import { type Project, projectOf } from "./project.ts";
import { nodeWorkspace } from "./workspace.ts";

/** Node: a `package.json`, by whatever package manager. */
export function detectNode(tree: Snapshot, given: Overrides = {}): Detection | undefined {
  const manifest = readPackage(tree);
  if (!manifest) return nxApplication(tree) ?? denoProject(tree);
  if (manifest.faults.length) return { manifest: PACKAGE, facts: [], faults: manifest.faults };
  const project = projectOf(tree, manifest, given);
  const isPrepared = project.facts.some(({ field }) => field === "preparation");
  const start = detectStart({ tree, manifest, workspace: nodeWorkspace(tree), given, isPrepared });
  const uses = Object.keys(runtimeDependencies(manifest.value));
  const applications = nestApplications(tree);
  return {
    ...project,
    rank:
      start.isStarted || isNxApplication(tree) || uses.some((name) => name in SERVERS)
        ? "service"
        : "tooling",
    excluded: libraryReason(tree, manifest.value),
    programs: applications.length > 1 ? applications : undefined,
    facts: [
      ...nestBuild(tree, given.entrypoint),
      ...builtFacts(manifest, project, start),
      ...project.facts,
      ...listeningFacts(uses),
      ...start.facts,
      ...portOf(tree, start.facts, uses),
    ],
    choices: [...project.choices, ...start.choices],
    warnings: start.warnings,
  };
}

/** They come before what the build script alone says. */
function builtFacts(manifest: Manifest<PackageJson>, { facts }: Project, { built }: Started): Fact[] {
  const manager = facts.find(({ field }) => field === "packageManager")?.value;
  const lineOf = (name: string) => `${PACKAGE}:${manifest.line("scripts", name)}`;
  return built ? buildFacts(texts(manifest.value.scripts), String(manager ?? "npm"), lineOf, built) : [];
}

function listeningFacts(uses: string[]): Fact[] {
  return uses.flatMap((name): Fact[] => {
    const variable = Object.hasOwn(LISTENING, name) && LISTENING[name];
    return variable ? [{ field: "variables", value: [variable], from: `default of ${name}` }] : [];
  });
}

/** `PORT=4000 node server.js` and `next start -p 4000` say it; else the framework's habit. */
function portOf(tree: Snapshot, facts: Fact[], uses: string[]): Fact[] {
  for (const { field, value, from } of facts) {
    const text = Array.isArray(value) ? value.join(" ") : "";
    const form =
      field === "variables"
        ? /(?:^| )PORT=(\d+)\b/
        : /\.bin\/.* (?:-p|--port)[ =](\d+)\b|\.[cm]?[jt]s .*--port[ =](\d+)\b/;
    const [, named, given] = ["variables", "command"].includes(field) ? (form.exec(text) ?? []) : [];
    const port = named ?? given;
    if (port) return [{ field: "port", value: Number(port), from }];
  }
  return portFacts(tree, SERVERS, uses);
}
