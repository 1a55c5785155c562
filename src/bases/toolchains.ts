import type { DebianBase } from "./debian-base.ts";
import { PATH, type Root } from "./root.ts";
import { withTrust } from "./trust.ts";
import { GO, NODE } from "./versions.ts";

/**
 * What Go and Node build stages start from: one root, so that it is unpacked and kept once. Packages with code in
 * C or C++ are compiled where nobody has done it before, and some are fetched from git.
 */
const BUILD: Root = {
  variant: "minbase",
  packages: [
    ...["ca-certificates", "g++", "git", "libatomic1", "make", "openssh-client", "pkg-config", "python3"],
  ],
};

/** A system for packages that images get. */
export const debian: DebianBase = {
  versions: ["12", "13"],
  version: "12",
  recipe(kit, version) {
    const suite = version === "13" ? "trixie" : undefined;
    const root = kit.root({ variant: "minbase", packages: ["ca-certificates"], suite });
    return withTrust(root).withEnvVariable("PATH", PATH);
  },
};

/** Go's own distribution, fetched by Debian's Go as the module that it is published as. */
export const golang: DebianBase = {
  versions: Object.keys(GO),
  version: "1.26",
  newer: true,
  recipe(kit, version) {
    const fetching = withTrust(kit.root(tools(["golang-go"], ["usr/share/go-*", "usr/lib/go-*/pkg/*"])))
      .withEnvVariable("GOPATH", "/go")
      .withExec(["sh", "-c", goScript(GO[version as keyof typeof GO])]);
    const fetched = kit.named("toolchain", fetching);
    return withTrust(kit.root(BUILD))
      .withDirectory("/usr/local/go", fetched.directory(FETCHED))
      .withEnvVariable("GOPATH", "/go")
      .withEnvVariable("GOTOOLCHAIN", "local")
      .withEnvVariable("PATH", `/go/bin:/usr/local/go/bin:${PATH}`);
  },
};

/**
 * A module's files can't be written and have no execute bit. They are moved to a place of their own: an engine
 * that lends a command its certificates makes `/usr/local` for them where it is missing, and removes it afterwards.
 */
function goScript(release: string): string {
  return [
    `module=golang.org/toolchain@v0.0.1-go${release}.linux-$(go env GOARCH)`,
    "go mod download $module",
    `mv /go/pkg/mod/$module ${FETCHED}`,
    `chmod -R u+w ${FETCHED}`,
    `rm -rf ${FETCHED}/api ${FETCHED}/doc ${FETCHED}/test`,
    `chmod 755 ${FETCHED}/bin/* ${FETCHED}/pkg/tool/*/*`,
  ].join(" && ");
}

/** Where a toolchain is put together. */
const FETCHED = "/fetched";

/** Node as npm publishes it, without its symbols but with its headers, and npm; both fetched by Debian's npm. */
export const node: DebianBase = {
  versions: Object.keys(NODE),
  version: "24",
  recipe(kit, version) {
    const fetching = withTrust(kit.root(tools(["npm", "binutils", "libatomic1"]))).withExec([
      "sh",
      "-c",
      nodeScript(NODE[version as keyof typeof NODE]),
    ]);
    const fetched = kit.named("toolchain", fetching);
    return withTrust(kit.root(BUILD)).withDirectory("/usr/local", fetched.directory(FETCHED));
  },
};

function nodeScript(releases: { node: string; npm: string }): string {
  return [
    "architecture=$(node --print process.arch)",
    `npm install --ignore-scripts --no-save --prefix /npm node-linux-$architecture@${releases.node}`,
    // Later releases of npm refuse Debian's Node.
    `PATH=/npm/node_modules/node-linux-$architecture/bin:$PATH npm install --ignore-scripts --global --prefix ${FETCHED} npm@${releases.npm}`,
    `strip -o ${FETCHED}/bin/node /npm/node_modules/node-linux-$architecture/bin/node`,
    `cp -r /npm/node_modules/node-linux-$architecture/include ${FETCHED}/include`,
  ].join(" && ");
}

/**
 * A throw-away root: packages that only fetch, and the shell that runs them.
 *
 * @param drop what fetching doesn't need.
 */
function tools(packages: string[], drop: string[] = []): Root {
  return {
    variant: "extract",
    packages: ["ca-certificates", "coreutils", "dash", ...packages],
    links: { "bin/sh": "dash" },
    drop: ["usr/share/doc/*", "usr/share/man/*", "usr/share/locale/*", "usr/include/*", ...drop],
  };
}
