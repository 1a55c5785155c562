import { randomInt } from "node:crypto";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { $ } from "zx";
import { gitServer } from "../e2e/git-server.ts";
import { committed, copyModule, directoryOf, testBases, timed, unavailable } from "./engine.ts";
import { goService } from "./shop.ts";

/** Addresses of modules have no port: a server for them listens on HTTP's own, which not everybody may. */
const privileged = process.getuid?.() === 0;
if (!unavailable && !privileged)
  console.warn("test/dagger: no module is installed by its address: only root may listen on port 80");

const HOST = `127.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(2, 255)}`;
const MODULE = `http://${HOST}/multistage.git@v1.2.3`;

describe.skipIf(unavailable || !privileged)(
  "a repository that never heard of this one",
  { timeout: 900_000 },
  () => {
    const files = { "bases.yaml": testBases(), ...goService("api"), ...goService("web") };
    const shop = directoryOf(files);
    const bare = directoryOf({});
    let server: { stop(): void };
    const dagger = async (...words: string[]) => {
      const { stdout, stderr, exitCode } = await timed(["dagger", "--progress=plain", ...words], {
        cwd: shop,
      });
      return { exitCode, stdout: stdout.trim(), stderr: stderr.slice(-3000) };
    };

    beforeAll(async () => {
      await committed(shop);
      const module = directoryOf({ "bases.yaml": testBases(), ...goService("ours") });
      copyModule(module);
      await committed(module);
      await $({
        quiet: true,
        cwd: module,
      })`git tag v1.2.3 && git clone --quiet --bare . ${join(bare, "multistage.git")}`;
      rmSync(module, { recursive: true });
      server = await gitServer(bare, undefined, { host: HOST, port: 80 });
    });
    afterAll(() => {
      server?.stop();
      for (const directory of [shop, bare]) rmSync(directory, { recursive: true });
    });

    it("calls the module by its address and version, and says whose services", async () => {
      const named = await dagger("call", "--mod", MODULE, "service-list", "--source", ".", "name");
      expect(named.stdout, named.stderr).toBe("api\nweb");
      const unsaid = await dagger("call", "--mod", MODULE, "service-list", "name");
      expect(unsaid.exitCode, unsaid.stdout).toBe(2);
      expect(unsaid.stderr).toContain("these are multistage's own services");
      expect(unsaid.stderr).toContain("--source .");
    });

    it("takes the source of a call by address from a file .env, where it says one", async () => {
      const own = await committed(directoryOf({ ...files, ".env": "MULTISTAGE_SERVICE_LIST_SOURCE=.\n" }));
      const words = ["call", "--mod", MODULE, "service-list", "name"];
      const { stdout, stderr } = await timed(["dagger", "--progress=plain", ...words], { cwd: own });
      expect(stdout.trim(), stderr.slice(-3000)).toBe("api\nweb");
      rmSync(own, { recursive: true });
    });

    it("installs it at a version, and is itself the source from then on", async () => {
      expect((await dagger("init", "--name", "shop")).exitCode).toBe(0);
      const installed = await dagger("toolchain", "install", MODULE);
      expect(installed.exitCode, installed.stderr).toBe(0);
      const listed = await dagger("call", "multistage", "service-list", "name");
      expect(listed.stdout, listed.stderr).toBe("api\nweb");
      const built = await dagger("call", "multistage", "build", "--service", "web", "entrypoint");
      expect(built.stdout, built.stderr).toBe("/web");
    });

    it("keeps a copy of it in its own tree, where it has none by address", async () => {
      const own = directoryOf(files);
      copyModule(join(own, "tools/multistage"));
      cpSync(join(own, "bases.yaml"), join(own, "tools/multistage/bases.yaml"));
      await committed(own);
      const words = ["call", "--mod", "tools/multistage", "service-list", "name"];
      const { stdout, stderr } = await timed(["dagger", "--progress=plain", ...words], { cwd: own });
      expect(stdout.trim(), stderr.slice(-3000)).toBe("api\nweb");
      rmSync(own, { recursive: true });
    });
  },
);
