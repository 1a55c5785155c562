import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkout, readTemplates } from "../../../ci/bench/checkout.ts";
import { mix, SHARES, serviceNames } from "../../../ci/bench/mix.ts";
import { random } from "../../../ci/bench/random.ts";
import { dockerfilesByHand, repositoryFiles } from "../../../ci/bench/repository.ts";
import { resolve } from "../../../src/descriptor/resolve.ts";
import { globs } from "../../../src/files/globs.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { LANGUAGES, READ } from "../../../src/languages/table.ts";

const templates = await readTemplates();
const fifty = repositoryFiles(50, "s", templates);

function below(files: Record<string, string>, directory: string): Record<string, string> {
  const own = Object.entries(files).filter(([path]) => path.startsWith(`${directory}/`));
  return Object.fromEntries(own.map(([path, text]) => [path.slice(directory.length), text]));
}

describe("numbers of a seed", () => {
  it("are the same each time, others for another seed, and within their bounds", () => {
    const drawn = (seed: string) => {
      const numbers = random(seed);
      return Array.from({ length: 1000 }, () => numbers.integer(3, 7));
    };
    expect(drawn("a")).toEqual(drawn("a"));
    expect(drawn("a")).not.toEqual(drawn("b"));
    expect([...new Set(drawn("a"))].sort()).toEqual([3, 4, 5, 6, 7]);
  });
});

describe("the mix", () => {
  it("of fifty is as wanted, and smaller ones are in its proportion", () => {
    expect(mix(50)).toEqual(SHARES);
    expect(mix(25)).toEqual({ gin: 7, grpc: 3, node: 5, flask: 4, play: 2, java: 2, rust: 1, static: 1 });
    expect(mix(10)).toEqual({ gin: 3, grpc: 1, node: 2, flask: 2, play: 1, java: 1, rust: 0, static: 0 });
    expect(mix(1)).toMatchObject({ gin: 1, grpc: 0, static: 0 });
  });

  it("has as many services as asked, whatever the number", () => {
    for (let count = 1; count <= 60; count++) expect(serviceNames(count)).toHaveLength(count);
  });
});

describe("a generated repository", () => {
  it("is decided by its seed", () => {
    expect(repositoryFiles(50, "s", templates)).toEqual(fifty);
    expect(repositoryFiles(50, "t", templates)).not.toEqual(fifty);
  });

  it("is the same commit each time", async () => {
    const commits: string[] = [];
    for (let time = 0; time < 2; time++) {
      const directory = mkdtempSync(join(tmpdir(), "multistage-bench-test-"));
      commits.push(await checkout(directory, repositoryFiles(5, "s", templates)));
      rmSync(directory, { recursive: true });
    }
    expect(commits[0]).toMatch(/^[0-9a-f]{40}$/);
    expect(commits[1]).toBe(commits[0]);
  });

  it("has no two services with the same files", () => {
    const services = serviceNames(50).map(({ name }) => JSON.stringify(below(fifty, `services/${name}`)));
    expect(new Set(services).size).toBe(50);
  });

  it("has the same services in any size", () => {
    expect(below(repositoryFiles(5, "s", templates), "services/gin-1")).toEqual(
      below(fifty, "services/gin-1"),
    );
  });

  it("keeps every lockfile's dependencies", () => {
    expect(fifty["services/gin-2/go.sum"]).toBe(templates["services/api/go.sum"]);
    expect(fifty["services/flask-8/requirements.txt"]).toBe(templates["services/reports/requirements.txt"]);
    const lock = JSON.parse(fifty["services/node-1/package-lock.json"] ?? "");
    const original = JSON.parse(templates["services/web/package-lock.json"] ?? "");
    expect({ ...lock.packages, "": 0 }).toEqual({ ...original.packages, "": 0 });
    expect(lock.name).toBe("node-1");
  });

  it("is understood without a fault: each service by its language, the library by those that use it", () => {
    const wanted = globs(READ);
    const texts = new Map(Object.entries(fifty).filter(([path]) => wanted(path)));
    const { services, faults } = resolve(new Snapshot(Object.keys(fifty), texts), LANGUAGES);
    expect(faults).toEqual([]);
    const languages = services.map(({ language }) => language);
    expect(languages.filter((one) => one === "go")).toHaveLength(20);
    expect(languages.filter((one) => one === "node")).toHaveLength(10);
    expect(languages.filter((one) => one === "python")).toHaveLength(8);
    expect(languages.filter((one) => one === "java")).toHaveLength(4);
    expect(languages.filter((one) => one === "scala")).toHaveLength(3);
    expect(languages.filter((one) => one === "static")).toHaveLength(3);
    expect(languages.filter((one) => one === "rust")).toHaveLength(2);
    expect(services.filter(({ inputs }) => inputs.includes("libs/money"))).toHaveLength(7);
  });
});

describe("Dockerfiles by hand", () => {
  const byHand = dockerfilesByHand(50, "s", { base: (name, version) => `base/${name}:${version ?? "1"}` });

  it("copy only what is there", () => {
    for (const { written } of byHand)
      for (const [, source = ""] of written.dockerfile.matchAll(/^COPY ((?:services|libs)\/\S+)/gm))
        expect(Object.keys(fifty).some((path) => path === source || path.startsWith(source))).toBe(true);
  });

  it("are of several stages or of one, with caches or without", () => {
    const stages = (dockerfile: string) => dockerfile.match(/^FROM /gm)?.length ?? 0;
    for (const { written, naive } of byHand) {
      expect(stages(written.dockerfile)).toBeGreaterThan(1);
      expect(written.dockerfile).toContain("--mount=type=cache");
      expect(stages(naive.dockerfile)).toBe(1);
      expect(naive.dockerfile).not.toContain("--mount");
    }
  });
});
