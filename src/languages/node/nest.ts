import type { Program } from "../../detection/detection.ts";
import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { type Manifest, readJson } from "../../manifests/json.ts";
import type { Fact } from "../../microservice.ts";

/** What Nest's own command reads. https://docs.nestjs.com/cli/monorepo */
const SETTINGS = "nest-cli.json";

interface Project {
  type?: unknown;
  root?: unknown;
  entryFile?: unknown;
}

interface Settings extends Project {
  projects: Record<string, Project>;
}

/** Applications that one package builds, each to a folder of its own; none where it is itself the only one. */
export function nestApplications(tree: Snapshot): Program[] {
  const manifest = readJson<Settings>(tree, SETTINGS);
  const projects = Object.entries(manifest?.value.projects ?? {});
  return projects.flatMap(([name, project]) => {
    const entrypoint = project?.type === "application" && outputOf(project);
    return manifest && entrypoint ? [{ name, entrypoint, from: placeOf(manifest, name) }] : [];
  });
}

/** What builds the one of several that a service starts. */
export function nestBuild(tree: Snapshot, entrypoint: string | undefined): Fact[] {
  const applications = nestApplications(tree);
  const found = applications.find((each) => each.entrypoint === entrypoint);
  if (!found || applications.length < 2) return [];
  return [{ field: "buildCommand", value: ["npx", "nest", "build", found.name], from: found.from }];
}

/** What `nest build` leaves where nothing else says it. */
export function nestOutput(tree: Snapshot): { file: string; from: string } | undefined {
  const manifest = readJson<Settings>(tree, SETTINGS);
  if (!manifest) return undefined;
  const { root, entryFile, projects } = manifest.value;
  if (!projects && entryFile === undefined) return undefined;
  const file = outputOf({ root: projects ? root : ".", entryFile });
  return file === undefined ? undefined : { file, from: placeOf(manifest, projects ? "root" : "entryFile") };
}

function outputOf({ root, entryFile = "main" }: Project): string | undefined {
  if (typeof root !== "string" || typeof entryFile !== "string") return undefined;
  return join("dist", `${root}/${entryFile.replace(/\.js$/, "")}.js`);
}

function placeOf(manifest: Manifest<Settings>, key: string): string {
  return `${SETTINGS}:${manifest.line(key)}`;
}
