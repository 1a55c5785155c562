import { describe, expect, it } from "vitest";
import type { Microservice } from "../../../src/microservice.ts";
import { affectedBy } from "../../../src/pipeline/affected.ts";
import { select } from "../../../src/pipeline/select.ts";

const service = (name: string, more: Partial<Microservice> = {}) =>
  ({ name, path: `services/${name}`, inputs: [], needs: [], ...more }) as unknown as Microservice;
const ALL = [service("api", { needs: ["base"] }), service("base"), service("web", { inputs: ["libs/ui"] })];
const names = (services: Microservice[]) => services.map(({ name }) => name);

describe("select", () => {
  it("takes all, some, or all but some", () => {
    expect(names(select(ALL, {}))).toEqual(["api", "base", "web"]);
    expect(names(select(ALL, { only: ["web"] }))).toEqual(["web"]);
    expect(names(select(ALL, { exclude: ["web"] }))).toEqual(["api", "base"]);
  });

  it("adds what a chosen service needs", () => {
    expect(names(select(ALL, { only: ["api"] }))).toEqual(["api", "base"]);
  });

  it("takes affected ones only, also none", () => {
    expect(names(select(ALL, { affected: ["web"] }))).toEqual(["web"]);
    expect(select(ALL, { affected: [] })).toEqual([]);
  });

  it("leaves out what only others need that aren't chosen", () => {
    expect(names(select(ALL, { exclude: ["base", "api"] }))).toEqual(["web"]);
    expect(names(select(ALL, { only: ["web"], exclude: ["base"] }))).toEqual(["web"]);
    expect(names(select(ALL, { affected: ["web"], exclude: ["base"] }))).toEqual(["web"]);
  });

  it("names the service that needs what is left out, however far it is needed", () => {
    const deep = [service("a"), service("b", { needs: ["a"] }), service("c", { needs: ["b"] })];
    expect(() => select(deep, { only: ["c"], exclude: ["a"] })).toThrow("b needs a");
    expect(() => select(deep, { exclude: ["a", "b"] })).toThrow(
      "c needs b: leave that out, too: --exclude a,b,c",
    );
  });

  it("covers every service by exactly one shard", () => {
    const many = Array.from({ length: 11 }, (_, at) => service(`s${at}`));
    const parts = [1, 2, 3].flatMap((part) => names(select(many, { shard: `${part}/3` })));
    expect(parts.sort()).toEqual(names(many).sort());
  });

  it.each([
    [{ only: ["wbe"] }, 'there is no service "wbe": did you mean "web"?'],
    [{ exclude: ["nothing"] }, 'there is no service "nothing": there are api, base, web'],
    [{ exclude: ["base"] }, "--exclude base: api needs base: leave that out, too: --exclude base,api"],
    [{ only: ["api"], exclude: ["base"] }, "--exclude base: api needs base"],
    [{ shard: "4/3" }, "--shard 4/3: expected i/n with 1 ≤ i ≤ n, such as 2/4"],
  ])("refuses %j", (choice, message) => {
    expect(() => select(ALL, choice)).toThrow(message);
  });
});

describe("affectedBy", () => {
  it("says which service a change concerns, and why", () => {
    expect(affectedBy(ALL, ["services/base/main.go", "libs/ui/button.ts", "docs/x.md"])).toEqual([
      { name: "api", reason: "it needs base, which is affected" },
      { name: "base", reason: "services/base/main.go changed" },
      { name: "web", reason: "libs/ui is one of its inputs, and libs/ui/button.ts changed" },
    ]);
  });

  it("takes no directory for another whose name begins alike", () => {
    expect(affectedBy([service("web")], ["services/web-old/x", "services/webx"])).toEqual([]);
  });

  it("counts shared files for all", () => {
    expect(affectedBy(ALL, ["bases.lock"]).map(({ name }) => name)).toEqual(["api", "base", "web"]);
  });
});
