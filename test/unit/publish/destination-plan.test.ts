import { describe, expect, it } from "vitest";
import { Failure } from "../../../src/failure.ts";
import { decidePublish, destinationOf, settingsIn } from "../../../src/publish/destination-plan.ts";
import { unpublished, withPublished } from "../../../src/release/result.ts";
import { dotenv } from "../../../src/report/providers.ts";
import type { RunResult } from "../../../src/report/result.ts";

const REVISION = "0123456789abcdef0123456789abcdef01234567";
const CHECKOUT = { revision: REVISION, dirty: false, created: 0, tags: ["v1.0.0"] };
const SETTINGS = settingsIn(
  "registry: registry.example/team\nenvironments:\n  production: { registry: registry.example/released }\n",
);

describe("a publish is decided before anything is built", () => {
  it("where it goes, by environment or by what the caller says", () => {
    const prefix = (environment: string, said?: string) => destinationOf(said, SETTINGS, environment).prefix;
    expect(prefix("testing")).toBe("registry.example/team");
    expect(prefix("production")).toBe("registry.example/released");
    expect(prefix("production", "other.example/x")).toBe("other.example/x");
    expect(() => destinationOf(undefined, {}, "testing")).toThrow("nothing says where images for testing go");
  });

  const decide = (environment: string, checkout: object = {}, more: object = {}, services = ["api"]) =>
    decidePublish({ environment, ...more }, SETTINGS, services, { checkout: { ...CHECKOUT, ...checkout } });

  it.each([
    ["a dirty tree", () => decide("production", { dirty: true }), 3, "not committed"],
    ["another revision", () => decide("testing", {}, { revision: "fedcba987654" }), 2, "the sources are of"],
    [
      "a service named releases",
      () => decide("testing", {}, {}, ["releases"]),
      2,
      "the registry keeps releases",
    ],
    ["an empty version", () => decide("testing", {}, { version: "" }), 2, "--version is empty"],
    ["an empty revision", () => decide("testing", {}, { revision: "" }), 2, "--revision is empty"],
    ["a version that is no tag", () => decide("testing", {}, { version: "1/2" }), 2, "can't be a tag"],
  ])("refuses %s", (_, work, exitCode, message) => {
    expect(work).toThrow(Failure);
    expect(work).toThrow(expect.objectContaining({ exitCode, message: expect.stringContaining(message) }));
  });

  it("and takes what is fine", () => {
    expect(decide("development", { dirty: true }, { latest: true })).toMatchObject({
      destination: { prefix: "registry.example/team" },
      tags: { latest: true },
      asked: { environment: "development" },
    });
  });
});

describe("a run's result", () => {
  const service = { path: "services/x", language: "go" };
  const result: RunResult = {
    services: [
      { ...service, name: "api", status: "built", digest: "sha256:0", reference: "localhost/api:testing" },
      { ...service, name: "web", status: "failed", error: { message: "web", exitCode: 1, lines: [] } },
    ],
  };

  it("tells of a publish that failed as a whole by each image that was built", () => {
    const taken = new Failure("the tag is taken", { exitCode: 3, lines: ["there", "ours"] });
    const [api, web] = unpublished(result, taken).services;
    expect(api).toMatchObject({ status: "failed", error: { exitCode: 3, lines: ["there", "ours"] } });
    expect(api?.error?.message).toBe("api: not published: the tag is taken");
    expect(web?.error?.message).toBe("web");
    expect(dotenv({ services: api ? [api] : [] })).toBe("");
  });

  it("has the published image's address, digest and tags", () => {
    const image = {
      ...{ service: "api", repository: "registry.example/api", digest: "sha256:1", created: 0, dirty: false },
      ...{ tags: { immutable: ["testing-1"], moving: ["testing"] }, builtFor: "testing", differences: {} },
    };
    const [api] = withPublished(result, { images: [image], failed: [] }).services;
    expect(api).toMatchObject({ reference: "registry.example/api@sha256:1", tags: ["testing-1", "testing"] });
    expect(dotenv({ services: api ? [api] : [] })).toBe(
      "API_DIGEST=sha256:1\nAPI_IMAGE=registry.example/api@sha256:1\n",
    );
  });

  it("names no image of one whose publish failed", () => {
    const failure = new Failure("the upload failed", { exitCode: 75 });
    const failed = [{ service: "api", failure }];
    const { services } = withPublished(result, { images: [], failed });
    expect(services[0]).toMatchObject({ status: "failed", error: { exitCode: 75 } });
    expect(dotenv({ services })).toBe("");
  });
});
