import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Flag, Flags } from "./local/arguments.ts";
import { PROJECT } from "./local/paths.ts";

/** A function of the module, as a command line has it. */
export interface Described {
  help: string;
  flags: Flags;
}

/** Where the command line finds them. */
export const SURFACE = join(PROJECT, "ci/local/surface.json");

/** What Dagger's own introspector reads off a module, as far as it is looked at here. */
export interface Surface {
  objects: Record<string, SurfaceObject>;
  enums: Record<string, { values: Record<string, { value: string }> }>;
}

export interface SurfaceObject {
  methods: Record<string, Method>;
  properties: Record<string, { type: Type; isExposed: boolean }>;
}

export interface Method {
  description: string;
  arguments: Record<string, Argument>;
  returnType: Type;
}

export interface Argument {
  description: string;
  type: Type;
  isOptional: boolean;
  defaultValue?: unknown;
  defaultPath?: string;
}

/** A kind of Dagger's: `STRING_KIND`, `OBJECT_KIND` with its name, `LIST_KIND` with what it lists. */
export interface Type {
  kind: string;
  name?: string;
  typeDef?: Type;
}

/** Whether a caller may leave it out. */
export function isOptional({ isOptional, defaultValue, defaultPath }: Argument): boolean {
  return isOptional || defaultValue !== undefined || defaultPath !== undefined;
}

const SDK = join(PROJECT, "node_modules/@dagger.io/dagger/dist/src");

/** The functions of the Dagger module, by the names that a command line has for them. */
export async function moduleFunctions(): Promise<Record<string, Described>> {
  const surface = await moduleSurface();
  const methods = Object.entries(surface.objects.Multistage?.methods ?? {});
  const described = methods.map(([name, { description, arguments: args }]) => {
    const flags = Object.entries(args).map(([arg, one]) => [kebab(arg), flagOf(one, surface)]);
    return [kebab(name), { help: lowered(description), flags: Object.fromEntries(flags) }];
  });
  return Object.fromEntries(described);
}

/** The engine lays the API's types beside a module as `client.gen.ts`; the introspector knows them by that name. */
export async function moduleSurface(): Promise<Surface> {
  const api = mkdtempSync(join(tmpdir(), "multistage-api-"));
  const types = join(api, "client.gen.ts");
  cpSync(join(SDK, "api/client.gen.d.ts"), types);
  const { scan } = await import(pathToFileURL(join(SDK, "module/introspector/index.js")).href);
  const src = join(PROJECT, "src");
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  try {
    const found = await scan([types, ...files.map((file) => join(src, file))], "multistage", false);
    return JSON.parse(JSON.stringify(found)) as Surface;
  } finally {
    rmSync(api, { recursive: true });
  }
}

function flagOf(argument: Argument, { enums }: Surface): Flag {
  const { description, type, defaultValue } = argument;
  const choices = Object.values(enums[type.name ?? ""]?.values ?? {}).map(({ value }) => value);
  return {
    type: TYPES[type.kind] ?? "string",
    help: lowered(description),
    ...(choices.length ? { choices } : {}),
    ...(type.kind !== "BOOLEAN_KIND" && defaultValue !== undefined ? { default: String(defaultValue) } : {}),
    ...(isOptional(argument) ? {} : { required: true }),
  };
}

/** Kinds of arguments that are no single word. */
const TYPES: Record<string, Flag["type"]> = {
  BOOLEAN_KIND: "boolean",
  LIST_KIND: "list",
  INTEGER_KIND: "number",
};

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** As the command line of Dagger spells names. */
function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
