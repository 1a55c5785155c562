import { describe, expect, it } from "vitest";
import { nodeManager } from "../../../src/languages/node/managers.ts";
import { pythonManager } from "../../../src/languages/python/managers.ts";
import type { Microservice } from "../../../src/microservice.ts";

const service = (packageManager: string, packageManagerVersion?: string) =>
  ({ packageManager, packageManagerVersion }) as Microservice;

describe("nodeManager", () => {
  it.each([
    ["npm", undefined, undefined, "npm ci --omit=dev"],
    ["pnpm", "9.12.0", "npm install --global pnpm@9.12.0", "--frozen-lockfile"],
    ["yarn", "1", "npm install --global yarn@1.22.22", "--frozen-lockfile"],
    ["yarn", "4", "npm install --global @yarnpkg/cli-dist@4.18.1", "workspaces focus --production"],
    ["yarn", "4.5.0", "npm install --global @yarnpkg/cli-dist@4.5.0", "workspaces focus --production"],
    ["bun", "1.1.0", "npm install --global bun@1.1.0", "--frozen-lockfile"],
  ])("%s %s installs as locked, without development dependencies", (name, version, setup, words) => {
    const manager = nodeManager(service(name, version));
    expect(manager.setup).toBe(setup);
    expect(manager.install({ production: true, locked: true })).toContain(words);
  });

  it.each(["pnpm", "yarn", "bun"])("fetches one release of %s where none is named", (name) => {
    expect(nodeManager(service(name)).setup).toMatch(/@\d+\.\d+\.\d+$/);
  });

  it("shares no cache that parallel writers break", () => {
    expect(nodeManager(service("yarn", "1")).cache.own).toBe(true);
    expect(nodeManager(service("pnpm")).cache.own).toBeUndefined();
  });

  it.each([
    ["npm", "npm install"],
    ["pnpm", "--no-frozen-lockfile"],
    ["yarn", "yarn install --no-immutable"],
  ])("%s makes a lockfile where there is none", (name, words) => {
    expect(nodeManager(service(name)).install({ production: false, locked: false })).toContain(words);
  });

  it("installs a workspace's member alone", () => {
    expect(
      nodeManager(service("npm")).install({ production: false, locked: true, member: "services/a" }),
    ).toContain("--workspace=services/a");
    expect(
      nodeManager(service("pnpm")).install({ production: false, locked: true, member: "services/a" }),
    ).toContain("'{./services/a}...'");
  });
});

describe("pythonManager", () => {
  it.each(["pip", "uv", "poetry", "pdm", "pipenv"])("%s leaves requirements where they are read", (name) => {
    const manager = pythonManager(service(name));
    expect(manager.export(false)).toContain("/tmp/requirements.txt");
    expect(manager.export(true)).not.toBe(manager.export(false));
  });

  it.each(["uv", "poetry", "pdm", "pipenv"])("fetches one release of %s where none is named", (name) => {
    for (const tool of pythonManager(service(name)).setup) expect(tool).toMatch(/==\d+\.\d+\.\d+$/);
  });

  it("takes the version that the manifest names", () => {
    expect(pythonManager(service("uv", "0.9.0")).setup).toEqual(["uv==0.9.0"]);
    expect(pythonManager(service("pdm", "2.20.0")).setup).toEqual(["pdm[locked]==2.20.0"]);
  });
});
