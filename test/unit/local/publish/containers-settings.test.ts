import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { hasContainersSettings } from "../../../../ci/local/publish/containers-settings.ts";

const HOST = "registry.example";

/** Whether containers' tools are told something of the host where a user has these files in `~/.config/containers`. */
function has(files: Record<string, string>, host = HOST): boolean {
  const home = mkdtempSync(join(tmpdir(), "multistage-containers-"));
  for (const [path, text] of Object.entries(files)) {
    const file = join(home, "containers", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return hasContainersSettings(host, { XDG_CONFIG_HOME: home });
}

describe("a registry of which containers' tools are told something", () => {
  it.each([
    [
      "a mirror",
      { "registries.conf": `[[registry]]\nprefix = "${HOST}/team"\nlocation = "mirror.example"\n` },
    ],
    [
      "another address",
      { "registries.conf.d/own.conf": `[[registry]]\n  location='${HOST}'\ninsecure = true\n` },
    ],
    ["one of several", { "registries.conf": '[[registry]]\nprefix = "*.example"\nblocked = true\n' }],
    ["helpers for accounts", { "registries.conf": 'credential-helpers = ["ecr-login"]\n' }],
    ["a certificate", { [`certs.d/${HOST}/client.cert`]: "" }],
  ])("%s", (_what, files) => {
    expect(has(files as Record<string, string>)).toBe(true);
  });

  it.each([
    ["nothing", {}],
    ["another registry", { "registries.conf": '[[registry]]\nprefix = "other.example"\n' }],
    [
      "a remark",
      { "registries.conf": `# prefix = "${HOST}"\nunqualified-search-registries = ["${HOST}"]\n` },
    ],
  ])("not: %s", (_what, files) => {
    expect(has(files)).toBe(false);
  });
});
