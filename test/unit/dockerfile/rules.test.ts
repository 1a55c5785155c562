import { describe, expect, it } from "vitest";
import { ruleFaults } from "../../../src/dockerfile/rules.ts";
import { faultText } from "../../../src/yaml/fault.ts";

const faults = (...lines: string[]) => ruleFaults("Dockerfile", lines.join("\n")).map(faultText);
const START = "FROM golang:1.26 AS build";

describe("a service's own Dockerfile", () => {
  it.each([
    ["a registry's image", `FROM registry.example:5000/team/base:1@sha256:${"a".repeat(64)}`],
    ["Docker's image", "FROM --platform=$BUILDPLATFORM golang:1.26-bookworm"],
    ["an image by arguments", `ARG V=3.19\nARG IMAGE=alpine:$V\nFROM \${IMAGE:-debian}\nARG V`],
    ["an image for the platform", "FROM amd64/alpine AS t-amd64\nFROM t-$TARGETARCH\nFROM x/y:$TARGETARCH"],
    ["a stage", `${START}\nFROM Build\nCOPY --from=BUILD /a /a\nCOPY --from=0 /a /a`],
    [
      "caches of any name",
      `${START}\nRUN --mount=type=cache,id=$TARGETARCH-x,target=$HOME/.c,sharing=locked true`,
    ],
    [
      "files for a step",
      `${START}\nRUN --mount=source=go.mod,target=go.mod --mount=type=bind,from=build,src=/a,dst=/b true`,
    ],
    [
      "memory, secrets, no network",
      `${START}\nRUN --network=none --mount=type=tmpfs,target=/t --mount=type=secret,id=x,env=X true`,
    ],
    ["a syntax of Docker's", `# syntax=docker/dockerfile:1.7-labs\n${START}`],
    [
      "what it says of it elsewhere",
      `${START}\n# syntax=evil/x\nRUN echo --mount=type=evil ADD http://127.0.0.1/`,
    ],
    [
      "an address",
      `${START}\nARG V=1\nADD --chown=1 https://files.example/$V.tgz http://10.0.0.5/x git@git.example:a/b.git /`,
    ],
    ["files by arguments", `${START}\nARG JAR=target/*.jar\nARG MISSING\nADD $JAR $MISSING /app/`],
    ["commands with -- of theirs", `${START}\nENTRYPOINT --a "b"\nCMD ["--x"]`],
  ])("may have %s", (_name, text) => expect(faults(text)).toEqual([]));

  it.each([
    ["an image of this machine", "FROM localhost/api:development"],
    ["one by an argument", `ARG A=local\nARG B=\${A}host/api\nFROM $B`],
    ["one by an argument without a value", `ARG NONE\nFROM local\${NONE}host/api`],
    ["one by an alternative", `ARG A=1\nFROM \${A:+localhost/api}`],
    ["one by quotes", 'FROM local"host"/api'],
    ["one on loopback", "FROM 127.0.0.1:5000/api"],
    ["one on loopback, by a number", "FROM 0x7f.1:5000/api"],
    ["a directory", "FROM dir:/etc"],
    ["an archive", "FROM oci-archive:x.tar"],
    ["another archive", "FROM docker-archive:/x.tar:a"],
    ["a store", "FROM containers-storage:localhost/api"],
    ["a daemon", "FROM docker-daemon:api:development"],
    ["a layout", "FROM oci:x"],
    ["a path", "FROM ./x"],
    ["a computed name", `ARG A=x\nFROM \${A%x}localhost/api`],
  ])("starts from no %s", (_name, text) => {
    const [fault, ...others] = faults(text);
    expect(others).toEqual([]);
    expect(fault).toMatch(new RegExp(`^Dockerfile:${text.split("\n").length}:1: `));
  });

  it.each([
    ["a directory", "COPY --from=dir:/etc / /"],
    ["an image of this machine", "COPY --from=localhost/other:development / /"],
    ["a variable", "ARG X=0\nCOPY --from=$X / /"],
    ["a later stage's number", "COPY --from=1 / /"],
    ["a directory, for a step", "RUN --mount=type=bind,from=dir:/etc,target=/x true"],
    ["a directory, for a cache", "RUN --mount=type=cache,from=dir:/etc,target=/x true"],
    [
      "an image of this machine, at the end of several lines",
      "RUN \\\n  # why\n  --mount=target=/a \\\n --mount=target=/x,FROM=localhost/api true",
    ],
  ])("takes nothing from %s", (_name, text) => expect(faults(START, text)).toHaveLength(1));

  it.each([
    "--mount=type=bind,source=../x,target=/x",
    "--mount=type=bind,src=a/../../x,target=/x",
    "--mount=type=bind,target=/a/../../x",
    "--mount=type=cache,dst=../x",
    "--mount=type=bind,target=/x,bind-propagation=shared",
    "--mount=type=bind,target=/x,U",
    "--mount=type=devpts,target=/dev/pts",
    "--mount=type=constructor,target=/x",
    "--mount=type=$T,target=/x",
    "--mount",
    '--mo"unt"=type=cache,target=/x',
    "--mount=type=cache,target=/x,\\id=y",
    "--mount=type=tmpfs,target=/à--mount=type=cache,id=../..",
    "--security=insecure",
    "--network=host",
    "--network=$N",
    "--device=vendor/x",
    "--volume=/:/host",
    "--privileged",
  ])("asks for no %s", (flag) => {
    expect(faults(START, `RUN ${flag} true`)).toHaveLength(1);
    expect(faults(START, `run   --mount=type=tmpfs,target=/t \\\n\n # x\n  ${flag} true`)).toHaveLength(1);
  });

  it.each([
    "http://127.0.0.1:8080/secret",
    "HTTPS://localhost/x",
    "http://user:word@localhost./x",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://[::1]:80/",
    "http://[0:0:0:0:0:ffff:7f00:1]/",
    "http://169.254.169.254/latest/meta-data",
    "http://metadata.google.internal/",
    "http://host.docker.internal/",
    "http://0.0.0.0/",
    "git@localhost:a/b.git",
    "ssh://git@127.0.0.1/x",
    'ht"tp"://127.0.0.1/',
    "$URL",
    "http:$SLASHES/localhost/",
  ])("adds nothing of this machine: %s", (address) => {
    const start = [START, "ENV SLASHES=// URL=http://127.0.0.1/"];
    expect(faults(...start, `ADD ${address} /x`)).toHaveLength(1);
    expect(faults(...start, `ADD --chmod=644 a ${address} /x`)).toHaveLength(1);
    const escaped = JSON.stringify(address).replaceAll("/", "\\/");
    expect(faults(...start, `ADD ["a", ${escaped}, "/x"]`)).toHaveLength(1);
  });

  it.each([
    ["is read by no other program", "# syntax=evil/frontend", START],
    [
      "is read by no other program, in whatever form it asks",
      "#!/bin/x\n\n#SYNTAX = docker/dockerfile/../evil",
      START,
    ],
    ["is read by no other program, as a comment of another language", "// syntax=evil/frontend", START],
    ["gives no other build instructions", START, "ONBUILD RUN --mount=type=cache,id=../.. true"],
    ["says nothing that isn't known", START, "INCLUDE x"],
  ])("%s", (_name, ...lines) => expect(faults(...lines)).toHaveLength(1));

  it("is told all at once, each with its place and its mend", () => {
    expect(
      faults(START, "RUN true \\\n && true", "  RUN --network=host true", "COPY --from=dir:/ / /"),
    ).toEqual([
      "Dockerfile:4:3: --network=host is refused: a step gets nothing of the machine's own: leave it out",
      'Dockerfile:5:1: "dir:/" names a place of this machine, no registry\'s image: start from a registry\'s image, a base of bases.yaml ("base:NAME" as build argument) or a stage of this file',
    ]);
  });
});
