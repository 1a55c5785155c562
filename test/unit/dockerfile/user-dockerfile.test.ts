import { describe, expect, it } from "vitest";
import {
  dockerignoreOf,
  userDockerfileFaults,
  userStages,
  withBuildArguments,
} from "../../../src/dockerfile/user-dockerfile.ts";
import { faultText } from "../../../src/yaml/fault.ts";

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
    const stages = userStages(TEXT);
    expect(stages.map(({ name, base }) => `${name} ${base}`)).toEqual([
      "build docker.io/library/gcc:14",
      "test build",
      "own-2 scratch",
    ]);
    expect(stages.map(({ text }) => text).join("\n\n")).toBe(
      TEXT.trimEnd()
        .replace(/\$\{BASE\}/, "docker.io/library/gcc:14")
        .replace("FROM scratch", "FROM scratch AS own-2"),
    );
  });

  it("ends in the stage that is asked for", () => {
    expect(userStages(TEXT, "test").map(({ name }) => name)).toEqual(["build", "test"]);
  });

  it("keeps comments where they stand", () => {
    const text = "# a\nFROM example.test/x AS one\n# b\n\n# c\nFROM one AS two\n# d";
    expect(userStages(text).map(({ text }) => text)).toEqual([
      "# a\nFROM example.test/x AS one\n# b\n\n# c",
      "FROM one AS two\n# d",
    ]);
  });

  it("sees a FROM on several lines, in any case, and none within another instruction", () => {
    const text = [
      "from --platform=$BUILDPLATFORM x As one",
      "RUN psql -c 'SELECT name \\\n  FROM users'",
      "RUN <<EOF\nFROM y\nEOF",
      "FROM scratch \\\n  AS two\nCOPY . /",
      "FROM \\\n# why\n  two",
    ].join("\n");
    const stages = userStages(text);
    expect(stages.map(({ name, base }) => `${name} ${base}`)).toEqual([
      "one docker.io/library/x",
      "two scratch",
      "own-2 two",
    ]);
    expect(stages[1]?.text).toBe("FROM scratch \\\n  AS two\nCOPY . /");
    expect(stages[2]?.text).toBe("FROM   two AS own-2");
  });

  it("knows the base that an argument means, where the Dockerfile says it", () => {
    const text = `ARG A="x:1" B=2\nARG C\nFROM $A\nFROM y:\${B}\nARG B=3\nFROM \${C:-z}\nFROM $TARGET-$C`;
    expect(userStages(text).map(({ base }) => base)).toEqual(
      ["x:1", "y:2", "z", "$TARGET-$C"].map((image) => `docker.io/library/${image}`),
    );
  });

  it("names stages in lower case: in another, buildah takes them for images", () => {
    const stages = userStages("ARG A=Victim\nFROM x AS VICTIM\nFROM $A AS b\nFROM \\\n  Victim", "B");
    expect(stages.map(({ text }) => text)).toEqual([
      "ARG A=Victim\nFROM docker.io/library/x AS victim",
      "FROM victim AS b",
    ]);
  });

  it("refuses to end in a stage that isn't there", () => {
    expect(() => userStages(TEXT, "tset")).toThrow('the Dockerfile has no stage "tset"');
    expect(() => userStages("# FROM x\n")).toThrow("the Dockerfile has no stage");
  });
});

describe("ownFaults", () => {
  const faults = (text: string) => userDockerfileFaults("a/Dockerfile", text).map(faultText);

  it("has nothing to say of what can be read", () => {
    expect(faults(TEXT)).toEqual([]);
    expect(faults("# escape=\\\nFROM --platform=linux/arm64 x \\\n As y")).toEqual([]);
  });

  it.each(["", "# FROM x\n", "ARG A\nRUN make \\\n  FROM x\n"])("is that no stage begins: %j", (text) =>
    expect(faults(text)).toEqual([
      "a/Dockerfile:1:1: no stage begins here: say FROM IMAGE, or FROM IMAGE AS NAME",
    ]));

  it("is a FROM that says something else", () => {
    expect(faults("FROM x\n\n  FROM a\\\n b\nFROM\n")).toEqual([
      "a/Dockerfile:3:3: can't be read: FROM a b: say FROM IMAGE, or FROM IMAGE AS NAME",
      "a/Dockerfile:5:1: can't be read: FROM: say FROM IMAGE, or FROM IMAGE AS NAME",
    ]);
  });

  it("is another character that continues lines", () => {
    expect(faults("# escape=`\nFROM x\n")).toEqual([
      expect.stringMatching(/^a\/Dockerfile:1:1: # escape= can't be kept: .* continue lines with \\$/),
    ]);
  });
});

describe("ownIgnored", () => {
  const read = (files: Record<string, string>) => (path: string) => files[path];

  it("is the context's, wherever the Dockerfile lies", () => {
    const files = { "a/.dockerignore": "a", "web/.dockerignore": "b" };
    expect(dockerignoreOf("web/Dockerfile", "a", read(files))).toBe("a");
  });

  it("is the file beside the Dockerfile, else the directory's, else nothing", () => {
    const both = { ".dockerignore": "a", "build/Dockerfile.dockerignore": "b" };
    expect(dockerignoreOf("build/Dockerfile", ".", read(both))).toBe("b");
    expect(dockerignoreOf("Dockerfile", ".", read(both))).toBe("a");
    expect(dockerignoreOf("Dockerfile", ".", read({}))).toBe("");
  });
});

describe("withBuildArguments", () => {
  it("replaces the defaults of arguments that are declared, and no others", () => {
    expect(withBuildArguments("ARG A\nARG B=1\nARG C=2\nRUN echo ARG", { A: "x y", B: "2", D: "3" })).toBe(
      'ARG A="x y"\nARG B="2"\nARG C=2\nRUN echo ARG',
    );
  });

  it("leaves alone what a command or another argument says, and gives values as they are", () => {
    const text = 'ARG A="1 2" B=2 \\\n  C\nRUN echo \\\n  ARG A\n';
    expect(withBuildArguments(text, { A: 'x"$y', C: "\t" })).toBe(
      'ARG A="x\\"\\$y" B=2 \\\n  C="\t"\nRUN echo \\\n  ARG A\n',
    );
  });
});
