import type { Container, Directory, Platform, Socket } from "@dagger.io/dagger";
import { debianSettings } from "../bases/debian.ts";
import { withOwnCaches } from "../dockerfile/own-caches.ts";
import { instructionsOf } from "../dockerfile/parse.ts";
import { baseArgument } from "../dockerfile/user-dockerfile.ts";
import { badInput } from "../failure.ts";
import type { Microservice } from "../microservice.ts";
import type { Bases } from "./bases.ts";

/** What a service's own Dockerfile is built with. */
export interface UserDockerfileInputs {
  /** The service's directory. */
  context: Directory;
  /** Path of the Dockerfile in it. */
  file: string;
  /** Its text. */
  text: string;
  /** What its ignore file says; empty without one. */
  ignored: string;
  bases: Pick<Bases, "address" | "base" | "origin">;
  /** One of the Dockerfile's stages; the last by default. */
  target?: string;
  platform?: Platform;
  /** Whose caches it may use: the trusted sources' by default. */
  domain?: string;
  /** The caller's ssh agent, for its `RUN --mount=type=ssh`. */
  agent?: Socket;
}

/**
 * Builds a service's own Dockerfile. A base that a build argument names (`base:gcc`) is its address; one made
 * of Debian packages has none, so it becomes a stage ahead of the others.
 *
 * @throws where such a Dockerfile copies its whole context: the base's files lie there, too.
 */
export function userDockerfile(service: Microservice, inputs: UserDockerfileInputs): Container {
  const { context, file, ignored, bases, target, platform, domain, agent } = inputs;
  const text = withOwnCaches(inputs.text, { service: service.name, domain });
  const wanted = Object.values(service.buildArguments).flatMap((value) => baseArgument(value) ?? []);
  const made = bases.origin === "debian" ? wanted : [];
  if (made.length && COPIES_ALL.test(text)) throw badInput(`${service.name}: ${REFUSAL}`);
  const buildArgs = Object.entries(service.buildArguments).map(([name, value]) => ({
    name,
    value: argument(value, bases),
  }));
  const said = made.length ? withStages(text, made) : text;
  const own = said === inputs.text ? context : context.withNewFile(file, said);
  const open = made.length ? own.withNewFile(`${file}.dockerignore`, `${ignored}\n!${PLACE}\n`) : own;
  return made
    .reduce(
      (tree, { base, version }) => tree.withDirectory(place(base), bases.base(base, version).rootfs()),
      open,
    )
    .dockerBuild({ dockerfile: file, target, platform, buildArgs, ssh: agent });
}

/** `COPY . /src`, `ADD ["./", "/src"]`, `COPY * .`, but not from a stage. */
const COPIES_ALL = /^[ \t]*(?:COPY|ADD)[ \t]+(?!.*--from=)(?:.*[ \t["'])?(?:\.\/?|\*)["',\t ]+[^\s]/im;

const REFUSAL =
  "its Dockerfile copies its whole directory, and bases of Debian packages would come along: " +
  "name what it copies, or use --bases registry";

function argument(value: string, { address, origin }: UserDockerfileInputs["bases"]): string {
  const wanted = baseArgument(value);
  if (!wanted) return value;
  return origin === "debian" ? stageName(wanted.base) : address(wanted.base, wanted.version);
}

/** Arguments for `FROM` stay ahead of the first one. */
function withStages(text: string, bases: { base: string; version?: string }[]): string {
  const stages = bases.map(({ base, version }) =>
    [`FROM scratch AS ${stageName(base)}`, `COPY ${place(base)}/ /`, ...debianSettings(base, version)].join(
      "\n",
    ),
  );
  const first = instructionsOf(text).find(({ joined }) => /^FROM\s/i.test(joined))?.line ?? 1;
  return text
    .split("\n")
    .toSpliced(first - 1, 0, ...stages)
    .join("\n");
}

function stageName(base: string): string {
  return `multistage-${base}`;
}

/** Where the files of bases lie in the context, whatever its ignore file says. */
const PLACE = ".multistage-bases";

function place(base: string): string {
  return `${PLACE}/${base}`;
}
