import { shellWord } from "../dockerfile/script.ts";
import type { ImageFile, Microservice } from "../microservice.ts";
import type { Stage } from "../stage.ts";
import { OUT } from "./language.ts";
import { APP, MODES, shell } from "./sources.ts";

/** Where a compiled program lies in its image: in the root, or where the files are that it reads. */
export function homeOf({ files, workdir = APP }: Microservice): string {
  return files.length && workdir !== "/" ? workdir : "";
}

/** Lays the files beside a compiled program's into the artifact. */
export function withFiles<C extends Stage>(stage: C, service: Microservice): C {
  if (!service.files.length) return stage;
  return stage.withExec(shell(...service.files.map((file) => copy(file, service))));
}

/** The working directory that relative paths of a program with files begin at. */
export function atHome<C extends Stage>(image: C, service: Microservice): C {
  const home = homeOf(service);
  return home ? image.withWorkdir(home) : image;
}

function copy({ source, target }: ImageFile, service: Microservice): string {
  const from = shellWord(placeOf(source, service));
  const to = shellWord(`${OUT}${target.startsWith("/") ? "" : `${homeOf(service)}/`}${target}`);
  const folder = `mkdir -p ${to} && cp -a ${from}/. ${to}`;
  const file = `mkdir -p $(dirname ${to}) && cp -a ${from} ${to}`;
  return `if [ -d ${from} ]; then ${folder}; else ${file}; fi && chmod -R ${MODES} ${to}`;
}

/** Where sources lie in a build stage: {@link workdir}. */
function placeOf(source: string, { inputs, path }: Microservice): string {
  const isOwn = path !== "." && !inputs.length;
  return `/src/${isOwn ? source.slice(path.length + 1) : source}`;
}
