import { describe, expect, it } from "vitest";
import { Failure } from "../../../src/failure.ts";
import type { Microservice } from "../../../src/microservice.ts";
import { sha256 } from "../../../src/publish/digest.ts";
import { parseDestination } from "../../../src/publish/reference.ts";
import { differencesFor, differencesOf } from "../../../src/release/differences.ts";
import { planPromotion } from "../../../src/release/promotion.ts";
import { nextRelease, parseRelease, type Release, type ReleasedImage } from "../../../src/release/release.ts";
import { planRollback, releaseNumber } from "../../../src/release/rollback.ts";

const image = (service: string, more: Partial<ReleasedImage> = {}): ReleasedImage => ({
  service,
  repository: `registry.example/team/${service}`,
  digest: sha256(service),
  tags: { immutable: ["testing-1.0.0"], moving: ["testing"] },
  revision: "0123456789abcdef",
  version: "1.0.0",
  dirty: false,
  created: 0,
  builtFor: "testing",
  differences: {},
  ...more,
});

const TEAM = parseDestination("registry.example/team");
const RELEASE = nextRelease("testing", [image("web"), image("api")]) as Release;

describe("releases", () => {
  it("count from 1, with services by name", () => {
    expect(RELEASE).toMatchObject({ schemaVersion: 1, environment: "testing", number: 1 });
    expect(RELEASE.services.map(({ service }) => service)).toEqual(["api", "web"]);
  });

  it("keep what a publish of some services leaves alone", () => {
    const current = { release: RELEASE, digest: "sha256:one" };
    const next = nextRelease("testing", [image("api", { digest: "sha256:new" })], current);
    expect(next).toMatchObject({ number: 2, previous: "sha256:one" });
    expect(next?.services.map(({ digest }) => digest)).toEqual(["sha256:new", image("web").digest]);
  });

  it("are not written where nothing changes, as read back from JSON too", () => {
    const release = parseRelease(JSON.stringify(RELEASE));
    expect(nextRelease("testing", [image("api")], { release, digest: "sha256:one" })).toBeUndefined();
  });

  it.each([
    '{"schemaVersion":2}',
    "{}",
    '{"schemaVersion":1}',
    "",
    "null",
    "[]",
    "<html>portal</html>",
  ])("refuse %s, and name where it is from", (text) => {
    const refused = expect(() => parseRelease(text, "registry.example/team/releases:testing"));
    refused.toThrow(Failure);
    refused.toThrow("registry.example/team/releases:testing: ");
  });

  it.each<Partial<Record<keyof ReleasedImage, unknown>>>([
    { digest: "sha256:../../../../etc/passwd" },
    { digest: "--authfile" },
    { repository: "registry.example/../../x" },
    { repository: "registry.example/team/api --all" },
    { service: "a\nRUN touch /injected" },
    { tags: { immutable: ["../x"], moving: [] } },
    { tags: { immutable: "testing", moving: [] } },
    { differences: { production: "all" } },
    { builtFor: "\u001b[31mred" },
  ])("refuse an image with %j", (strange) => {
    const text = JSON.stringify({ ...RELEASE, services: [{ ...image("api"), ...strange }] });
    expect(() => parseRelease(text)).toThrow(Failure);
  });
});

describe("promotion", () => {
  it("keeps digests and gives the environment's tags", () => {
    const plan = planPromotion(RELEASE, "production", TEAM, { latest: true });
    expect(plan).toMatchObject({ build: [] });
    const [first] = "move" in plan ? plan.move : [];
    expect(first?.to.digest).toBe(first?.from.digest);
    expect(first?.to.tags).toEqual({ immutable: ["production-1.0.0"], moving: ["production", "latest"] });
  });

  it("goes to another registry where the environment has one", () => {
    const plan = planPromotion(RELEASE, "production", parseDestination("live.example"), {
      service: "api",
      version: "v2.0.0",
    });
    expect("move" in plan && plan.move[0]?.to).toMatchObject({
      repository: "live.example/api",
      version: "2.0.0",
    });
  });

  it("is refused where an image would be built otherwise, unless it may be built", () => {
    const release = {
      ...RELEASE,
      services: [image("api"), image("web", { differences: { production: ["variables.LOG"] } })],
    };
    expect(planPromotion(release, "production", TEAM)).toMatchObject({
      policy: true,
      message: expect.stringContaining("web (built for testing: variables.LOG)"),
    });
    expect(planPromotion(release, "production", TEAM, { build: true })).toMatchObject({
      build: [{ service: "web" }],
      move: [{}],
    });
    expect(planPromotion(release, "production", TEAM, { service: "api" })).toMatchObject({ build: [] });
  });

  it("is refused for what was not committed, and for what isn't there", () => {
    const release = { ...RELEASE, services: [image("api", { dirty: true })] };
    expect(planPromotion(release, "production", TEAM)).toMatchObject({ policy: true });
    for (const empty of [{ version: "" }, { revision: "" }])
      expect(planPromotion(RELEASE, "production", TEAM, empty)).toMatchObject({
        message: expect.stringContaining("is empty"),
      });
    expect(planPromotion(RELEASE, "production", TEAM, { service: "nope" })).toMatchObject({
      message: expect.stringContaining("no nope"),
    });
  });
});

describe("declared differences", () => {
  const settings = (variables: Record<string, string>) => ({ buildArguments: {}, variables, labels: {} });
  const service = {
    ...settings({ LOG: "info" }),
    environments: {
      production: settings({ LOG: "warn" }),
      testing: settings({ LOG: "info" }),
      demo: settings({ SHOW: "1" }),
    },
  } as unknown as Microservice;

  it.each([
    ["testing", "production", ["variables.LOG"]],
    ["testing", "demo", ["variables.SHOW"]],
    ["testing", "development", []],
    ["testing", "elsewhere", []],
    ["production", "elsewhere", ["variables.LOG"]],
    ["production", "production", []],
    ["demo", "production", ["variables.LOG", "variables.SHOW"]],
  ])("between %s and %s", (builtFor, to, fields) => {
    expect(differencesFor({ builtFor, differences: differencesOf(service, builtFor) }, to)).toEqual(fields);
  });
});

describe("rollback", () => {
  it.each([
    ["41", 41],
    ["production.41", 41],
    ["testing.41", undefined],
    ["0", undefined],
    ["latest", undefined],
  ])("reads %s", (text, number) => {
    expect(releaseNumber(text, "production")).toBe(number);
  });

  it("leaves services alone that the release hasn't", () => {
    const target = { ...RELEASE, services: [image("api")] };
    expect(planRollback(RELEASE, target)).toEqual({ images: target.services, staying: ["web"] });
  });
});
