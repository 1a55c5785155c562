import { describe, expect, it } from "vitest";
import { RecordedName, RecordedStage, RecordedTree } from "../../../src/dockerfile/record.ts";
import { dockerfileStages, dockerfileText } from "../../../src/dockerfile/stages.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";

const FILES = new Snapshot(["api/go.mod", "api/go.sum", "api/main.go", "libs/a/go.mod", "libs/a/a.go"]);
const source = new RecordedTree(undefined, ".");
const scratch = () => new RecordedStage();
const text = (stage: RecordedStage) => dockerfileText(dockerfileStages(stage, FILES), ["api"]);

describe("dockerfileStages", () => {
  it("writes named stages, each once and after what it builds on", () => {
    const deps = scratch().from("golang:1").withWorkdir("/src").named("deps");
    const built = deps.withExec(["go", "build"]).named("build");
    const image = scratch()
      .withFile("/a", built.file("/out/a"))
      .withFile("/b", deps.file("/b"))
      .named("runtime");
    expect(text(image)).toBe(
      [
        "# api\n",
        "FROM golang:1 AS deps\nWORKDIR /src\n",
        "FROM deps AS build\nRUN go build\n",
        "FROM scratch AS runtime\nCOPY --from=build /out/a /a\nCOPY --from=deps /b /b\n",
      ].join("\n"),
    );
  });

  it("gives an unnamed stage a name of its own", () => {
    const image = scratch()
      .withFile("/etc/passwd", scratch().from("static").file("/etc/passwd"))
      .named("runtime");
    expect(dockerfileStages(image, FILES).map(({ name, base }) => `${name} ${base}`)).toEqual([
      "stage-0 static",
      "runtime scratch",
    ]);
  });

  it("copies a selection by directory, from the files that are there", () => {
    const manifests = source.directory("api").filter({ include: ["go.mod", "go.sum", "go.work"] });
    const nested = source.directory("libs").filter({ include: ["**/go.mod"] });
    const stage = scratch().withDirectory("/src", manifests).withDirectory("/libs", nested).named("x");
    expect(text(stage)).toContain("COPY api/go.mod api/go.sum /src/\nCOPY libs/a/go.mod /libs/a/\n");
  });

  it("copies directories that a selection names as they are, and files beside them", () => {
    const inputs = source.filter({ include: ["libs/a", "api/go.sum"] });
    const stage = scratch().withDirectory("/src", inputs).named("x");
    expect(text(stage)).toContain("COPY libs/a/ /src/libs/a/\nCOPY api/go.sum /src/api/\n");
  });

  it("copies from and to paths that a Dockerfile would take apart", () => {
    const files = new Snapshot(["my api/go.mod", "my api/a/b.go", "it's/$x.go"]);
    const stage = scratch()
      .withWorkdir("/src/my $api")
      .withDirectory("/src/my api", source.directory("my api"))
      .withDirectory("/src", source.filter({ include: ["it's/$x.go", "my api/a"] }))
      .named("x");
    expect(dockerfileText(dockerfileStages(stage, files), [])).toContain(
      [
        'COPY ["my api/", "/src/my api/"]',
        'COPY ["my api/a/", "/src/my api/a/"]',
        `COPY ["it\\\\'s/\\\\$x.go", "/src/it\\\\'s/"]`,
        "WORKDIR /src/my \\$api\n",
      ].join("\n"),
    );
  });

  it("refuses to copy what a builder would take for a pattern", () => {
    const stage = (path: string) => text(scratch().withDirectory("/", source.directory(path)).named("x"));
    for (const path of ["[id]", "a*", "a?", "a\\b"])
      expect(() => stage(path)).toThrow(`${path}/: builders read`);
    expect(stage("a]")).toContain("COPY a]/ /\n");
  });

  it("mounts what was in force when a command ran, across stages, until it is taken away", () => {
    const deps = scratch().from("x").withMountedCache("/cache", new RecordedName("go-mod")).named("deps");
    const used = deps.withExec(["a"]).withoutMount("/cache").withExec(["b"]).named("build");
    expect(text(used)).toContain("RUN --mount=type=cache,id=go-mod,target=/cache \\\n    a\nRUN b\n");
  });

  it("reads a secret's value only inside the command", () => {
    const stage = scratch().from("x").withSecretVariable("TOKEN", new RecordedName("token"));
    expect(text(stage.withExec(["npm", "ci"]).named("deps"))).toContain(
      'RUN --mount=type=secret,id=token \\\n    export TOKEN="$(cat /run/secrets/token)" && \\\n    npm ci\n',
    );
  });

  it("quotes what a shell or Dockerfile would read otherwise", () => {
    const stage = scratch()
      .from("x")
      .withEnvVariable("A", 'a "b" $c')
      .withExec(["echo", "it's", "a b"])
      .withEntrypoint(["/a", 'b "c"'])
      .named("x");
    const written = text(stage);
    expect(written).toContain('ENV A="a \\"b\\" \\$c"\n');
    expect(written).toContain("RUN echo 'it'\\''s' 'a b'\n");
    expect(written).toContain('ENTRYPOINT ["/a", "b \\"c\\""]\n');
  });

  it("hands a script that a Dockerfile would read otherwise to the shell as it is", () => {
    const used = scratch()
      .from("x")
      .withMountedCache("/c", new RecordedName("c"))
      .withSecretVariable("T", new RecordedName("t"))
      .withExec(["sh", "-c", 'for x in a b; do\n  echo "$x"\ndone\n'])
      .withExec(["python3", "-c", "import os\nprint(1)"])
      .named("x");
    const mounts = "RUN --mount=type=cache,id=c,target=/c \\\n    --mount=type=secret,id=t \\\n    ";
    const token = 'export T=\\"$(cat /run/secrets/t)\\" && ';
    expect(text(used)).toContain(
      [
        `${mounts}["sh", "-c", "${token}for x in a b; do\\n  echo \\"$x\\"\\ndone\\n"]`,
        `${mounts}["sh", "-c", "${token}python3 -c 'import os\\nprint(1)'"]\n`,
      ].join("\n"),
    );
  });

  it("refuses a variable of several lines, which ENV can't express", () => {
    const stage = scratch().from("x").withEnvVariable("A", "x\ny");
    expect(() => text(stage.named("x"))).toThrow("keeps no line breaks");
  });

  it("joins neighbouring variables into one instruction", () => {
    const stage = scratch().from("x").withEnvVariable("A", "1").withEnvVariable("B", "2").named("x");
    expect(text(stage)).toContain("ENV A=1 \\\n    B=2\n");
  });

  it("refuses a selection of a stage's files, which COPY can't express", () => {
    const tree = scratch()
      .from("x")
      .directory("/app")
      .filter({ include: ["*.js"] });
    expect(() => text(scratch().withDirectory("/", tree))).toThrow(/can't select from a stage's files/);
  });
});
