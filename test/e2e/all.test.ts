import { describe, expect, it } from "vitest";
import { $ } from "zx";
import { byStatus, callValid, named, type Shape, servicesOf } from "./all-services.ts";
import { call, LOCAL, repository } from "./command.ts";

const SLOW = 900_000;
const DONE = ["built", "cached"] as const;

/** Four kinds of broken, two that need a broken one, six that are whole. */
const SHAPE: Shape = {
  compile: { broken: "compile" },
  missing: { broken: "missing" },
  descriptor: { broken: "descriptor" },
  fat: { broken: "budget" },
  direct: { needs: ["compile"] },
  further: { needs: ["direct"] },
  ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((at) => [`whole${at}`, {}])),
};
const WHOLE = [1, 2, 3, 4, 5, 6].map((at) => `whole${at}`);

describe("build-all with broken services", () => {
  it(
    "builds all healthy ones, and reports exactly the broken and those that need them",
    async () => {
      const source = repository(servicesOf(SHAPE));
      const ended = await callValid(["build-all", "--source", source, "--concurrency", "3"]);
      expect(ended.exitCode).toBe(1);
      expect(byStatus(ended, ...DONE)).toEqual(WHOLE);
      expect(byStatus(ended, "failed")).toEqual(["compile", "descriptor", "fat", "missing"]);
      expect(byStatus(ended, "skipped")).toEqual(["direct", "further"]);
      expect(named(ended, "further").error?.message).toBe("further: skipped: it needs direct");

      const { error } = named(ended, "compile");
      expect(error?.message).toMatch(/^compile: stage build: RUN .*go build .* failed$/s);
      expect(error?.lines.join("\n")).toContain("undefined: undefinedFunction");
      expect(named(ended, "missing").error?.lines.join("\n")).toContain("gone.txt: no matching files");
      expect(named(ended, "fat").error).toMatchObject({ exitCode: 3 });
      expect(named(ended, "descriptor").error).toMatchObject({ exitCode: 2 });
      expect(named(ended, "descriptor").error?.message).toContain("services/descriptor/service.yaml:1:13");

      const again = error?.reproduce?.replace("./daggerw call ", "").split(" ") ?? [];
      expect(again).toEqual(expect.arrayContaining(["build", "--service", "compile", "--source", source]));
      const alone = await call(again);
      expect(alone.exitCode).toBe(1);
      expect(alone.stderr).toContain("undefined: undefinedFunction");
    },
    SLOW,
  );

  it(
    "test-all: a failing test fails its service alone, with the test's words",
    async () => {
      const source = repository(servicesOf({ bad: { broken: "test" }, good: {}, other: {} }));
      const ended = await callValid(["test-all", "--source", source]);
      expect(ended.exitCode).toBe(1);
      expect([byStatus(ended, "failed"), byStatus(ended, ...DONE)]).toEqual([["bad"], ["good", "other"]]);
      expect(named(ended, "bad").error?.message).toContain("stage test: RUN");
      expect(named(ended, "bad").error?.lines.join("\n")).toContain("two is not three");
      expect(named(ended, "bad").error?.reproduce).toContain("./daggerw call test --service bad");
    },
    SLOW,
  );

  it(
    "all broken: all reported",
    async () => {
      const source = repository(
        servicesOf({ a: { broken: "compile" }, b: { broken: "budget" }, c: { broken: "missing" } }),
      );
      const ended = await callValid(["build-all", "--source", source]);
      expect([ended.exitCode, byStatus(ended, "failed")]).toEqual([1, ["a", "b", "c"]]);
    },
    SLOW,
  );

  it(
    "--fail-fast starts nothing after the first failure",
    async () => {
      const source = repository(servicesOf({ "fast-a": { broken: "compile" }, "fast-b": {}, "fast-c": {} }));
      const flags = ["--fail-fast", "--concurrency", "1"];
      const ended = await callValid(["build-all", "--source", source, ...flags]);
      expect(ended.exitCode).toBe(1);
      expect(byStatus(ended, "failed")).toEqual(["fast-a"]);
      expect(byStatus(ended, "skipped")).toEqual(["fast-b", "fast-c"]);
      expect(named(ended, "fast-b").error?.message).toBe("fast-b: skipped: another service failed");
    },
    SLOW,
  );
});

