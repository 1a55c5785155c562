import { describe, expect, it } from "vitest";
import { withRecipe } from "../../../../src/detection/recipe/detection.ts";
import { Snapshot } from "../../../../src/files/snapshot.ts";
import { faultText } from "../../../../src/yaml/fault.ts";

const NOTHING = { manifest: "go.mod", facts: [] };
const GO = { name: "go", bare: true, carries: true };
const PYTHON = { name: "python" };

/** What the Dockerfile of `services/api` adds, in short. */
function told(lines: string[], files: string[] = [], language: Parameters<typeof withRecipe>[1] = GO) {
  const all = Object.fromEntries(files.map((file) => [file, ""]));
  const tree = Snapshot.of({ ...all, "services/api/Dockerfile": lines.join("\n") }).under("services/api");
  const { facts, warnings = [] } = withRecipe(tree, language, NOTHING, true);
  return {
    facts: facts.map(({ field, value, from }) => `${field} ${value} ${from}`),
    warnings: warnings.map(faultText),
  };
}

describe("files", () => {
  const BUILD = [
    "FROM golang:1.26 AS build",
    "WORKDIR /app",
    "COPY . .",
    "RUN go build -o page .",
    "FROM scratch",
  ];
  const FILES = ["services/api/templates/a.html", "services/api/conf/prod.yaml", "shared/all.txt"];

  it("are those beside the program, whichever way they come", () => {
    const last = [
      "WORKDIR /srv",
      "COPY --from=build /app/page .",
      "COPY --from=build /app/templates ./templates/",
      "COPY conf/prod.yaml config.yaml",
      "COPY conf /etc/page",
    ];
    expect(told([...BUILD, ...last], FILES).facts).toEqual([
      "files templates Dockerfile:8",
      "files conf/prod.yaml:config.yaml Dockerfile:9",
      "files conf:/etc/page Dockerfile:10",
      "workdir /srv Dockerfile:5",
    ]);
  });

  it("may come from the whole repository", () => {
    const last = ["COPY services/api/templates /templates", "COPY shared/all.txt /"];
    expect(told([...BUILD, ...last], FILES).facts).toEqual([
      "files templates Dockerfile:6",
      "files shared/all.txt:all.txt Dockerfile:7",
      "workdir / Dockerfile:5",
    ]);
  });

  it("are none where the image is the compiler's, or for a language that copies its own", () => {
    expect(told(["FROM golang:1.26", "COPY . .", "COPY templates /t"], FILES).facts).toEqual([]);
    expect(told(["FROM python:3.11", "COPY conf /conf"], FILES, PYTHON).facts).toEqual([]);
  });

  it("are neither sources nor manifests nor scripts of a shell", () => {
    const files = ["services/api/go.mod", "services/api/run.sh", "services/api/main.go"];
    expect(told([...BUILD, "COPY go.mod main.go run.sh /app/"], files).facts).toEqual([]);
  });
});

describe("packages", () => {
  it("are those of the image, and of stages that build", () => {
    const lines = [
      "FROM golang:1.26 AS build",
      "RUN apt-get update && apt-get install -y --no-install-recommends gcc cmake libvips-dev=8.* && rm -rf /x",
      "FROM debian:12-slim",
      "RUN apt-get update \\",
      "  && apt-get install -y ffmpeg ca-certificates curl \\",
      "  && rm -rf /var/lib/apt/lists/*",
    ];
    expect(told(lines).facts).toEqual([
      "buildPackages cmake,libvips-dev Dockerfile:2",
      "runtimePackages ffmpeg Dockerfile:4",
      "extras certificates Dockerfile:4",
    ]);
  });

  it("bring a library for its headers where the image is the one that builds", () => {
    expect(told(["FROM python:3.11", "RUN apt install -qq libpq-dev"], [], PYTHON).facts).toEqual([
      "buildPackages libpq-dev Dockerfile:2",
      "runtimePackages libpq-dev Dockerfile:2",
    ]);
  });

  it("of Alpine's are called as Debian does, or told", () => {
    const { facts, warnings } = told([
      "FROM alpine",
      "RUN apk add --no-cache tzdata libpq 'mupdf>1' --virtual .b gcc",
    ]);
    expect(facts).toEqual([
      "runtimePackages libpq5 Dockerfile:2",
      "extras certificates Dockerfile:1",
      "extras timezones Dockerfile:2",
    ]);
    expect(warnings).toEqual(
      [
        "services/api/Dockerfile:2: Alpine's mupdf is left out: Debian may call it otherwise: name Debian's in `packages:`",
      ].map((text) => text.replace("services/api/", "")),
    );
  });
});

describe("extras", () => {
  it.each([
    [["FROM gcr.io/distroless/static-debian12"], ["certificates", "timezones", "user"]],
    [
      ["FROM scratch", "COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/"],
      ["certificates"],
    ],
    [["FROM scratch", "COPY --from=build /etc/passwd /etc/passwd"], ["user"]],
    [["FROM scratch", "COPY --from=build /usr/share/zoneinfo /usr/share/zoneinfo"], ["timezones"]],
    [["FROM debian:12"], []],
  ])("of %j are %j", (lines, extras) => {
    const { facts } = told(lines);
    expect(facts.map((fact) => fact.split(" ")[1])).toEqual(extras);
    expect(told(lines, [], { name: "rust", carries: true }).facts).toEqual([]);
  });
});

describe("variables", () => {
  it("are the program's, not those of tools, and none whose value nobody knows", () => {
    const lines = [
      "FROM scratch",
      "ENV GIN_MODE=release PATH=/a:$PATH CGO_ENABLED=0",
      "ENV TOKEN=$TOKEN URL=http://a/?b=c",
    ];
    expect(told(lines).facts).toEqual([
      "variables GIN_MODE=release Dockerfile:2",
      "variables URL=http://a/?b=c Dockerfile:3",
    ]);
  });
});

describe("warnings", () => {
  it("say that the recipe is not built, unless the descriptor says what is", () => {
    const tree = Snapshot.of({ Dockerfile: "FROM scratch\n" });
    expect(withRecipe(tree, GO, NOTHING).warnings?.map(faultText)).toEqual([
      "Dockerfile:1: is read, not built: go.mod says how this service is: say `language: dockerfile` in service.yaml to build it as it is",
    ]);
    expect(withRecipe(tree, GO, NOTHING, true).warnings).toEqual([]);
    expect(withRecipe(tree, { name: "dockerfile", ownContext: true }, NOTHING)).toBe(NOTHING);
    expect(withRecipe(Snapshot.of({}), GO, NOTHING)).toBe(NOTHING);
  });

  it("name what is done in the image and not here", () => {
    const lines = [
      "FROM debian",
      "RUN mkdir /m && wget -O /m/model https://models.example/a",
      "RUN chmod +x /a",
    ];
    expect(told(lines).warnings).toEqual([
      "Dockerfile:2: is not done here: RUN wget -O /m/model https://models.example/a: say `language: dockerfile` in service.yaml to build it as it is",
    ]);
  });
});
