import { describe, expect, test } from "vitest";
import { escapeOf, instructionsOf } from "../../../src/dockerfile/parse.ts";

describe("instructionsOf", () => {
  const table: [name: string, text: string, ...instructions: string[]][] = [
    ["a line each, without comments and empty ones", "# a\nFROM x\n\n  # b\n run y\n", "2 FROM x", "5 run y"],
    ["a continued line", "FROM x \\\n  AS one\nRUN y", "1 FROM x   AS one", "3 RUN y"],
    ["spaces after what continues it", "RUN a \\ \t\n  b", "1 RUN a   b"],
    ["an escaped \\ continues nothing", "RUN a \\\\\nRUN b", "1 RUN a \\\\", "2 RUN b"],
    ["comments and empty lines within", "RUN a \\\n# FROM z\n\n  FROM users", "1 RUN a   FROM users"],
    ["a continuation that nothing follows", "RUN a \\\n", "1 RUN a"],
    ["lines that end as Windows has them", "RUN a \\\r\n b\r\nRUN c\r\n", "1 RUN a  b", "3 RUN c"],
    [
      "another character that continues",
      "# escape=`\nRUN a `\n b\nRUN c\\\nRUN d",
      "2 RUN a  b",
      "4 RUN c\\",
      "5 RUN d",
    ],
    ["a here-document", "RUN <<EOF\nFROM x \\\nEOF\nRUN y", "1 RUN <<EOF", "4 RUN y"],
    ["with tabs before its end", "RUN cat <<-'E'\n\tFROM x\n\tE\nRUN y", "1 RUN cat <<-'E'", "4 RUN y"],
    ["two of them", 'COPY <<A <<"B" /\nFROM a\nA\nFROM b\nB\nRUN y', '1 COPY <<A <<"B" /', "6 RUN y"],
    ["none in quotes", 'RUN echo " <<EOF "\nRUN y', '1 RUN echo " <<EOF "', "2 RUN y"],
    ["none where none can be", "LABEL a=<<EOF\nRUN y", "1 LABEL a=<<EOF", "2 RUN y"],
  ];
  test.each(table)("%s", (_name, text, ...expected) =>
    expect(instructionsOf(text).map(({ line, joined }) => `${line} ${joined}`)).toEqual(expected));
});

describe("escapeOf", () => {
  const table: [text: string, expected: string][] = [
    ["FROM x", "\\"],
    ["# syntax = docker/dockerfile:1\n# Escape = `\nFROM x", "`"],
    ["# a comment\n# escape=`\nFROM x", "\\"],
    ["\n# escape=`", "\\"],
  ];
  test.each(table)("%j", (text, expected) => expect(escapeOf(text)).toBe(expected));
});
