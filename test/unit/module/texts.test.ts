import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { dag } from "@dagger.io/dagger";
import { describe, expect, it } from "vitest";
import { textsOf } from "../../../src/module/texts.ts";
import { recordedQueries } from "./queries.ts";

/** Answers an export as an engine does: with files in the directory that is asked for. */
function exported(query: string, write: (directory: string) => void): unknown {
  const [, path] = /export\s*\(\s*path: "([^"]*)"/.exec(query) ?? [];
  if (!path) return undefined;
  write(path);
  return path;
}

describe("the texts of an engine's files", () => {
  it("come at once, and nothing of them stays", async () => {
    let texts = new Map<string, string>();
    let copy = "";
    const queries = await recordedQueries(
      async () => {
        texts = await textsOf(dag.directory(), ["go.mod", "cmd/main.go"]);
      },
      (query) =>
        exported(query, (directory) => {
          copy = directory;
          mkdirSync(join(directory, "cmd"));
          writeFileSync(join(directory, "go.mod"), "module a\n");
          writeFileSync(join(directory, "cmd/main.go"), "package main\n");
        }),
    );
    expect(queries).toHaveLength(1);
    expect([...texts]).toEqual([
      ["go.mod", "module a\n"],
      ["cmd/main.go", "package main\n"],
    ]);
    expect(existsSync(dirname(copy)) && !existsSync(copy)).toBe(true);
  });

  it("are the engine's to read where a link leads elsewhere", async () => {
    const paths = ["go.mod", "sub/go.mod", "gone/go.mod"];
    let texts = new Map<string, string>();
    const queries = await recordedQueries(
      async () => {
        texts = await textsOf(dag.directory(), paths);
      },
      (query) =>
        exported(query, (directory) => {
          symlinkSync("/etc/passwd", join(directory, "go.mod"));
          symlinkSync("/etc", join(directory, "sub"));
        }),
    );
    expect(queries.slice(1)).toHaveLength(3);
    expect([...texts.keys()]).toEqual(paths);
    for (const text of texts.values()) expect(text).toMatch(/^#\d$/);
  });

  it("are asked of nobody where there are none", async () => {
    expect(await recordedQueries(() => textsOf(dag.directory(), []))).toEqual([]);
  });
});
