import { shellWord } from "../dockerfile/script.ts";
import { globs } from "../files/globs.ts";
import type { Microservice } from "../microservice.ts";
import type { Kit, Stage } from "../stage.ts";
import { gitVariables, withGitAccess } from "./git-settings.ts";
import { OUT } from "./language.ts";
import { withBuildPackages } from "./packages.ts";

/** Where an interpreted service lies in its image. */
export const APP = "/app";

/**
 * Where a service's files lie in a build stage: at `/src`, or, where it reads files outside its
 * directory, at its own place below `/src`, so that relative paths between them hold.
 */
export function workdir(service: Microservice): string {
  return placed("/src", service);
}

/** The same place in the image of an interpreted service. */
export function appdir(service: Microservice): string {
  return placed(APP, service);
}

function placed(root: string, { inputs, path }: Microservice): string {
  return inputs.length && path !== "." ? `${root}/${path}` : root;
}

/** Starts a build stage: its base, the packages that the service is built with, its own build arguments, its secrets, and its way to private repositories. */
export function begin<C extends Stage>(kit: Kit<C>, service: Microservice, base: string): C {
  const equipped = withBuildPackages(kit.from(base, service.version), service);
  const started = withArguments(equipped.withWorkdir(workdir(service)), service);
  const entrusted = Object.entries(kit.secrets)
    .filter(([name]) => service.secrets.includes(name))
    .reduce<C>(
      (stage, [name, secret]) => stage.withSecretVariable(name.toUpperCase().replaceAll("-", "_"), secret),
      started,
    );
  return withGitAccess(withVariables(entrusted, gitVariables(service)), kit, service);
}

/** Build arguments are variables of the build stage. */
export function withArguments<C extends Stage>(stage: C, service: Pick<Microservice, "buildArguments">): C {
  return withVariables(stage, service.buildArguments);
}

/** Sets several variables. */
export function withVariables<C extends Stage>(stage: C, variables: Record<string, string>): C {
  return Object.entries(variables).reduce<C>(
    (built, [name, value]) => built.withEnvVariable(name, value),
    stage,
  );
}

/** Copies only files of these names: what a dependency layer's key may hang on. */
export function withManifests<C extends Stage>(
  stage: C,
  kit: Kit<C>,
  service: Microservice,
  names: string[],
): C {
  const own = stage.withDirectory(
    workdir(service),
    kit.source.directory(service.path).filter({ include: names }),
  );
  const isManifest = globs(names);
  const outside = service.inputs.flatMap((input) =>
    isManifest(input.slice(input.lastIndexOf("/") + 1))
      ? [input]
      : names.map((name) => `${input}/**/${name}`),
  );
  return outside.length ? own.withDirectory("/src", kit.source.filter({ include: outside })) : own;
}

/** Copies the service's directory and inputs. */
export function withSources<C extends Stage>(stage: C, kit: Kit<C>, service: Microservice): C {
  const own = stage.withDirectory(workdir(service), kit.source.directory(service.path));
  return withInputs(own, kit, service);
}

/** Copies what the service reads outside its directory: files or directories. */
export function withInputs<C extends Stage>(stage: C, kit: Kit<C>, { inputs }: Microservice): C {
  return inputs.length ? stage.withDirectory("/src", kit.source.filter({ include: inputs })) : stage;
}

/** Commands that a shell runs one after another until one fails. */
export function shell(...commands: string[]): string[] {
  return ["sh", "-c", commands.join(" && ")];
}

/** Any user may read; the owner alone may write: a checkout's umask is its machine's, not the image's. */
export const MODES = "u=rwX,go=rX";

/** What no started program reads, at a service's root or anywhere. */
const UNREAD = {
  root: ["test", "tests", "coverage", "README*", "Dockerfile*", "docker-compose*", "service.yaml", ".*"],
  anywhere: ["node_modules", "__pycache__", "__tests__", "*.pyc"],
};

/**
 * The command that copies an interpreted service's own files, and those of its inputs, to their places in
 * the artifact; tests, manuals and what tools leave are not among them.
 *
 * @param unread more that stays out: patterns of paths, anywhere.
 */
export function copyOwnFiles(service: Microservice, unread: string[] = []): string {
  const target = shellWord(`${OUT}${appdir(service)}`);
  const anywhere = [...UNREAD.anywhere, ...unread].map((pattern) => `--exclude='${pattern}'`).join(" ");
  const root = UNREAD.root.map((pattern) => `--exclude='./${pattern}'`).join(" ");
  const copy = (from: string, what: string, to: string) =>
    [
      `tar --create --file /tmp/own.tar --mode ${MODES} --directory ${from} --no-anchored ${anywhere} --anchored ${what}`,
      `tar --extract --file /tmp/own.tar --directory ${to}`,
    ].join(" && ");
  const own = [`mkdir -p ${target}`, copy(".", `${root} .`, target)];
  const inputs = service.inputs.map(shellWord).join(" ");
  return [...own, ...(inputs ? [copy("/src", inputs, `${OUT}${APP}`)] : [])].join(" && ");
}
