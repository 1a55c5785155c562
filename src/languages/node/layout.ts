import { shellWord } from "../../dockerfile/script.ts";
import { join } from "../../files/paths.ts";
import type { Microservice } from "../../microservice.ts";
import type { Stage } from "../../stage.ts";
import { OUT } from "../language.ts";
import { APP, shell } from "../sources.ts";
import { LAYOUT, NOTING } from "./layout-script.ts";

/** Where production dependencies lie from the start, and everything else in the end. */
const IMAGE = `${OUT}${APP}`;

/** Outputs that hold the packages they need, as Nuxt's and Next's may: nothing else crosses. */
const SELF_CONTAINED = /^(?:.*\/)?(?:\.output(?=\/)|standalone(?=\/(?:.*\/)?server\.js$))/;

/** The folder that is all an image needs, where a build leaves such a one. */
export function selfContained({ entrypoint = "" }: Microservice): string | undefined {
  return SELF_CONTAINED.exec(entrypoint)?.[0];
}

/** A stage with what notes and lays out: before any file of the service, so that all of them share it. */
export function withLayoutScript<C extends Stage>(stage: C): C {
  return stage.withNewFile("/opt/noting", NOTING).withNewFile("/opt/layout.mjs", LAYOUT);
}

/** What managers note for themselves beside the packages: no program reads it, and pnpm's and yarn's holds the time. */
const FORGET = "find . -regex '.*/node_modules/\\(\\.[^/]*\\|\\.pnpm/lock\\.yaml\\)' -type f -delete";

const PACKAGES = "find . -name node_modules -type d -prune -print0";

/**
 * The commands that install production dependencies where the image has them, and then all. So that the first are as
 * the lockfile says and stay what they are when sources change; where there are no others, they are copied.
 *
 * @param install the command that installs, given whether for production.
 */
export function installed(
  { dependencies }: Microservice,
  install: (production: boolean) => string,
): string[][] {
  const placed = (verb: string) =>
    `${PACKAGES} | xargs -0 -r -n 1 sh -c 'mkdir -p "$0/$(dirname "$1")" && ${verb} "$1" "$0/$1"' ${IMAGE}`;
  const tidy = `if [ -d ${IMAGE} ]; then cd ${IMAGE} && ${FORGET} && chmod -R u=rwX,go=rX .; fi`;
  const note = "cd /src && find . -name node_modules -type d -prune -printf '%P\\n' > /tmp/installed";
  return dependencies === "all"
    ? [[install(false), note, placed("cp -a"), tidy]]
    : [
        [install(true), "cd /src", placed("mv"), tidy],
        [install(false), note],
      ];
}

/** A command of the build, its changes noted for {@link layout}. */
export function noting(command: string): string {
  return `sh /opt/noting ${command}`;
}

/** The command that completes the image's files. */
export function layout(service: Microservice): string[] {
  const { path, inputs, command = [], entrypoint = "index.js", startDirectory = "." } = service;
  const directory = inputs.length ? path : ".";
  const words = command.map((word) => join(startDirectory, word));
  const settings = {
    ...{ from: "/src", to: IMAGE, notes: "/tmp", directory, inputs },
    entrypoint: !command.length || words.includes(entrypoint) ? entrypoint : undefined,
    home: join(directory, startDirectory),
    programs: command.flatMap((word) => PROGRAM.exec(word)?.[1] ?? []),
    only: selfContained(service),
    compiled:
      service.buildCommand !== undefined && ![entrypoint, ...command].some((word) => SOURCE.test(word)),
  };
  return shell(`mkdir -p ${IMAGE}`, `node /opt/layout.mjs ${shellWord(JSON.stringify(settings))}`);
}

/** How a command names a package's program: node finds it there without a shell. */
const PROGRAM = /^node_modules\/\.bin\/([^/]+)$/;

/** What a runner compiles while it runs. */
const SOURCE = /\.[cm]?tsx?$/;
