import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { hookScript } from "../../../src/bases/hook.ts";
import { mmdebstrapArguments } from "../../../src/bases/mmdebstrap.ts";
import type { Root } from "../../../src/bases/root.ts";
import { CC, NODE_LIBRARIES, PYTHON, STATIC } from "../../../src/bases/runtime-roots.ts";

/** A tree like one that packages were unpacked to, after the hook. */
function hooked(root: Root, files: string[]): string {
  const tree = mkdtempSync(join(tmpdir(), "hook-"));
  for (const file of files) {
    mkdirSync(join(tree, dirname(file)), { recursive: true });
    writeFileSync(join(tree, file), `${file}\n`);
  }
  execFileSync("sh", ["-c", hookScript(root), "hook", tree]);
  return tree;
}

const MOZILLA = "usr/share/ca-certificates/mozilla";

describe("the hook of an unpacked root", () => {
  const root: Root = {
    variant: "extract",
    packages: ["one"],
    links: { "bin/sh": "dash" },
    drop: ["usr/share/doc/*"],
  };

  it("makes the bundle of the package's certificates, in the order of their names", () => {
    const tree = hooked(root, [`${MOZILLA}/b.crt`, `${MOZILLA}/a.crt`]);
    expect(readFileSync(join(tree, "etc/ssl/certs/ca-certificates.crt"), "utf8")).toBe(
      `${MOZILLA}/a.crt\n${MOZILLA}/b.crt\n`,
    );
  });

  it("drops what it is told to, and what apt and the machine left", () => {
    const files = ["usr/share/doc/one/copyright", "etc/apt/sources.list", "etc/resolv.conf", "usr/bin/one"];
    const tree = hooked(root, files);
    expect(files.filter((file) => existsSync(join(tree, file)))).toEqual(["usr/bin/one"]);
  });
});

describe("the hook of a build root", () => {
  it("names neither the machine nor its name server", () => {
    const tree = hooked({ variant: "minbase", packages: [] }, ["etc/hostname", "etc/resolv.conf"]);
    expect(readFileSync(join(tree, "etc/hostname"), "utf8")).toBe("localhost\n");
    expect(readFileSync(join(tree, "etc/resolv.conf"), "utf8")).toBe("");
  });
});

describe("runtime roots", () => {
  it.each(
    Object.entries({ STATIC, CC, NODE_LIBRARIES, PYTHON }),
  )("%s keeps no shell and no package manager", (_name, root) => {
    const tools = [
      "bin/sh",
      "bin/bash",
      "bin/dash",
      "bin/busybox",
      "usr/bin/perl",
      "usr/bin/apt",
      "usr/bin/dpkg",
    ];
    for (const tool of tools)
      for (const pattern of root.keep ?? []) expect(matches(pattern, tool)).toBe(false);
  });

  it.each(
    Object.entries({ STATIC, CC, NODE_LIBRARIES, PYTHON }),
  )("%s knows the user 65532", (_name, root) => {
    expect(root.files?.["etc/passwd"]).toContain("\nnonroot:x:65532:65532:");
    expect(root.files?.["etc/group"]).toContain("\nnonroot:x:65532:\n");
  });
});

describe("mmdebstrap's arguments", () => {
  it("name no mirror unless one is given", () => {
    expect(mmdebstrapArguments(STATIC, "root.tar").slice(-2)).toEqual(["bookworm", "root.tar"]);
    expect(mmdebstrapArguments(STATIC, "root.tar", ["mirror"]).at(-1)).toBe("mirror");
  });
});

function matches(pattern: string, path: string): boolean {
  const escaped = pattern.split("*").map((part) => part.replace(/[.+]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".*")}$`).test(path);
}
