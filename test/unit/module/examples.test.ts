import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { takeFlags } from "../../../ci/local/arguments.ts";
import { PROJECT } from "../../../ci/local/paths.ts";
import { type Described, moduleFunctions, moduleSurface } from "../../../ci/surface.ts";
import { generatedClient } from "./client.ts";

const TYPESCRIPT = ["examples/typescript", "ci/release", "ci/release/own-language"];

describe("a module in TypeScript that depends on this one", () => {
  const directory = mkdtempSync(join(tmpdir(), "multistage-client-"));
  const client = join(directory, "client.d.ts");
  beforeAll(async () => writeFileSync(client, generatedClient(await moduleSurface())));
  afterAll(() => rmSync(directory, { recursive: true }));

  it.each(TYPESCRIPT)("%s fits the client that Dagger generates", (module) => {
    expect(faults(join(PROJECT, module, "src/index.ts"), client)).toEqual([]);
  });

  it("names a service among the options: it may be left out", () => {
    const caller = join(directory, "caller.ts");
    const call = (words: string) =>
      `import { dag, type Directory } from "@dagger.io/dagger";\nexport const one = (source: Directory) => dag.multistage().build(${words});\n`;
    writeFileSync(caller, call('{ source, service: "api" }'));
    expect(faults(caller, client)).toEqual([]);
    writeFileSync(caller, call('source, "api"'));
    expect(faults(caller, client)).toEqual([expect.stringContaining("Expected 0-1 arguments, but got 2")]);
  });
});

describe("an example", () => {
  let functions: Record<string, Described>;
  beforeAll(async () => {
    functions = await moduleFunctions();
  });
  const scripts = readdirSync(join(PROJECT, "examples/shell"));

  it.each(scripts)("shell/%s calls functions and flags that there are", (script) => {
    const calls = callsIn(readFileSync(join(PROJECT, "examples/shell", script), "utf8"));
    expect(calls).not.toEqual([]);
    for (const [name = "", ...words] of calls)
      expect(() => takeFlags(words, name, functions[name]?.flags ?? {})).not.toThrow();
  });

  it("in Python names arguments that there are", () => {
    const text = readFileSync(join(PROJECT, "examples/python/src/examples/main.py"), "utf8");
    const calls = [...text.matchAll(/dag\.multistage\(\)\.(\w+)\(([^)]*)\)/g)];
    expect(calls).toHaveLength(5);
    for (const [, name = "", given = ""] of calls) {
      const { flags } = functions[name.replaceAll("_", "-")] as Described;
      for (const [, keyword = ""] of given.matchAll(/(?<![*\w])(\w+)=/g))
        expect(Object.keys(flags)).toContain(keyword.replaceAll("_", "-"));
    }
  });

  it("is there in every language, and short", () => {
    const listed = readdirSync(join(PROJECT, "examples"), { recursive: true, encoding: "utf8" });
    for (const file of listed.filter((path) => /\.(go|py|sh|ts)$/.test(path))) {
      const text = readFileSync(join(PROJECT, "examples", file), "utf8");
      expect(text.trim().split("\n").length, file).toBeLessThanOrEqual(45);
    }
  });
});

/** What the compiler says of a module's file beside a generated client. */
function faults(file: string, client: string): string[] {
  const program = ts.createProgram([file], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    skipLibCheck: true,
    experimentalDecorators: true,
    noEmit: true,
    types: [],
    paths: {
      "@dagger.io/dagger": [client],
      "@dagger.io/dagger-core": [join(PROJECT, "node_modules/@dagger.io/dagger")],
    },
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

/** The words of each `dagger call` in a script, without those of verbs that follow. */
function callsIn(script: string): string[][] {
  const lines = script.replaceAll("\\\n", " ").split("\n");
  return lines.flatMap((line) => {
    const [, said] = /dagger call --mod "\$MODULE" ([^)|]*)/.exec(line) ?? [];
    return said ? [said.trim().split(/\s+/)] : [];
  });
}
