import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Whether containers' tools are told something of a registry that they alone read: mirrors and other addresses
 * (`registries.conf`), certificates of its own (`certs.d`). Such a registry is left to skopeo.
 */
export function hasContainersSettings(host: string, env: NodeJS.ProcessEnv = process.env): boolean {
  const own = join(env.XDG_CONFIG_HOME || join(homedir(), ".config"), "containers");
  const certificates = [own, "/etc/containers", "/etc/docker"].map((place) => join(place, "certs.d", host));
  return (
    certificates.some((path) => existsSync(path)) ||
    registriesFiles(own, env).some((path) => names(path, host))
  );
}

function registriesFiles(own: string, env: NodeJS.ProcessEnv): string[] {
  const said = env.CONTAINERS_REGISTRIES_CONF || env.REGISTRIES_CONFIG_PATH;
  if (said) return [said];
  return [own, "/etc/containers"].flatMap((place) => [
    join(place, "registries.conf"),
    ...listed(join(place, "registries.conf.d")),
  ]);
}

function listed(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory).flatMap((name) => (name.endsWith(".conf") ? [join(directory, name)] : []));
}

/** Whether a file says something of a host, by its name or as one of `*.example`, or how all hosts' accounts are had. */
function names(path: string, host: string): boolean {
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  const places = [...text.matchAll(/^\s*(?:prefix|location)\s*=\s*["']([^"'/]+)/gm)].map(
    ([, place = ""]) => place,
  );
  const isOf = (place: string) => place === host || (place.startsWith("*.") && host.endsWith(place.slice(1)));
  return places.some(isOf) || /^\s*credential-helpers\s*=/m.test(text);
}
