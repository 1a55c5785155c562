import { shellWord } from "../../dockerfile/script.ts";
import type { Microservice } from "../../microservice.ts";
import { OUT } from "../language.ts";
import { APP, appdir } from "../sources.ts";
import { INSTALLED } from "./environment.ts";
import { importPath } from "./layout.ts";

/**
 * Commands that collect Django's static files where they will be served from, in the image's own place: settings may
 * name it. Settings often want a secret to be there; what is said here is in no image.
 */
export function collected(service: Microservice): string[] {
  const { buildCommand, variables } = service;
  if (!buildCommand) return [];
  const paths = [INSTALLED, ...importPath(service)];
  const settings = Object.entries({
    ...variables,
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONPATH: paths.join(":"),
  });
  const secrets = ["SECRET_KEY", "DJANGO_SECRET_KEY"].map((name) => `${name}="\${${name}:-collecting}"`);
  const words = [
    ...settings.map(([name, value]) => `${name}=${shellWord(value)}`),
    ...secrets,
    ...buildCommand.map(shellWord),
  ];
  const failed =
    "it can be told what it needs by buildArguments of service.yaml, and left out with buildArguments: { DISABLE_COLLECTSTATIC: 1 }";
  const run = `{ ${words.join(" ")} || { echo ${shellWord(`collectstatic: ${failed}`)} >&2; exit 1; }; }`;
  return [
    `if [ -z "$DISABLE_COLLECTSTATIC" ] || [ "$DISABLE_COLLECTSTATIC" = 0 ]; then ` +
      `ln -sfn ${OUT}${APP} ${APP} && (cd ${shellWord(appdir(service))} && ${run}) && rm ${APP}; fi`,
  ];
}
