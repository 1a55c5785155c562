import { dag } from "@dagger.io/dagger";
import { describe, expect, it } from "vitest";
import { complete } from "../../../src/descriptor/with-defaults.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { LANGUAGES } from "../../../src/languages/table.ts";
import { engineKit } from "../../../src/module/engine-kit.ts";
import { BaseOrigin } from "../../../src/module/types.ts";
import { assemble } from "../../../src/pipeline/assemble.ts";
import { recordedQueries } from "./queries.ts";

/**
 * The exact graph that each language's pipeline is on an engine. A file of `graphs/` that changes is a
 * change of what engines have cached: read it, then `npx vitest run --update=all test/unit/module`.
 */
describe("the Dagger graph", () => {
  it.each(LANGUAGES.map(({ name }) => name))("of a service in %s", async (name) => {
    const queries = await recordedQueries(() => pipeline(name).runtime.sync());
    await expect(`${queries.join("\n\n")}\n`).toMatchFileSnapshot(`graphs/${name}.txt`);
  });

  it("of a Go image for another platform compiles on the engine's own", async () => {
    const [graph = ""] = (await recordedQueries(() => pipeline("go", "linux/arm64").build.sync())).slice(-1);
    expect(graph).toMatch(/^#\d+\n {2}container\n/);
    expect(graph).toContain('withEnvVariable name: "GOARCH",value: "arm64"');
  });

  it.each(
    LANGUAGES.map(({ name }) => name),
  )("of a pull request's %s names its own caches alone", async (name) => {
    const keys = async (domain: string) => {
      const queries = await recordedQueries(() => pipeline(name, undefined, domain).runtime.sync());
      return [...queries.join("\n").matchAll(/cacheVolume key: "(.+)"/g)].map(([, key]) => key);
    };
    expect(await keys("pr-12")).toEqual((await keys("main")).map((key) => `pr-12--${key}`));
  });

  it("names nothing of the environment before the sources", async () => {
    const queries = await recordedQueries(() => pipeline("go").dependencies.sync());
    expect(queries.join("\n")).not.toContain("APP_ENV");
  });
});

function pipeline(name: string, platform?: string, domain?: string) {
  const service = complete(
    Snapshot.of({}).under("services/shop"),
    "shop",
    name,
    { port: 8080, secrets: ["token"] },
    undefined,
  );
  const resolved = { ...service, variables: { APP_ENV: "testing" }, labels: { team: "shop" } };
  const kit = engineKit(service, {
    directory: dag.directory(),
    bases: {
      origin: BaseOrigin.Registry,
      address: (base, version = "default") => `${base}:${version}`,
      base: (base, version = "default", on) => dag.container({ platform: on }).from(`${base}:${version}`),
    },
    read: () => undefined,
    secrets: { token: dag.secret("env://TOKEN") },
    platform: platform as never,
    domain,
    crossCompiles: languageOf(name)?.crossCompiles,
  });
  const language = languageOf(name);
  if (!language) throw new Error(name);
  return assemble(kit, language, service, resolved);
}

function languageOf(wanted: string) {
  return LANGUAGES.find(({ name }) => name === wanted);
}
