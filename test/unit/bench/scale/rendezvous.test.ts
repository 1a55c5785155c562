import { expect, test } from "vitest";
import { engineFor } from "../../../../ci/bench/scale/rendezvous.ts";

const engines = ["engine-0", "engine-1", "engine-2", "engine-3"];
const services = Array.from({ length: 1000 }, (_, at) => `service-${at}`);

test("a service goes to the same engine, in whatever order they are named", () => {
  for (const service of services.slice(0, 50))
    expect(engineFor(service, [...engines].reverse())).toBe(engineFor(service, engines));
});

test("each engine gets about its part", () => {
  for (const engine of engines) {
    const own = services.filter((service) => engineFor(service, engines) === engine);
    expect(own.length).toBeGreaterThan(200);
    expect(own.length).toBeLessThan(300);
  }
});

test("only a dead engine's services move, to all others", () => {
  const left = engines.slice(1);
  const moved = services.filter((service) => engineFor(service, engines) !== engineFor(service, left));
  expect(moved.every((service) => engineFor(service, engines) === "engine-0")).toBe(true);
  expect(new Set(moved.map((service) => engineFor(service, left)))).toEqual(new Set(left));
});
