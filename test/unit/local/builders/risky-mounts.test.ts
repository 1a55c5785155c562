import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { refuseDeepMounts, refuseRiskyMounts } from "../../../../ci/local/builders/risky-mounts.ts";

const context = mkdtempSync(join(tmpdir(), "multistage-mounts-"));
mkdirSync(join(context, "src"));
writeFileSync(join(context, "src/go.mod"), "");
symlinkSync("/", join(context, "out"));
symlinkSync("src", join(context, "inside"));

const mounted = (mount: string, version: string) => {
  const text = `FROM x AS one\nRUN --mount=type=tmpfs,target=/t \\\n  --mount=${mount} true`;
  return () =>
    refuseRiskyMounts({ stages: [{ name: "one", base: "x", instructions: [], text }], context }, version);
};
const [OLD, NEW] = ["buildah version 1.28.2 (image-spec 1.1.0-rc2)", "buildah version 1.39.0"];

describe("a mount that an old buildah would follow out of a build", () => {
  it.each([
    "type=bind,from=a,source=/x,target=/m,rw",
    "from=a,src=x,dst=/m",
    "type=cache,from=a,source=/x,target=/m",
    "type=bind,source=out,target=/m",
    "type=bind,src=/out/etc,target=/m",
    "type=bind,src=./inside,target=/m",
    "type=bind,source=src/missing,target=/m",
    "type=bind,source=$X,target=/m",
  ])("is refused there alone: %s", (mount) => {
    expect(mounted(mount, OLD)).toThrow(`--mount=${mount}: this buildah follows links in there`);
    expect(mounted(mount, NEW)).not.toThrow();
  });

  it.each([
    "type=bind,source=src/go.mod,target=go.mod",
    "type=bind,source=./src//,target=/m",
    "type=bind,target=/m",
    "type=bind,source=.,target=/m",
    "type=bind,from=a,target=/m",
    "type=bind,from=a,source=/,target=/m",
    "type=cache,id=x,target=/m",
    "type=secret,id=x,target=/m",
  ])("is no other: %s", (mount) => expect(mounted(mount, OLD)).not.toThrow());
});

describe("a mount below a directory of an image, where no container runtime makes it", () => {
  const deep = (mount: string, domain?: string) => {
    const text = `FROM x AS one\nRUN --mount=${mount} true`;
    return () => refuseDeepMounts({ stages: [{ name: "one", base: "x", instructions: [], text }], domain });
  };

  it.each([
    "type=cache,id=x,target=/root/.npm",
    "type=tmpfs,dst=/x/made",
    "type=secret,id=x,target=/x/nologin",
    "target=relative",
    "target=/$X",
  ])("is refused of untrusted sources: %s", (mount) => {
    expect(deep(mount, "pr-12")).toThrow(`--mount=${mount}: without a container runtime`);
    expect(deep(mount)).not.toThrow();
  });

  it.each(["type=cache,id=x,target=/cache", "type=secret,id=x,env=X"])("is no other: %s", (mount) =>
    expect(deep(mount, "pr-12")).not.toThrow());
});
