import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { FUNCTIONS } from "../../../ci/local/functions.ts";
import { PROJECT } from "../../../ci/local/paths.ts";

/** What Dagger's own introspector reads off a module, as far as it is looked at here. */
interface Surface {
  objects: Record<
    string,
    { methods: Record<string, { arguments: Record<string, unknown>; description: string }> }
  >;
}

const INTROSPECTOR = "node_modules/@dagger.io/dagger/dist/src/module/introspector/index.js";

function sources(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(directory, file));
}

describe("the module as Dagger's introspector reads it", () => {
  let surface: Surface;

  beforeAll(async () => {
    const { scan } = await import(pathToFileURL(join(PROJECT, INTROSPECTOR)).href);
    surface = JSON.parse(JSON.stringify(await scan(sources(join(PROJECT, "src")), "multistage", false)));
  });

  it("has one main object with the functions of the local command, and no other", () => {
    expect(Object.keys(surface.objects.Multistage?.methods ?? {}).sort()).toEqual(
      Object.keys(FUNCTIONS).sort(),
    );
  });

  it.each(Object.entries(FUNCTIONS))("%s takes the local command's flags", (name, { flags }) => {
    const shared = Object.keys(flags).filter((flag) => !flags[flag]?.localOnly);
    const args = Object.keys(surface.objects.Multistage?.methods[name]?.arguments ?? {});
    expect(args.filter((arg) => !DAGGER_ONLY.includes(arg)).sort()).toEqual(shared.sort());
  });

  it("says what every function and argument means", () => {
    for (const { description, arguments: args } of Object.values(surface.objects.Multistage?.methods ?? {})) {
      expect(description).not.toBe("");
      for (const argument of Object.values(args))
        expect(argument).toMatchObject({ description: expect.stringMatching(/\w/) });
    }
  });
});

/** An engine can build for other platforms; buildah and Docker without emulation can't. */
const DAGGER_ONLY = ["platform"];
