import { present } from "../../detection/detection.ts";
import { type VersionSource, versionFiles } from "../../detection/versions.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { byNumbers } from "../../manifests/version-order.ts";
import type { Fact } from "../../microservice.ts";
import type { Directive } from "./go-mod.ts";
import type { GoModule } from "./module.ts";

/** The highest that any line asks for: a lower toolchain refuses to build, or fetches another. */
export function versionFact(tree: Snapshot, { directives, manifest, work }: GoModule): Fact[] {
  const { own, above } = versionFiles(tree, [".go-version"], ["go", "golang"]);
  const sources = [
    ...versionLines(directives, manifest),
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
  const [highest] = asked.sort((a, b) => byNumbers(b.version, a.version));
  return highest ? [{ field: "version", value: highest.version, from: highest.from }] : [];
}

function versionLines(all: Directive[], file: string): VersionSource[] {
  const lines = all.filter(
    ({ name, rest }) => name === "go" || (name === "toolchain" && rest.startsWith("go")),
  );
  return lines.map(({ rest, line }) => ({ text: rest, from: `${file}:${line}` }));
}
