import { describe, expect, it } from "vitest";
import { plainRun } from "../../../ci/local/output/progress.ts";
import { comment } from "../../../src/dockerfile/instructions.ts";
import { RecordedStage, RecordedTree } from "../../../src/dockerfile/record.ts";
import { dockerfileStages, dockerfileText } from "../../../src/dockerfile/stages.ts";
import { Failure, failureText } from "../../../src/failure.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { oneLine, visible } from "../../../src/report/control-characters.ts";
import { columns } from "../../../src/report/text.ts";

/** Names that a directory or file may have, with how a line shows them. */
const NAMES: [string, string][] = [
  ["a\nRUN touch /injected", "a\\nRUN touch /injected"],
  ["a\r\nUSER root", "a\\r\\nUSER root"],
  ["a\n::error file=x::injected", "a\\n::error file=x::injected"],
  ["::set-output name=x::y", ": :set-output name=x::y"],
  ["  ::add-mask::x", "  : :add-mask::x"],
  ["a##[error]injected", "a# #[error]injected"],
  ["##vso[task.setvariable variable=x]y", "# #vso[task.setvariable variable=x]y"],
  ["###teamcity[x]", "## #teamcity[x]"],
  ["\u001b[31mred\u001b[0m", "red"],
  ["\u001b[2J\u001b]0;title\u0007", "\\x1b[2J\\x1b]0;title\\x07"],
  ["a\u001b[1A\u001b[2K✓ built", "a\\x1b[1A\\x1b[2K✓ built"],
  ["a\bb\u007f", "a\\x08b\\x7f"],
  ["a\u009b31mb", "a\\x9b31mb"],
  ["gpj.\u202eexe", "gpj.\\u202eexe"],
  ["a\u061cb", "a\\u61cb"],
  ["a\u2028b\u0085c", "a\\u2028b\\x85c"],
  ["section_start:1:x\r\u001b[0K", "section_start:1:x\\r\\x1b[0K"],
  ["plain name — ünïcode 漢字", "plain name — ünïcode 漢字"],
];

describe.each(NAMES)("a name such as %j", (name, shown) => {
  it("is one line, and stays as it is when it is shown twice", () => {
    expect(oneLine(name)).toBe(shown);
    expect(oneLine(shown)).toBe(shown);
  });

  it("is a line of a table, a log, a failure", () => {
    expect(columns([["path", name]])).toBe(`path  ${shown}`.trimEnd());
    const written: string[] = [];
    plainRun((text) => void written.push(text)).note(`x ${name}`);
    expect(written.join("")).toBe(`${"0.0 s".padStart(8)}  ${oneLine(`x ${name}`)}\n`);
    const text = failureText({ message: `${name}: no`, lines: [name], next: `rename ${name}` });
    expect(text).toBe(visible(text));
    expect(text).not.toMatch(/^\s*::|##\w*\[|(?!\n)\p{Cc}/mu);
  });

  it("is a comment of a Dockerfile, which has one line", () => {
    expect(comment(name).split(/[\n\r]/)).toHaveLength(1);
  });

  it("is a path in a Dockerfile, or refused: an instruction is none", () => {
    const tree = new RecordedTree(undefined, ".").directory(name);
    const words = instructions((image) => image.withDirectory("/app", tree), [`${name}/main.go`]);
    expect(words).toEqual(/[\n\r[]/.test(name) ? "refused" : ["FROM", "COPY"]);
  });

  it("is a working directory in a Dockerfile, or refused", () => {
    const words = instructions((image) => image.withWorkdir(name).withExec(["ls"]));
    expect(words).toEqual(/[\n\r]/.test(name) ? "refused" : ["FROM", "WORKDIR", "RUN"]);
  });

  it("is a word of a command in a Dockerfile: an instruction is none", () => {
    expect(instructions((image) => image.withExec(["ls", name]))).toEqual(["FROM", "RUN"]);
  });
});

/** The instructions of a stage, or that the caller is told why there are none. */
function instructions(work: (image: RecordedStage) => RecordedStage, files: string[] = []) {
  try {
    const image = work(new RecordedStage().from("base")).named("runtime");
    return dockerfileText(dockerfileStages(image, new Snapshot(files)), []).match(/^[A-Z]+(?= )/gm);
  } catch (error) {
    return error instanceof Failure && error.exitCode === 2 ? "refused" : error;
  }
}

it("line breaks and tabs of an output stay; none of its lines is a CI's command", () => {
  expect(visible("a\n\tb\n::error::c\n")).toBe("a\n\tb\n: :error::c\n");
});
