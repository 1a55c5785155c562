import type { Fact } from "../../microservice.ts";
import type { JavaLine } from "./command.ts";
import type { JavaModule } from "./programs.ts";

/** Settings of other tools that lie beside a build file. */
const OTHERS =
  /^(\.|docker-|compose|service\.|multistage\.|skaffold|mkdocs|codecov|bases\.|renovate|openapi)/;

/**
 * Dropwizard does what its first word says, and only prints its usage without one: `server`, with its settings where
 * exactly one file beside the build file may be them.
 */
export function dropwizardStart({
  tree,
  file,
}: Pick<JavaModule, "tree" | "file">): { line: JavaLine; facts: Fact[] } | undefined {
  if (!/\bdropwizard[-.]core\b/.test(tree.text(file) ?? "")) return undefined;
  const [settings, ...others] = tree.find(/^[^/]+\.ya?ml$/).filter((path) => !OTHERS.test(path));
  const files = settings && !others.length ? [settings] : [];
  const from = files[0] ?? file;
  return {
    line: { from, flags: [], words: ["server", ...files], left: [] },
    facts: files.length ? [{ field: "files", value: files, from }] : [],
  };
}
