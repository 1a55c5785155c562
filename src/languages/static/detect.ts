import { type Detection, fact, type Given, present } from "../../detection/detection.ts";
import { exposedPort } from "../../detection/ports.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Manifest } from "../../manifests/json.ts";
import type { Fact } from "../../microservice.ts";
import { PACKAGE, type PackageJson, readPackage } from "../node/package.ts";
import { projectOf } from "../node/project.ts";
import { BUILDERS, siteBuilder } from "../node/site.ts";

/** Where pages lie that nobody builds, the likeliest first. */
const FOLDERS = [".", "public", "www", "html", "site", "static", "dist", "build", "_site"];

/** Static sites: a folder with an `index.html`, or what a builder such as vite makes of a `package.json`. */
export function detectStatic(tree: Snapshot, given: Given = {}): Detection | undefined {
  const manifest = readPackage(tree);
  if (manifest) return built(tree, manifest, given);
  const folder = FOLDERS.find((each) => tree.has(each === "." ? "index.html" : `${each}/index.html`));
  if (!folder) return undefined;
  const file = folder === "." ? "index.html" : `${folder}/index.html`;
  const facts = present([fact(tree, "entrypoint", folder, file), exposedPort(tree)]);
  return { manifest: file, rank: "page", facts };
}

function built(tree: Snapshot, manifest: Manifest<PackageJson>, given: Given): Detection | undefined {
  const builder = siteBuilder(tree, manifest.value);
  if (!builder) return undefined;
  const project = projectOf(tree, manifest, given);
  return {
    ...project,
    facts: [
      ...project.facts,
      outputFact(tree, manifest, builder),
      ...buildFacts(project, builder),
      ...present([exposedPort(tree)]),
    ],
  };
}

/** Builders whose command isn't their package's name with `build`. */
const COMMANDS: Record<string, string[]> = {
  expo: ["npx", "expo", "export", "--platform", "web"],
  "@11ty/eleventy": ["npx", "@11ty/eleventy"],
  "@vue/cli-service": ["npx", "vue-cli-service", "build"],
  "@angular/cli": ["npx", "ng", "build"],
  "@docusaurus/core": ["npx", "docusaurus", "build"],
  "@sveltejs/adapter-static": ["npx", "vite", "build"],
};

/** The folder that the builder leaves. */
function outputFact(tree: Snapshot, { value, line }: Manifest<PackageJson>, builder: string): Fact {
  const [configuration] = tree.find(/^vite\.config\.[cm]?[jt]s$/);
  const form = /outDir\s*:\s*["'`]([^"'`]+)["'`]/;
  const said =
    builder === "vite" && configuration ? form.exec(tree.text(configuration) ?? "")?.[1] : undefined;
  if (said && configuration)
    return fact(tree, "entrypoint", said.replace(/^\.\/|\/$/g, ""), configuration, form);
  const usual = builder === "@angular/cli" ? `dist/${value.name}/browser` : (BUILDERS[builder] as string);
  const at = line("devDependencies", builder) ?? line("dependencies", builder);
  return {
    field: "entrypoint",
    value: usual,
    from: `default of ${builder} (${PACKAGE}${at ? `:${at}` : ""})`,
  };
}

function buildFacts({ facts }: Detection, builder: string): Fact[] {
  if (facts.some(({ field }) => field === "buildCommand")) return [];
  const value = COMMANDS[builder] ?? ["npx", builder, "build"];
  return [{ field: "buildCommand", value, from: `default of ${builder}` }];
}
