import { type Container, func, object } from "@dagger.io/dagger";
import { type Choice, select } from "../pipeline/select.ts";
import { type BuildOptions, built } from "./build.ts";
import { forEach } from "./each.ts";
import { uncompressedBytes } from "./measure.ts";
import { allServices, type Repository } from "./repository.ts";

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

  /** Largest image that the service allows, uncompressed bytes */
  @func()
  budgetBytes!: number;
}

/** The images of several services, each tested where that is asked for. @throws every failure at once. */
export async function imagesOf(
  repository: Repository,
  options: BuildOptions & Choice & { tested: boolean; concurrency: number },
): Promise<ServiceImage[]> {
  const services = select(allServices(repository), options);
  const work = async (service: (typeof services)[number]) => {
    if (options.tested) await built(repository, service, options, "test");
    const image = await built(repository, service, options);
    const { name, budgetBytes } = service;
    const sizeBytes = await uncompressedBytes(image);
    return Object.assign(new ServiceImage(), { service: name, image, sizeBytes, budgetBytes });
  };
  return forEach(services, work, options.concurrency);
}
