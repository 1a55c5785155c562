import { bytes } from "../../../src/report/text.ts";
import { HOST_BUNDLES } from "../builders/trust.ts";
import { installHint } from "../process/system.ts";
import { bad, type Check, good, weak } from "./check.ts";

export const node: Check = {
  name: "node",
  find({ node }) {
    if (Number.parseInt(node, 10) >= 20) return good(node);
    return bad(`${node}: 20 or newer is needed`, "install it: https://nodejs.org, or your system's nodejs");
  },
};

export const cache: Check = {
  name: "cache",
  async find({ cache, refusesWrites }) {
    const why = await refusesWrites(cache);
    return why ? bad(`${cache}: ${why}`, "set XDG_CACHE_HOME to a directory of yours") : good(cache);
  },
};

/** The first bases and the images of a few services. */
const ENOUGH = 5e9;
/** Less, and a step fails in its middle. */
const LEAST = 1e9;

export const disk: Check = {
  name: "disk",
  async find({ cache, env, isRoot, free }) {
    const store = isRoot ? "/var/lib/containers" : `${env.HOME}/.local/share/containers`;
    const places = await Promise.all([cache, store].map(async (path) => ({ path, left: await free(path) })));
    const { path, left } = places.reduce((one, other) => (one.left <= other.left ? one : other));
    const said = `${bytes(left)} free for ${path}`;
    const mend = "rm -r ~/.cache/multistage and buildah prune: both are caches";
    if (left < LEAST) return bad(said, mend);
    return left < ENOUGH ? weak(`${said}: bases alone can take ${bytes(ENOUGH)}`, mend) : good(said);
  },
};

/** Certificates are judged by it, and registries' tokens. */
const SKEW_MS = 5 * 60_000;
/** Before this was written. */
const EARLIEST = Date.UTC(2026, 0, 1);

/** @param registries addresses whose answers have a date. */
export const clock = (registries: string[]): Check => ({
  name: "clock",
  async find({ now, registry }) {
    const mend = "set it: sudo timedatectl set-ntp true";
    const said = new Date(now).toISOString();
    if (now < EARLIEST) return bad(`${said}: that is past`, mend);
    const dates = await Promise.all(registries.map(async (address) => (await registry(address)).date));
    const other = dates.find((date) => date !== undefined && Math.abs(date - now) > SKEW_MS);
    if (other === undefined) return good(said);
    return bad(`${said}, and a registry's says ${new Date(other).toISOString()}`, mend);
  },
});

export const certificates: Check = {
  name: "certificates",
  find({ env, exists, has, isRoot }) {
    const bundle = HOST_BUNDLES.find(exists);
    const lost = ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"].find(
      (name) => env[name] && !exists(env[name] ?? ""),
    );
    if (lost) return bad(`${lost} names ${env[lost]}, which isn't there`, `unset ${lost}, or name the file`);
    if (bundle) return good(`${bundle}, laid into build steps`);
    return weak(
      "none of the system's: a company's own proxy won't be trusted in build steps",
      installHint(["ca-certificates"], has, isRoot),
    );
  },
};

export const proxy: Check = {
  name: "proxy",
  find({ env }) {
    const said = (name: string) => env[name] || env[name.toLowerCase()];
    const [one, all] = [said("HTTPS_PROXY") ?? said("HTTP_PROXY"), said("NO_PROXY") ?? ""];
    if (!one) return good("none");
    const shown = withoutAccount(one);
    if (!shown) return bad(`HTTPS_PROXY is no address`, "write it as http://HOST:PORT");
    if (/(^|,)\s*(127\.0\.0\.1|localhost)/.test(all)) return good(shown);
    return weak(`${shown}, also for this machine's own loopback`, "add localhost,127.0.0.1 to NO_PROXY");
  },
};

function withoutAccount(address: string): string | undefined {
  try {
    const { protocol, host } = new URL(address);
    return host ? `${protocol}//${host}` : undefined;
  } catch {
    return undefined;
  }
}
