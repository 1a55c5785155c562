import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./running.ts";

export interface LocalRegistry {
  host: string;
  /** Where it keeps what it has. */
  directory: string;
  stop(): Promise<void>;
}

/** A registry of its own on a free loopback port. @param options.removes whether it removes what it is told to. */
export async function localRegistry({ removes = true } = {}): Promise<LocalRegistry> {
  const host = `127.0.0.1:${await freePort()}`;
  const directory = mkdtempSync(join(tmpdir(), "multistage-registry-"));
  const config = join(directory, "config.yml");
  writeFileSync(
    config,
    CONFIG.replace("DIRECTORY", directory).replace("HOST", host).replace("REMOVES", `${removes}`),
  );
  const server = spawn("docker-registry", ["serve", config], { stdio: "ignore" });
  for (let tries = 0; tries < 100 && !(await answers(host)); tries += 1) await sleep(100);
  return {
    host,
    directory,
    async stop() {
      server.kill();
      await once(server, "exit");
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const CONFIG = `version: 0.1
log: { level: error }
storage: { filesystem: { rootdirectory: DIRECTORY }, delete: { enabled: REMOVES } }
http: { addr: HOST }
`;

async function answers(host: string): Promise<boolean> {
  return fetch(`http://${host}/v2/`).then(
    ({ ok }) => ok,
    () => false,
  );
}
