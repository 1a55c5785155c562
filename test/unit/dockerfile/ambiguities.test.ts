import { describe, expect, it } from "vitest";
import { ruleFaults } from "../../../src/dockerfile/rules.ts";
import { faultText } from "../../../src/yaml/fault.ts";

const faults = (...lines: string[]) => ruleFaults("Dockerfile", lines.join("\n")).map(faultText);

/** What must not run, and what it would look like to a reader that takes it for input or for the line before. */
const HIDDEN = "RUN --network=host evil";

describe("what builders read in different ways", () => {
  it.each([
    ["a line of a mark that only JavaScript takes for a space", ["RUN a \\", "\ufeff", HIDDEN], 3],
    ["a line of a space that only Go knows", ["RUN a \\", "\u0085", HIDDEN], 3],
    ["a line's end within a line", ["RUN a \\\r", `\r${HIDDEN}`], 3],
    ["the end of input with another end of its own", ["RUN <<EOF", "EOF\r\r", `${HIDDEN} \\`, "EOF"], 3],
    ["a backslash before the last", ["LABEL a=b\\\\", "FROM y AS victim", "COPY --from=victim /a /b"], 2],
    ["an end with a backslash", ["RUN cat <<E\\OF", "EOF", HIDDEN], 2],
    ["an end of several words", ["RUN cat <<'LABEL a=b'", HIDDEN, "LABEL a=b"], 2],
    ["an end that is an instruction", ["RUN cat <<CMD", HIDDEN, "CMD"], 2],
    ["a quote without its pair", ["RUN echo it's <<EOF", `${HIDDEN} \\`, "EOF"], 2],
    ["a beginning that is computed", [`RUN \${x:-<<EOF}`, "LABEL a=b \\", "EOF"], 2],
    ["a beginning after what can't be computed", [`RUN echo \${a <<EOF`, `${HIDDEN} \\`, "EOF"], 2],
    ["no end", ["RUN cat <<EOF", HIDDEN], 2],
  ])("is refused: %s", (_name, lines, line) => {
    const [first = ""] = faults("FROM x", ...lines);
    expect(first).toMatch(new RegExp(`^Dockerfile:${line}:\\d+: `));
  });

  it.each([
    ["ends of lines as Windows has them", ["RUN a \\\r", "  b\r", "COPY <<EOF /a\r", "x\r", "EOF\r"]],
    ["a mark before the first line", ["# a"]],
    ["anything in a comment", ["# \u0001 \\\\", "RUN a \\", "# it's << \\\\", "  b"]],
    [
      "input of every kind",
      ["RUN <<EOF python3 - \"$1\" 'a b'", "it's \\\\", "EOF", "COPY <<-'A' <<\"B\" /", "\tA", "B"],
    ],
    ["shifts and words", ["RUN echo $((1<<3)) '#<<x' <<<y", `RUN cat 3<<EOF \${HOME} "\${A}"`, "EOF"]],
    ["backslashes within a line", ["RUN printf 'a\\\\n' \\", "  b"]],
    ["quotes without a pair elsewhere", ["LABEL a=b", "RUN echo it\\'s", "MAINTAINER it's"]],
  ])("isn't: %s", (_name, lines) => expect(faults("\ufeffFROM x", ...lines)).toEqual([]));

  it("is no name of a stage", () => {
    for (const name of ["localhost/victim", "1", "a:b", "-a", "scratch", "a$B"])
      expect(faults(`FROM x AS ${name}`)).toEqual([
        expect.stringContaining(`Dockerfile:1:1: ${name.toLowerCase()} can't be a stage's name`),
      ]);
  });

  it("is no stage that isn't whole: builders take its name for an image", () => {
    expect(faults("FROM x AS a", "COPY --from=0 / /")).toEqual([
      expect.stringContaining("no stage 0 before"),
    ]);
    expect(faults("FROM x AS localhost", "COPY --from=a / /", "FROM localhost")).toEqual([]);
  });
});
