import { describe, expect, it } from "vitest";
import { type ImageStage, imageStages } from "../../../src/dockerfile/image.ts";

/** The image of these lines. */
function image(...lines: string[]): ImageStage {
  return imageStages(lines.join("\n")).at(-1) as ImageStage;
}

describe("imageStages", () => {
  it("tells what the last stage says, with its lines", () => {
    const text = [
      "FROM python:3.11-slim",
      "WORKDIR /app",
      'ENV A=1 B="two words"',
      "RUN apt-get update && \\",
      "    apt-get install -y libpq5",
      "COPY . .",
      "EXPOSE 8080 9090/udp",
      "USER app",
      'ENTRYPOINT ["python", "mail_server.py"]',
    ];
    expect(image(...text)).toEqual({
      name: undefined,
      base: "python:3.11-slim",
      line: 1,
      workdir: "/app",
      variables: new Map([
        ["A", { value: "1", line: 3 }],
        ["B", { value: "two words", line: 3 }],
      ]),
      runs: [{ value: "apt-get update &&     apt-get install -y libpq5", line: 4 }],
      copies: [{ sources: ["."], target: "/app/", line: 6 }],
      ports: [{ value: 8080, line: 7 }],
      user: { value: "app", line: 8 },
      entrypoint: { value: ["python", "mail_server.py"], line: 9 },
      command: undefined,
    });
  });

  it("takes over what an earlier stage says that it starts from", () => {
    const text = ["FROM node:22 AS base", "WORKDIR /srv", "ENV A=1", 'CMD ["a"]', "FROM base", "ENV B=2"];
    const { base, workdir, variables, command } = image(...text);
    expect([base, workdir, [...variables.keys()], command?.value]).toEqual([
      "node:22",
      "/srv",
      ["A", "B"],
      ["a"],
    ]);
  });

  it("keeps what a shell reads as a shell's, and forgets a command that another program had", () => {
    expect(image("FROM a", "CMD run $PORT").command?.value).toEqual(["/bin/sh", "-c", "run $PORT"]);
    expect(image("FROM a", 'CMD ["x"]', 'ENTRYPOINT ["y"]').command).toBeUndefined();
    expect(image("FROM a", "CMD [not, json]").command?.value).toEqual(["/bin/sh", "-c", "[not, json]"]);
  });

  it("knows the values of arguments and variables, as far as they are there", () => {
    const text = [
      "ARG V=3",
      "FROM a:$V",
      "ARG HOME=/srv",
      `ENV DIR=$\{HOME}/x`,
      "WORKDIR $DIR",
      "COPY a $UNKNOWN/",
    ];
    expect(image(...text)).toMatchObject({
      base: "a:3",
      workdir: "/srv/x",
      copies: [{ target: "/srv/x/$UNKNOWN/" }],
    });
  });

  it("reads both forms of COPY, its flags, and ADD", () => {
    const text = ["FROM a AS one", "FROM b", 'COPY --chown=1:1 --from=one ["/a b", "/c/"]', "ADD x/ y z /d"];
    expect(image(...text).copies).toEqual([
      { sources: ["/a b"], target: "/c/", from: "one", line: 3 },
      { sources: ["x", "y", "z"], target: "/d", line: 4 },
    ]);
  });

  it("reads a byte order mark, Windows' line ends and here-documents", () => {
    expect(image("\uFEFFFROM a\r", "WORKDIR /b\r", "EXPOSE 80\r")).toMatchObject({
      base: "a",
      workdir: "/b",
    });
    expect(image("FROM a", "RUN <<EOF", "apt-get install -y x", "EOF").runs[0]?.value).toContain(
      "install -y x",
    );
  });

  it("is none where no stage begins", () => {
    expect(imageStages("RUN x\n# FROM y")).toEqual([]);
  });
});
