import { randomUUID } from "node:crypto";
import { type Container, dag, ReturnType, type Secret } from "@dagger.io/dagger";
import { dockerAuth } from "../publish/docker-auth.ts";
import { hostBehindService } from "../publish/reference.ts";
import type { SkopeoCall, SkopeoRunner } from "../publish/skopeo.ts";
import { LONGEST } from "../untrusted-json.ts";
import type { EngineBlobs } from "./engine-blobs.ts";
import { accountOf, type RegistryAccess } from "./registry-access.ts";

/** By which containers know the registry that is given as a service. */
const ALIAS = "registry";

/**
 * Runs skopeo in a container of the engine's; nothing of it is ever answered from a cache.
 *
 * @param destinations hosts of all registries that it will ask.
 */
export async function engineSkopeo(
  tool: Container,
  blobs: EngineBlobs,
  access: RegistryAccess,
  destinations: string[],
): Promise<SkopeoRunner> {
  const { registryService } = access;
  const behind = registryService && hostBehindService(destinations);
  const port = registryService && (await (await registryService.ports())[0]?.port());
  const placeOf = (host: string) => (host === behind ? `${ALIAS}:${port ?? 80}` : host);
  const client = registryService ? tool.withServiceBinding(ALIAS, registryService) : tool;

  return async (call) => {
    const hosts = [...new Set(call.repositories.map(hostOf))];
    const login = await loginFor(hosts.map(placeOf), access);
    const directory = call.layout ? "/layout" : "/output";
    const words = hosts.reduce(
      (all, host) => all.map((word) => word.replace(`docker://${host}/`, `docker://${placeOf(host)}/`)),
      call.words(directory),
    );
    const given = call.layout
      ? client.withMountedDirectory(directory, await blobs.layout(call.layout, call.withoutLayers))
      : client;
    const flags = login ? ["--authfile", LOGIN] : [];
    const asking = login ? given.withMountedSecret(LOGIN, login) : given;
    const ended = asking
      .withEnvVariable("MULTISTAGE_CALL", randomUUID())
      .withExec(["timeout", String(Math.ceil(call.wait / 1000)), "skopeo", ...words, ...flags], {
        expect: ReturnType.Any,
      });
    return endOf(ended, call);
  };
}

const LOGIN = "/run/registry-login.json";

async function endOf(ended: Container, { wait, file }: SkopeoCall) {
  const exitCode = await ended.exitCode();
  const late = exitCode === 124 ? `\ntimeout: no answer within ${wait / 1000} s` : "";
  const stderr = (await ended.stderr()) + late;
  if (exitCode !== 0 || !file) return { exitCode, result: await ended.stdout(), stderr };
  const written = ended.file(`/output/${file}`);
  return { exitCode, result: (await written.size()) > LONGEST ? "" : await written.contents(), stderr };
}

function hostOf(repository: string): string {
  return repository.split("/")[0] as string;
}

/** Docker's form of an account, as a secret: it is in no log, layer or cache key. */
async function loginFor(hosts: string[], access: RegistryAccess): Promise<Secret | undefined> {
  const account = await accountOf(access);
  if (!account) return undefined;
  const text = dockerAuth(hosts.map((host) => [host, account]));
  return dag.setSecret(`registry-login-${hosts.join("-")}`, text);
}
