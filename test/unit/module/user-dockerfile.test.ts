import { dag } from "@dagger.io/dagger";
import { describe, expect, it } from "vitest";
import { complete } from "../../../src/descriptor/with-defaults.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { BaseOrigin } from "../../../src/module/types.ts";
import { userDockerfile } from "../../../src/module/user-dockerfile.ts";
import { recordedQueries } from "./queries.ts";

const service = {
  ...complete(Snapshot.of({}).under("services/shop"), "shop", "dockerfile", {}, undefined),
  buildArguments: { BUILD_BASE: "base:gcc", MODE: "fast" },
};
const TEXT = "ARG BUILD_BASE=gcc:14\n\nFROM $BUILD_BASE AS build\nCOPY src src\n";

function built(origin: BaseOrigin, text = TEXT, domain?: string) {
  const bases = {
    origin,
    address: (base: string) => `registry.example/${base}`,
    base: (base: string) => dag.container().from(`made-${base}`),
  };
  return userDockerfile(service, {
    context: dag.directory(),
    file: "Dockerfile",
    text,
    ignored: "*\n!src",
    bases,
    domain,
  });
}

describe("a service's own Dockerfile on an engine", () => {
  it("starts from the address of a base that an argument names", async () => {
    const graph = (await recordedQueries(() => built(BaseOrigin.Registry).sync())).join("\n");
    expect(graph).toContain('name:"BUILD_BASE",value:"registry.example/gcc"');
    expect(graph).not.toContain("withNewFile");
  });

  it("has the caches of the domain that it is built in", async () => {
    const text = "FROM x\nRUN --mount=type=cache,target=/c true\n";
    const graph = await recordedQueries(() => built(BaseOrigin.Registry, text, "pr-12").sync());
    expect(graph.join("\n")).toContain("id=pr-12--own--shop--~c");
  });

  it("gets a stage for a base of Debian packages, whose files lie beside the service's", async () => {
    const graph = (await recordedQueries(() => built(BaseOrigin.Debian).sync())).join("\n");
    expect(graph).toContain(
      "ARG BUILD_BASE=gcc:14\\n\\nFROM scratch AS multistage-gcc\\nCOPY .multistage-bases/gcc/ /\\n",
    );
    expect(graph).toContain('withDirectory path: ".multistage-bases/gcc"');
    expect(graph).toContain('path: "Dockerfile.dockerignore",contents: "*\\n!src\\n!.multistage-bases\\n"');
    expect(graph).toContain('name:"BUILD_BASE",value:"multistage-gcc"');
  });

  it.each([
    "COPY . /src",
    "ADD ./ /src",
    'COPY [".", "/src"]',
    "copy --chown=1 src . /src",
    "COPY * /src/",
  ])("is refused where those files would come along: %s", (line) =>
    expect(() => built(BaseOrigin.Debian, `${TEXT}${line}\n`)).toThrow(/copies its whole directory/));

  it.each([
    "COPY src .",
    "COPY --from=build . /src",
    "COPY .env /",
    "COPY Makefile ./",
  ])("is built where they don't: %s", (line) =>
    expect(() => built(BaseOrigin.Debian, `${TEXT}${line}\n`)).not.toThrow());
});
