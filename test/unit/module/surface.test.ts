import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FUNCTIONS } from "../../../ci/local/functions.ts";
import { PROJECT } from "../../../ci/local/paths.ts";

/** What Dagger's own introspector reads off a module, as far as it is looked at here. */
interface Surface {
  objects: Record<
    string,
    { methods: Record<string, { arguments: Record<string, unknown>; description: string }> }
  >;
}

const SDK = join(PROJECT, "node_modules/@dagger.io/dagger/dist/src");

/** The engine lays the API's types beside a module as `client.gen.ts`; the introspector knows them by that name. */
const API = mkdtempSync(join(tmpdir(), "multistage-api-"));

function sources(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(directory, file));
}

describe("the module as Dagger's introspector reads it", () => {
  let surface: Surface;

  beforeAll(async () => {
    const { scan } = await import(pathToFileURL(join(SDK, "module/introspector/index.js")).href);
    const types = join(API, "client.gen.ts");
    cpSync(join(SDK, "api/client.gen.d.ts"), types);
    const files = [types, ...sources(join(PROJECT, "src"))];
    surface = JSON.parse(JSON.stringify(await scan(files, "multistage", false)));
  });
  afterAll(() => rmSync(API, { recursive: true }));

  const methods = () => surface.objects.Multistage?.methods ?? {};

  it("has the functions of the local command, and those that need an engine", () => {
    const names = Object.keys(methods()).map(kebab);
    expect(names.sort()).toEqual([...Object.keys(FUNCTIONS), ...ENGINE_FUNCTIONS].sort());
  });

  it.each(Object.entries(FUNCTIONS))("%s takes the local command's flags", (name, { flags }) => {
    const shared = Object.keys(flags).filter((flag) => !flags[flag]?.localOnly);
    const [, method] = Object.entries(methods()).find(([other]) => kebab(other) === name) ?? [];
    const args = Object.keys(method?.arguments ?? {}).map(kebab);
    expect(args.filter((arg) => !ENGINE_FLAGS.includes(arg)).sort()).toEqual(shared.sort());
  });

  it("says what every function and argument means", () => {
    for (const { description, arguments: args } of Object.values(methods())) {
      expect(description).not.toBe("");
      for (const argument of Object.values(args))
        expect(argument).toMatchObject({ description: expect.stringMatching(/\w/) });
    }
  });
});

/** What other modules compose, and `dagger check`. */
const ENGINE_FUNCTIONS = [
  "base",
  "check-budgets",
  "check-descriptors",
  "check-lint",
  "check-tests",
  "image",
  "images",
  "size",
];

/** Sources come without .git; a secret's name is one word with its value; a registry may be a service. */
const ENGINE_FLAGS = ["checkout", "git", "registry-service", "secret-name"];

/** As the command line of Dagger spells names. */
function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
