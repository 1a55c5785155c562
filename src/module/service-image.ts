import { type Container, func, object } from "@dagger.io/dagger";
import { chosenImages, runExitCode } from "../commands/index.ts";
import type { RunOptions } from "../commands/options.ts";
import { runTable } from "../report/table.ts";
import type { DaggerEngine } from "./engine.ts";
import { refuseRun } from "./error-report.ts";

/** A service's image, as other modules go on with it */
@object()
export class ServiceImage {
  /** The service's name */
  @func()
  service!: string;

  /** The image itself */
  @func()
  image!: Container;

  /** Uncompressed bytes of all layers */
  @func()
  sizeBytes!: number;

  /** Largest image that the service allows, uncompressed bytes; 0 where it allows any */
  @func()
  budgetBytes!: number;
}

/** The images of several services, each tested where that is asked for. @throws a `Failure` where one fails. */
export async function imagesOf(
  engine: DaggerEngine,
  options: RunOptions & { tested: boolean },
): Promise<ServiceImage[]> {
  const { result, images } = await chosenImages(engine, options);
  refuseRun(result, runTable(result), runExitCode(result));
  return result.services.map(({ name, sizeBytes, budgetBytes = 0 }) =>
    Object.assign(new ServiceImage(), { service: name, image: images.get(name), sizeBytes, budgetBytes }),
  );
}
