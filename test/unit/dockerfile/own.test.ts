import { describe, expect, it } from "vitest";
import { ownIgnored, ownStages, withBuildArguments } from "../../../src/dockerfile/own.ts";

const TEXT = `# syntax=docker/dockerfile:1
ARG BASE=gcc:14
FROM --platform=linux/amd64 \${BASE} AS build
RUN make

FROM build AS test
RUN make test

FROM scratch
COPY --from=build /a /a
`;

describe("ownStages", () => {
  it("keeps every line, and names the stage that is the image", () => {
    const stages = ownStages(TEXT);
    expect(stages.map(({ name, base }) => `${name} ${base}`)).toEqual([
      `build \${BASE}`,
      "test build",
      "own-2 scratch",
    ]);
    expect(stages.map(({ text }) => text).join("\n\n")).toBe(
      TEXT.trimEnd().replace("FROM scratch", "FROM scratch AS own-2"),
    );
  });

  it("ends in the stage that is asked for", () => {
    expect(ownStages(TEXT, "test").map(({ name }) => name)).toEqual(["build", "test"]);
  });
});

describe("ownIgnored", () => {
  const read = (files: Record<string, string>) => (path: string) => files[path];

  it("is the file beside the Dockerfile, else the directory's, else nothing", () => {
    const both = { ".dockerignore": "a", "build/Dockerfile.dockerignore": "b" };
    expect(ownIgnored("build/Dockerfile", read(both))).toBe("b");
    expect(ownIgnored("Dockerfile", read(both))).toBe("a");
    expect(ownIgnored("Dockerfile", read({}))).toBe("");
  });
});

describe("withBuildArguments", () => {
  it("replaces the defaults of arguments that are declared, and no others", () => {
    expect(withBuildArguments("ARG A\nARG B=1\nARG C=2\nRUN echo ARG", { A: "x y", B: "2", D: "3" })).toBe(
      'ARG A="x y"\nARG B="2"\nARG C=2\nRUN echo ARG',
    );
  });
});
