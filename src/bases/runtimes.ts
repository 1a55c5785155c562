import type { Stage } from "../stage.ts";
import type { DebianBase } from "./debian-base.ts";
import { BUNDLE, PATH, type Root } from "./root.ts";
import { CC, CC_13, NODE_LIBRARIES, PYTHON, STATIC } from "./runtime-roots.ts";
import { node } from "./toolchains.ts";

/** For programs without a libc; other images take their certificates, zones and users from it. */
export const staticBase = runtime("12", STATIC);

/** For programs linked to the C library, and for Java runtimes. */
export const cc: DebianBase = {
  versions: ["12", "13"],
  version: "12",
  recipe: (kit, version) => configured(kit.root(version === "13" ? CC_13 : CC)),
};

/** Debian's Python. */
export const pythonRuntime = runtime("3.11", PYTHON);

/** The Node binary and what it loads, where distroless has it. */
export const nodeRuntime: DebianBase = {
  versions: node.versions,
  version: node.version,
  recipe(kit, version) {
    return configured(kit.root(NODE_LIBRARIES), `/nodejs/bin:${PATH}`).withFile(
      "/nodejs/bin/node",
      kit.base("node", version).file("/usr/local/bin/node"),
    );
  },
};

function runtime(version: string, root: Root): DebianBase {
  return { versions: [version], version, recipe: (kit) => configured(kit.root(root)) };
}

function configured<C extends Stage>(stage: C, path = PATH): C {
  return stage.withEnvVariable("PATH", path).withEnvVariable("SSL_CERT_FILE", `/${BUNDLE}`);
}