describe("which services, and how many at once", () => {
  const source = repository(servicesOf({ api: { needs: ["base"] }, base: {}, docs: {}, shop: {}, web: {} }));
  const names = async (...flags: string[]) => {
    const ended = await callValid(["build-all", "--source", source, ...flags]);
    expect(ended.exitCode).toBe(0);
    return byStatus(ended, ...DONE);
  };

  it(
    "--only, --exclude, --shard; what they need comes along",
    async () => {
      expect(await names("--only", "api,web")).toEqual(["api", "base", "web"]);
      expect(await names("--exclude", "docs,shop")).toEqual(["api", "base", "web"]);
      const parts = [await names("--shard", "1/2"), await names("--shard", "2/2")];
      expect([...new Set(parts.flat())].sort()).toEqual(["api", "base", "docs", "shop", "web"]);
    },
    SLOW,
  );

  it(
    "--affected-since last-run outside git; then since a commit",
    async () => {
      await names();
      expect(await names("--affected-since", "last-run")).toEqual([]);
      await $({
        cwd: source,
        quiet: true,
      })`git init -q && git add -A && git -c user.name=t -c user.email=t@t commit -qm one`;
      await $({ cwd: source })`echo "// more" >> services/base/main.go`;
      expect(await names("--affected-since", "HEAD")).toEqual(["api", "base"]);
      const asked = await call(["affected", "--since", "HEAD", "--source", source]);
      expect(asked.stdout).toBe(
        "api:   it needs base, which is affected\nbase:  services/base/main.go changed\n",
      );
    },
    SLOW,
  );

  it(
    "never more at once than asked, and says both",
    async () => {
      const ended = await callValid(["build-all", "--source", source, "--concurrency", "2"]);
      expect(ended.data.run).toMatchObject({ concurrency: 2 });
      expect(ended.data.run?.observedConcurrency).toBeLessThanOrEqual(2);
      const text = await call(["build-all", "--source", source, "--concurrency", "1", ...LOCAL]);
      expect(text.stdout).toMatch(
        /\n0 built, 5 cached, 0 failed, 0 skipped in .*, at most 1 of 1 at once\n$/,
      );
    },
    SLOW,
  );
});

describe("what is refused before any work", () => {
  const circle = repository(
    servicesOf({ a: { needs: ["b"] }, b: { needs: ["c"] }, c: { needs: ["a"] }, free: {} }),
  );

  it.each([["build-all"], ["test-all"]])("%s: services that need one another in a circle", async (name) => {
    const ended = await call([name, "--source", circle, ...LOCAL]);
    expect(ended).toMatchObject({ exitCode: 2, stdout: "" });
    expect(ended.stderr).toContain("needs go in a circle: a → b → c → a");
  });

  it(
    "the circle also where only one of it is chosen, but not where none is",
    async () => {
      const one = await call(["build-all", "--only", "c", "--source", circle, ...LOCAL]);
      expect(one.stderr).toContain("needs go in a circle: a → b → c → a");
      expect(one.exitCode).toBe(2);
      expect((await call(["build-all", "--only", "free", "--source", circle, ...LOCAL])).exitCode).toBe(0);
    },
    SLOW,
  );

  it.each([
    [["--only", "fre"], 'there is no service "fre": did you mean "free"?'],
    [["--shard", "3/2"], "--shard 3/2: expected i/n"],
    [["--concurrency", "none"], "--concurrency none: expected a whole number from 1"],
    [["--environment", "prodction"], 'unknown environment "prodction": did you mean "production"?'],
    [["--affected-since", "HEAD"], "is no git repository"],
  ])("%j", async (flags, message) => {
    const ended = await call(["build-all", "--source", circle, ...flags, ...LOCAL]);
    expect(ended).toMatchObject({ exitCode: 2, stdout: "" });
    expect(ended.stderr).toContain(message);
  });
});
