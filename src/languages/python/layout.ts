import type { Microservice } from "../../microservice.ts";
import { appdir } from "../sources.ts";
import { ENVIRONMENT } from "./environment.ts";

/** Where the start command runs, in the image. */
export function startdir(service: Microservice): string {
  return below(service, service.startDirectory);
}

/** Where modules are looked for: dependencies, where the command starts, where sources begin, the service itself. */
export function importPath(service: Microservice): string[] {
  const places = [startdir(service), below(service, service.importRoot), appdir(service)];
  return [ENVIRONMENT, ...new Set(places)];
}

function below(service: Microservice, directory = "."): string {
  return directory === "." ? appdir(service) : `${appdir(service)}/${directory}`;
}
