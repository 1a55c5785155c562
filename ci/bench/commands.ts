import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { shellQuoted } from "../../src/dockerfile/script.ts";
import { buildahFlags } from "../local/builders/buildah-flags.ts";
import { hostTrust } from "../local/builders/trust.ts";
import { PROJECT } from "../local/paths.ts";
import type { Place } from "./places.ts";
import type { Variant } from "./records.ts";
import { type ByHand, DOCKERIGNORE } from "./repository.ts";

/** `build-all` with its defaults. */
export function multistageCommand({ repository }: Place): string[] {
  const from = ["--source", repository, "--engine", "buildah", "--bases", "debian"];
  return [join(PROJECT, "daggerw"), "call", "build-all", ...from, "--json"];
}

/**
 * The same tool over Dockerfiles by hand, a process each, some of them at once. It gets the flags that a build
 * on this machine needs, and keeps each service's log.
 */
export async function byHandCommand(
  { directory, repository }: Place,
  variant: Exclude<Variant, "multistage">,
  services: ByHand[],
  parallelism: number,
): Promise<string[]> {
  const own = join(directory, "by-hand");
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, "ignore"), DOCKERIGNORE);
  for (const service of services) {
    const { dockerfile, context } = service[variant];
    const trust = await hostTrust({ java: dockerfile.includes("/jdk:") });
    const flags = [...(await buildahFlags()), ...trust];
    writeFileSync(join(own, `${service.name}.Dockerfile`), dockerfile);
    const files = ["--file", `${own}/${service.name}.Dockerfile`, "--ignorefile", `${own}/ignore`];
    const words = ["--layers", ...flags, ...files, "--tag", imageOf(service.name, variant)];
    const command = ["buildah", "build", ...words, join(repository, context)];
    writeFileSync(
      join(own, `${service.name}.sh`),
      `exec ${command.map(shellQuoted).join(" ")} >${own}/${service.name}.log 2>&1\n`,
    );
  }
  const list = join(own, "services");
  writeFileSync(list, services.map(({ name }) => `${own}/${name}.sh\n`).join(""));
  // xargs tells that some failed, not which.
  const each = 'sh "$1" || { basename "$1" .sh; exit 1; }';
  return ["xargs", "--arg-file", list, "--max-procs", String(parallelism), "-n", "1", "sh", "-c", each, "sh"];
}

export const imageOf = (service: string, variant: Variant) =>
  `localhost/${service}:${variant === "multistage" ? "development" : variant}`;
