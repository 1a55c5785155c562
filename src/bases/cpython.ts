import type { Stage } from "../stage.ts";
import type { BaseKit } from "./debian-base.ts";
import type { Root } from "./root.ts";
import { withTrust } from "./trust.ts";

/** What fetches artifacts of Maven's registry: the JDK's base has the same root, so that it is unpacked once. */
const FETCHING: Root = { variant: "minbase", packages: ["ca-certificates", "maven"] };

/** Parts of Python's library that no build needs. */
const UNUSED = ["idlelib", "test", "tkinter", "turtledemo"];

/**
 * A stage with CPython below {@link CPYTHON}, laid out as below `/usr/local`.
 *
 * @param release of `org.bytedeco:cpython`: `3.12.1-1.5.10`.
 */
export function fetchedPython<C extends Stage>(kit: BaseKit<C>, version: string, release: string): C {
  const stage = withTrust(kit.root(FETCHING)).withExec(["sh", "-c", script(version, release)]);
  return kit.named("toolchain", stage);
}

/** Where it is put together. */
export const CPYTHON = "/fetched";

/** A jar has no links and no execute bits. */
function script(version: string, release: string): string {
  const unpack = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack";
  const artifact = `-Dartifact=org.bytedeco:cpython:${release}:jar:linux-$architecture`;
  const python = `python${version}`;
  const library = `${CPYTHON}/lib/${python}`;
  return [
    "case $(uname -m) in aarch64) architecture=arm64;; *) architecture=x86_64;; esac",
    `mvn --batch-mode --quiet --strict-checksums ${unpack} ${artifact} -DoutputDirectory=/tmp/cpython`,
    `mkdir -p ${CPYTHON}/bin ${CPYTHON}/lib ${CPYTHON}/include`,
    `cd /tmp/cpython/org/bytedeco/cpython/linux-$architecture`,
    `mv ${python} ${CPYTHON}/bin`,
    `chmod 755 ${CPYTHON}/bin/${python}`,
    `ln -s ${python} ${CPYTHON}/bin/python3`,
    `ln -s python3 ${CPYTHON}/bin/python`,
    `mv lib${python}.so.1.0 libffi.so.* ${CPYTHON}/lib`,
    `ln -s lib${python}.so.1.0 ${CPYTHON}/lib/lib${python}.so`,
    `mv lib/${python} ${CPYTHON}/lib`,
    `mv include/${python} ${CPYTHON}/include`,
    `rm -rf ${UNUSED.map((name) => `${library}/${name}`).join(" ")} /root/.m2`,
    `printf '#!/bin/sh\\nexec /usr/local/bin/python3 -m pip "$@"\\n' > ${CPYTHON}/bin/pip`,
    `chmod 755 ${CPYTHON}/bin/pip`,
  ].join(" && ");
}
