import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { $ } from "zx";
import { PROJECT } from "../../../../ci/local/paths.ts";
import { lockHolder } from "../../../../ci/local/process/tools.ts";

const HELD =
  "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 812 (unattended-upgr)\nE: Unable to acquire the dpkg frontend lock";

it.each([
  [HELD, "process 812 (unattended-upgr)"],
  [
    "E: Could not get lock /var/lib/apt/lists/lock - open (11: Resource temporarily unavailable)",
    "another process",
  ],
  ["E: Unable to locate package buildah", undefined],
])("%j is held by %s", (errors, holder) => expect(lockHolder(errors)).toBe(holder));

it("another process's lock is waited for, with a word", async () => {
  const directory = mkdtempSync(join(tmpdir(), "multistage-apt-"));
  const apt = join(directory, "apt-get");
  // It is held once; then the tool that was asked for is there.
  writeFileSync(
    apt,
    `#!/bin/sh\necho "$1" >>${directory}/asked\nif [ ! -e ${directory}/free ]; then touch ${directory}/free; echo "${HELD}" >&2; exit 100; fi\n`,
  );
  chmodSync(apt, 0o755);
  const script = `import { ensureTools } from "${PROJECT}/ci/local/process/tools.ts"; await ensureTools(["no-such-tool"]);`;
  const env = { ...process.env, PATH: `${directory}:${process.env.PATH}`, MULTISTAGE_NO_INSTALL: "" };
  const ended = await $({
    env,
    quiet: true,
    nothrow: true,
    cwd: PROJECT,
  })`node --import tsx --input-type=module -e ${script}`;
  expect(ended.stderr).toContain("waiting for process 812 (unattended-upgr), which holds apt's lock");
  expect(readFileSync(join(directory, "asked"), "utf8")).toBe("update\nupdate\ninstall\n");
  expect(ended.exitCode).toBe(0);
});
