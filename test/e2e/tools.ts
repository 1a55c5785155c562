import { existsSync } from "node:fs";
import { join } from "node:path";
import { $ } from "zx";
import { cacheDir } from "../../ci/local/paths.ts";
import { ensureTools } from "../../ci/local/process/tools.ts";

const quietly = $({ quiet: true });

/** A command that a Python package brings, in an environment of its own that is made once. */
export async function testTool(requirement: string, command: string): Promise<string> {
  const directory = cacheDir("test-tools", requirement.replace(/[^\w.-]/g, "-"));
  const path = join(directory, "bin", command);
  if (existsSync(path)) return path;
  await ensureTools(["python3"]);
  await quietly`python3 -m venv ${directory}`.catch(async () => {
    await quietly`apt-get install -y --no-install-recommends python3-venv`;
    await quietly`python3 -m venv --clear ${directory}`;
  });
  await quietly`${join(directory, "bin", "pip")} install --quiet ${requirement}`;
  return path;
}
