import { describe, expect, it } from "vitest";
import { balancedShards } from "../../../src/pipeline/shards.ts";

const service = (name: string, ...needs: string[]) => ({ name, needs });

describe("parts of a run", () => {
  it("are about equally long", () => {
    const services = ["a", "b", "c", "d", "e"].map((name) => service(name));
    expect(balancedShards(services, [90, 50, 40, 30, 30], 2)).toEqual([
      { services: ["a", "d"], expectedMs: 120 },
      { services: ["b", "c", "e"], expectedMs: 120 },
    ]);
  });

  it("keep together what needs one another, over others as well", () => {
    const services = [service("a"), service("b", "c"), service("c", "d"), service("d"), service("e", "a")];
    const shards = balancedShards(services, [1, 1, 1, 1, 1], 3);
    expect(shards.map((shard) => shard.services)).toEqual([
      ["b", "c", "d"],
      ["a", "e"],
    ]);
  });

  it("are none where there is nothing to do", () => {
    expect(balancedShards([], [], 4)).toEqual([]);
  });

  it("of services that were never built are equally many", () => {
    const services = Array.from({ length: 10 }, (_, at) => service(`s${at}`));
    const sizes = balancedShards(services, [], 4).map((shard) => shard.services.length);
    expect(sizes.sort()).toEqual([2, 2, 3, 3]);
  });

  it("hold what is needed but isn't among them nowhere", () => {
    expect(balancedShards([service("a", "gone")], [5], 2)).toEqual([{ services: ["a"], expectedMs: 5 }]);
  });
});
