import { mkdtempSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { $ } from "zx";
import { asRoot } from "./local/builders/buildah-store.ts";
import { storageConf } from "./storage-conf.ts";

const quietly = $({ quiet: true });

export interface TestStore {
  driver: string;
  graphRoot: string;
  runRoot: string;
  /** Its `storage.conf`. */
  conf: string;
  /** The command that removes it. */
  removal: string[];
}

/** An image store beside the machine's own: on its file system and with its driver, so that it works where that does. */
export async function ownStore(directory: string): Promise<TestStore> {
  const { GraphRoot, GraphDriverName } = JSON.parse((await quietly`buildah info`).stdout).store;
  const root = mkdtempSync(join(dirname(GraphRoot), "multistage-tests-"));
  const conf = join(directory, "storage.conf");
  const [driver, graphRoot, runRoot] = [GraphDriverName, join(root, "store"), join(root, "run")];
  writeFileSync(conf, storageConf(driver, graphRoot, runRoot));
  return { driver, graphRoot, runRoot, conf, removal: [...asRoot(), "rm", "-rf", root] };
}
