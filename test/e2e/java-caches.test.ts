import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { $ } from "zx";
import type { ServiceResult } from "../../src/report/result.ts";
import { call, callJson, LOCAL, repository } from "./command.ts";
import { filesOf } from "./image-files.ts";
import { javaService } from "./java-service.ts";

const mark = `Written at ${Date.now()}.`;

/** Services of one stack that want different things, all of them new; `narrow` names its modules as `orders` does. */
const root = repository({
  ...javaService("one", ["gson"], mark),
  ...javaService("two", ["slf4j"], mark),
  ...javaService("three", ["gson", "slf4j"], mark),
  ...javaService("four", [], mark),
  ...javaService("narrow", [], mark, "java.base,java.logging,jdk.httpserver,jdk.unsupported"),
});

/** Where buildah keeps the caches that steps mount: empty ones. */
const places = mkdtempSync(join(tmpdir(), "multistage-java-"));
const emptyCaches = () => ({ TMPDIR: mkdtempSync(join(places, "caches-")) });
const caches = emptyCaches();
let built: Record<string, ServiceResult> = {};

beforeAll(async () => {
  const words = ["build-all", "--source", root, "--concurrency", "5", ...LOCAL];
  const { data } = await callJson(words, caches);
  built = Object.fromEntries(data.services.map((service) => [service.name, service]));
});

afterAll(() => $`rm -rf ${root} ${places}`);

describe("Java services that are built at once, with empty caches", () => {
  it("are built", () => {
    expect(Object.values(built).map(({ name, error }) => [name, error])).toEqual(
      ["four", "narrow", "one", "three", "two"].map((name) => [name, null]),
    );
  });

  it("leave a cache without a half file", () => {
    const jars = filesBelow(join(caches.TMPDIR, "buildah-cache/maven/files")).filter(
      (path) => /\.(jar|pom)$/.test(path) && existsSync(`${path}.sha1`),
    );
    const wrong = jars.filter((path) => sha1(path) !== readFileSync(`${path}.sha1`, "utf8").slice(0, 40));
    expect(jars.filter((path) => path.includes("gson")).length).toBeGreaterThan(1);
    expect(wrong).toEqual([]);
  });

  it("share the layer of one Java runtime; who names modules has a smaller one", () => {
    const runtimes = ["one", "two", "three", "four"].map((name) => runtimeOf(name)?.digest);
    expect(new Set(runtimes).size).toBe(1);
    expect(runtimeOf("narrow")?.digest).not.toBe(runtimes[0]);
    expect(runtimeOf("narrow")?.sizeBytes).toBeLessThan(runtimeOf("one")?.sizeBytes ?? 0);
  });
});

describe("without a network", () => {
  it("nothing can be downloaded", async () => {
    const { exitCode, output } = await buildOffline("three", "dependencies", emptyCaches());
    expect(exitCode).not.toBe(0);
    expect(output).toContain("Not all could be downloaded:");
  });

  it("a service compiles on its dependency layer, where no cache is", async () => {
    const { exitCode, output } = await buildOffline("three", "build", emptyCaches());
    expect(exitCode, output).toBe(0);
    expect(output).toContain("BUILD SUCCESS");
  });

  it("a later service finds in the cache what others downloaded, and takes no more than it reads", async () => {
    for (const [path, text] of Object.entries(javaService("later", ["slf4j"], mark)))
      await $`mkdir -p ${join(root, path, "..")} && printf %s ${text} > ${join(root, path)}`;
    const { exitCode, output } = await buildOffline("later", "dependencies", caches);
    expect(exitCode, output).toBe(0);
    const paths = (await filesOf(output.trim().split("\n").at(-1) ?? "")).map(({ path }) => path);
    // Maven itself comes with both: its repository is what counts.
    expect(paths.filter((path) => /\/org\/slf4j\/slf4j-api\/.*jar$/.test(path))).not.toEqual([]);
    expect(paths.filter((path) => /\/com\/google\/code\/gson\/.*jar$/.test(path))).toEqual([]);
  });
});

describe("a dependency that is nowhere", () => {
  it("fails the stage that downloads, and is named", async () => {
    const broken = repository(javaService("broken", ["missing"], mark));
    const { exitCode, stdout, stderr } = await call(
      ["build", "--service", "broken", "--source", broken, ...LOCAL],
      caches,
    );
    expect(exitCode).toBe(1);
    expect(stdout + stderr).toContain("stage dependencies");
    expect(stdout + stderr).toContain("com.google.code.gson:gson:jar:99.0");
  });
});

/** Builds up to `target`; from that stage on, Java reaches no network. */
async function buildOffline(service: string, target: string, env: Record<string, string>) {
  const { stdout } = await call(["dockerfile", "--service", service, "--source", root, ...LOCAL]);
  const proxy = 'ENV MAVEN_OPTS="-DsocksProxyHost=127.0.0.1 -DsocksProxyPort=9"';
  const file = join(root, `Dockerfile.${service}-${target}`);
  writeFileSync(file, stdout.replace(new RegExp(`^FROM .* AS ${target}$`, "m"), `$&\n${proxy}`));
  const flags = ["--layers", "--force-rm", "--timestamp", "0", "--network", "host", "--target", target];
  const run = $({ quiet: true, nothrow: true, env: { ...process.env, ...env } });
  const { exitCode, stdout: said, stderr } = await run`buildah build ${flags} --file ${file} ${root}`;
  return { exitCode, output: stderr + said };
}

/** The largest layer: Java. */
function runtimeOf(service: string) {
  return built[service]?.layers?.toSorted((one, other) => other.sizeBytes - one.sizeBytes)[0];
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function sha1(path: string): string {
  return createHash("sha1").update(readFileSync(path)).digest("hex");
}
