import { type Detection, fact, type Given, present, type Question } from "../../detection/detection.ts";
import { outside, together } from "../../detection/inputs.ts";
import { portFacts } from "../../detection/ports.ts";
import { order, type VersionSource, versionFiles } from "../../detection/versions.ts";
import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Fact } from "../../microservice.ts";
import { type Directive, directivesOf, directRequires, moduleName, replacedPaths } from "./go-mod.ts";
import { type GoWork, workspaceInputs, workspaceOf } from "./go-work.ts";

/** What frameworks listen on by default or by convention. */
const PORTS: Record<string, number> = {
  "github.com/gin-gonic/gin": 8080,
  "github.com/labstack/echo/v4": 1323,
  "github.com/gofiber/fiber/v2": 3000,
  "github.com/gofiber/fiber/v3": 3000,
  "github.com/beego/beego/v2": 8080,
};

/** Go: a `go.mod`, or a `go.work` over several. */
export function detectGo(tree: Snapshot, given: Given = {}): Detection | undefined {
  const manifest = ["go.mod", "go.work"].find((file) => tree.has(file));
  if (!manifest) return undefined;
  const module = directivesOf(tree, "go.mod");
  const work = workspaceOf(tree);
  const inputs = together([
    ...replacedPaths(module).map(({ path, line }) => outside(tree, tree, path, "go.mod", line)),
    ...(work ? [workspaceInputs(tree, work)] : []),
  ]);
  const mains = mainPackages(tree);
  return {
    manifest,
    name: moduleName(module),
    rank: mains.length || given.entrypoint ? "service" : "tooling",
    facts: [
      ...versionFact(tree, module, work),
      ...workspaceFact(tree, work),
      ...entrypointFact(tree, mains),
      ...portFacts(tree, PORTS, directRequires(module)),
      ...inputs.facts,
    ],
    choices: question(mains),
    faults: inputs.faults,
  };
}

/** The highest that any line asks for: a lower toolchain refuses to build, or fetches another. */
function versionFact(tree: Snapshot, module: Directive[], work: GoWork | undefined): Fact[] {
  const { own, above } = versionFiles(tree, [".go-version"], ["go", "golang"]);
  const sources = [
    ...versionLines(module, "go.mod"),
    ...(work ? versionLines(work.directives, work.place.from) : []),
    ...(own.length ? own : above),
  ];
  const asked = present(
    sources.map(({ text, from }) => {
      const version = /\d+\.\d+/.exec(text)?.[0];
      return version ? { version, from } : undefined;
    }),
  );
  // A stable sort: of equals the first, go.mod's own, is the one to name.
  const [highest] = asked.sort((a, b) => order(b.version, a.version));
  return highest ? [{ field: "version", value: highest.version, from: highest.from }] : [];
}

function versionLines(all: Directive[], file: string): VersionSource[] {
  const lines = all.filter(
    ({ name, rest }) => name === "go" || (name === "toolchain" && rest.startsWith("go")),
  );
  return lines.map(({ rest, line }) => ({ text: rest, from: `${file}:${line}` }));
}

function workspaceFact(tree: Snapshot, work: GoWork | undefined): Fact[] {
  if (!work || work.place.tree.directory === tree.directory) return [];
  return [{ field: "workspace", value: work.place.tree.directory, from: work.place.from }];
}

function entrypointFact(tree: Snapshot, mains: string[]): Fact[] {
  const [only] = mains;
  if (!only || mains.length > 1) return [];
  const file = tree.find(/\.go$/).find((path) => directoryOf(path) === only && !path.endsWith("_test.go"));
  const main = join(only, "main.go");
  return [fact(tree, "entrypoint", only, tree.has(main) ? main : (file ?? only))];
}

function question(mains: string[]): Question[] {
  if (mains.length === 1) return [];
  return [{ field: "entrypoint", values: mains, expected: "main.go or cmd/NAME/main.go" }];
}

/** Directories whose `main.go` is no program of the service's. */
const ASIDE = /(^|\/)(vendor|testdata|examples?|internal|tools?|scripts?|hack|tests?|docs|_[^/]*|\.[^/]+)\//;

/** Main packages as far as paths tell: the root, the directories of `cmd/`, else wherever a main.go is. */
function mainPackages(tree: Snapshot): string[] {
  const sources = tree.find(/\.go$/).filter((path) => !path.endsWith("_test.go"));
  const commands = sources.filter((path) => /^cmd\/(?!internal\/)[^/]+\/[^/]+$/.test(path)).map(directoryOf);
  const root = sources.includes("main.go") ? ["."] : [];
  const usual = [...new Set([...root, ...commands])];
  if (usual.length) return usual;
  if (sources.some((path) => !path.includes("/"))) return ["."];
  const elsewhere = sources.filter((path) => path.endsWith("/main.go") && !ASIDE.test(path)).map(directoryOf);
  return [...new Set(elsewhere)];
}

/** A package's path as `go build` takes it. */
function directoryOf(path: string): string {
  return path.includes("/") ? `./${path.slice(0, path.lastIndexOf("/"))}` : ".";
}

/** The directory of a package; one of another module lies nowhere here. */
export function packagePlaces(entrypoint: string): string[] | undefined {
  return /^[^./]+\.[^/]+\//.test(entrypoint) ? undefined : [`${join(".", entrypoint)}/`];
}
