import { distributionPublisher } from "../../../src/publish/distribution/publisher.ts";
import { RegistryApi } from "../../../src/publish/distribution/registry-api.ts";
import type { Publisher } from "../../../src/publish/publisher.ts";
import { hasContainersSettings } from "./containers-settings.ts";
import { accountFor } from "./credentials.ts";
import { hasAccountsByPath } from "./docker-config.ts";
import { http } from "./http.ts";
import { type LocalSkopeo, localBlobs, skopeo } from "./skopeo.ts";

/** A client for the registries on some hosts: their own API for all that is short, skopeo for what moves layers. */
export function registryClient(hosts: string[], access: LocalSkopeo): Publisher {
  const moving = skopeo(access);
  if (hosts.some((host) => hasContainersSettings(host) || hasAccountsByPath(host))) return moving;
  const { credentials, plainHttp, timeout, signal } = access;
  const account = (host: string) => accountFor(credentials, host);
  const api = new RegistryApi({ http, account, plainHttp, timeout, signal });
  return distributionPublisher(api, localBlobs, moving);
}
