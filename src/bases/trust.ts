import type { Stage } from "../stage.ts";
import { BUNDLE } from "./root.ts";

const PATH = `/${BUNDLE}`;

/**
 * Variables that make the tools of build stages trust the certificates at the one path where a
 * company's own are mounted while commands run.
 *
 * Java has no such variable: its tools read `/etc/ssl/certs/java/cacerts`, which is mounted too.
 */
export const TRUST: Record<string, string> = {
  SSL_CERT_FILE: PATH,
  CARGO_HTTP_CAINFO: PATH,
  CURL_CA_BUNDLE: PATH,
  GIT_SSL_CAINFO: PATH,
  NODE_EXTRA_CA_CERTS: PATH,
  PIP_CERT: PATH,
  REQUESTS_CA_BUNDLE: PATH,
};

/** A build stage with these variables. */
export function withTrust<C extends Stage>(stage: C): C {
  return Object.entries(TRUST).reduce<C>((to, [name, value]) => to.withEnvVariable(name, value), stage);
}
