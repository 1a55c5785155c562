import type { Extra, Fact, SystemPackages } from "../../microservice.ts";
import type { Fault } from "../../yaml/fault.ts";
import {
  alpinePackages,
  DEBIAN_NAMES,
  EXTRAS,
  installedPackages,
  isDevelopment,
  isGenerator,
  isTool,
} from "./packages.ts";
import type { Recipe } from "./recipe.ts";

/** What a recipe installs, as packages of the service's stages. */
export function packageFacts(recipe: Recipe): { facts: Fact[]; warnings: Fault[] } {
  const all = recipe.stages.flatMap((stage) => {
    const isImage = stage === recipe.image;
    const debian = installedPackages(stage).map((said) => ({ ...said, ...debianUse(said.value, isImage) }));
    const alpine = alpinePackages(stage).map((said) => ({ ...said, ...alpineUse(said.value, isImage) }));
    return [...debian, ...alpine];
  });
  const facts = all.flatMap(({ line, build, runtime }): Fact[] => {
    const from = `${recipe.file}:${line}`;
    return [
      ...(build?.length ? [{ field: "buildPackages" as const, value: build, from }] : []),
      ...(runtime?.length ? [{ field: "runtimePackages" as const, value: runtime, from }] : []),
    ];
  });
  const unknown = all.filter(({ isUnknown }) => isUnknown);
  return {
    facts: once(facts),
    warnings: unknown.map(({ value, line }) => unnamed(recipe.file, value, line)),
  };
}

type Use = Partial<SystemPackages> & { isUnknown?: boolean };

/** Headers of a library in the image itself come with the library that the program loads. */
function debianUse(name: string, isImage: boolean): Use {
  if (isTool(name) || EXTRAS[name]) return {};
  if (!isImage || isGenerator(name)) return { build: [name] };
  return isDevelopment(name) ? { build: [name], runtime: [name] } : { runtime: [name] };
}

function alpineUse(name: string, isImage: boolean): Use {
  if (isTool(name) || EXTRAS[name]) return {};
  const use = Object.hasOwn(DEBIAN_NAMES, name) ? DEBIAN_NAMES[name] : undefined;
  if (!use) return { isUnknown: isImage || isDevelopment(name) };
  return isImage ? use : { build: use.build };
}

/** One fact for the packages of one instruction. */
function once(facts: Fact[]): Fact[] {
  const together = new Map<string, Fact>();
  for (const fact of facts) {
    const key = `${fact.field} ${fact.from}`;
    const before = (together.get(key)?.value ?? []) as string[];
    together.set(key, { ...fact, value: [...new Set([...before, ...(fact.value as string[])])] });
  }
  return [...together.values()];
}

function unnamed(file: string, name: string, line: number): Fault {
  const message = `Alpine's ${name} is left out: Debian may call it otherwise`;
  return { file, line, message, hint: "name Debian's in `packages:`" };
}

/** What a bare image lacks, and the image of a recipe has: by its base, by packages, by files of its own. */
export function extraFacts({ file, image }: Recipe): Fact[] {
  const { base, copies, line } = image;
  const packages = [...installedPackages(image), ...alpinePackages(image)];
  const said: [extra: Extra | undefined, line: number][] = [
    ...bases(base).map((extra) => [extra, line] as [Extra, number]),
    ...packages.map(({ value, line }) => [EXTRAS[value], line] as [Extra | undefined, number]),
    ...copies.flatMap(({ sources, line }) =>
      sources.map((source) => [fileExtra(source), line] as [Extra | undefined, number]),
    ),
  ];
  const first = new Map<Extra, number>();
  for (const [extra, line] of said) if (extra && !first.has(extra)) first.set(extra, line);
  return [...first].map(([extra, line]) => ({ field: "extras", value: [extra], from: `${file}:${line}` }));
}

/** Distroless images have all of them; Alpine's have certificates. */
function bases(base: string): Extra[] {
  if (/distroless|chainguard|cgr\.dev/.test(base)) return ["certificates", "timezones", "user"];
  return /(^|[/:-])alpine/.test(base) ? ["certificates"] : [];
}

function fileExtra(source: string): Extra | undefined {
  if (/ca-certificates|\/etc\/ssl/.test(source)) return "certificates";
  if (/zoneinfo/.test(source)) return "timezones";
  return /\/etc\/(passwd|group)$/.test(source) ? "user" : undefined;
}
