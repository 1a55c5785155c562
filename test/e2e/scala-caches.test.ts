import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { $ } from "zx";
import { call, type Ended, inService, LOCAL, repository } from "./command.ts";

const LIBRARIES = {
  gson: '"com.google.code.gson" % "gson" % "2.14.0"',
  slf4j: '"org.slf4j" % "slf4j-api" % "2.0.17"',
};

/** A build that refuses to load where a file of options isn't read. */
const HONOURED = `val honoured = require(Set("sbtopts", "jvmopts").forall(sys.props.contains))\n`;

/** Two that want different libraries, and one that wants both; all are new, so no layer serves. */
const root = repository({
  ...scalaService("one", ["gson"]),
  ...scalaService("two", ["slf4j"]),
  ...scalaService("later", ["gson", "slf4j"]),
});

function scalaService(name: string, libraries: (keyof typeof LIBRARIES)[]): Record<string, string> {
  const wanted = libraries.map((library) => `libraryDependencies += ${LIBRARIES[library]}\n`).join("");
  return inService(name, {
    "service.yaml": "entrypoint: target/universal/stage\n",
    "build.sbt": `// Written at ${Date.now()}.\nscalaVersion := "3.3.7"\n${wanted}${HONOURED}`,
    ".sbtopts": "-Dsbtopts=read\n",
    ".jvmopts": "-Djvmopts=read\n",
    "project/build.properties": "sbt.version=1.13.0\n",
  });
}

/** Where buildah keeps the caches that steps mount: empty ones. */
const places = mkdtempSync(join(tmpdir(), "multistage-scala-"));
const emptyCaches = () => ({ TMPDIR: mkdtempSync(join(places, "caches-")) });
const caches = emptyCaches();

const dependencies = (service: string, env: Record<string, string>, within?: string[]) =>
  call(["build", "--service", service, "--stage", "dependencies", "--source", root, ...LOCAL], env, within);
const WITHOUT_NETWORK = ["unshare", "--net"];

let together: Ended[];
beforeAll(async () => {
  together = await Promise.all(["one", "two"].map((name) => dependencies(name, caches)));
});
afterAll(() => $`rm -rf ${root} ${places}`);

it("Scala services download at once by way of one cache", () => {
  for (const { exitCode, stderr } of together) expect(exitCode, stderr).toBe(0);
});

it("without cache and network nothing can be downloaded", async () => {
  const { exitCode } = await dependencies("later", emptyCaches(), WITHOUT_NETWORK);
  expect(exitCode).not.toBe(0);
});

it("a later service finds in the cache all that both downloaded, whole", async () => {
  const { exitCode, stderr } = await dependencies("later", caches, WITHOUT_NETWORK);
  expect(exitCode, stderr).toBe(0);
});
