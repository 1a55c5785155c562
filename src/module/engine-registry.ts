import type { Container, Service } from "@dagger.io/dagger";
import { badInput } from "../failure.ts";
import { placeOf } from "../publish/distribution/address.ts";
import { distributionPublisher } from "../publish/distribution/publisher.ts";
import { RegistryApi } from "../publish/distribution/registry-api.ts";
import type { Publisher } from "../publish/publisher.ts";
import { hostBehindService, isLoopback } from "../publish/reference.ts";
import { skopeoPublisher } from "../publish/skopeo.ts";
import type { EngineBlobs } from "./engine-blobs.ts";
import { type Behind, engineHttp, isReached } from "./engine-http.ts";
import { engineSkopeo } from "./engine-skopeo.ts";
import { accountOf, type RegistryAccess } from "./registry-access.ts";

interface EngineRegistry {
  access: RegistryAccess;
  blobs: EngineBlobs;
  /** Makes a container with skopeo. */
  tool(): Promise<Container>;
  timeout?: number;
}

/**
 * A client for registries: their own API, asked by the function itself, for all that is short, and skopeo in a container
 * for what moves layers, which is made where there is some to move. Where the function can't reach them as containers can, by
 * a certificate that only those trust for instance, skopeo does it all.
 *
 * @throws a `Failure` (exit 2) where no container can reach one, or half of an account is given.
 */
export async function engineRegistry(hosts: string[], given: EngineRegistry): Promise<Publisher> {
  const { access, blobs, timeout } = given;
  const { registryService, plainHttp } = access;
  const behind = registryService && (await started(registryService, hostBehindService(hosts)));
  const lost = hosts.find((host) => isLoopback(host) && host !== behind?.host);
  if (lost !== undefined) throw unreachable(lost);
  const account = await accountOf(access);
  let made: Promise<Publisher> | undefined;
  const moving = () => (made ??= inContainer(hosts, given));
  const http = engineHttp(behind);
  const reached = hosts.map((host) => isReached(http, placeOf(`${host}/`, plainHttp ?? false)));
  if (!(await Promise.all(reached)).every(Boolean)) return moving();
  const api = new RegistryApi({ http, account: async () => account, plainHttp, timeout });
  return distributionPublisher(api, blobs, {
    upload: async (...words) => (await moving()).upload(...words),
    copy: async (...words) => (await moving()).copy(...words),
  });
}

async function inContainer(
  hosts: string[],
  { access, blobs, tool, timeout }: EngineRegistry,
): Promise<Publisher> {
  const client = await (await tool()).sync();
  const run = await engineSkopeo(client, blobs, access, hosts);
  return skopeoPublisher({ run, blobs, plainHttp: access.plainHttp, timeout });
}

/** The registry that the caller gave as a service, as the engine's containers find it. */
async function started(service: Service, host: string): Promise<Behind> {
  await service.start();
  return { host, endpoint: await service.endpoint() };
}

function unreachable(host: string) {
  const what = `${host} is the machine of whoever calls, and containers of an engine can't reach it`;
  return badInput(what, `add --registry-service tcp://${host}`);
}
