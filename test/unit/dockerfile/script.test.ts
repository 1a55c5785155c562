import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { scriptLines, shellWord } from "../../../src/dockerfile/script.ts";

describe("a chain stands there command by command", () => {
  const table: [script: string, ...lines: string[]][] = [
    ["a && b || c && d", "a", "b || c", "d"],
    ["grep -q 'a && b' f && c", "grep -q 'a && b' f", "c"],
    [`echo "it's" && echo "that's"`, `echo "it's"`, `echo "that's"`],
    ['echo "a && b" && c', 'echo "a && b"', "c"],
    ['echo "\\" && b" && c', 'echo "\\" && b"', "c"],
    ["echo \\\" && echo \\'", 'echo \\"', "echo \\'"],
    ['echo "$(echo "a && b")" && c', 'echo "$(echo "a && b")"', "c"],
    ["$( [ -x w ] && echo w || (b) ) c && d", "$( [ -x w ]", "echo w || (b) ) c", "d"],
    ['echo "`echo "a && b"`" && c', 'echo "`echo "a && b"`"', "c"],
    ["sed -n 's,\\(a\\),,p' && case x in y) z;; esac", "sed -n 's,\\(a\\),,p'", "case x in y) z;; esac"],
    // What isn't understood isn't touched.
    ["echo 'a && b", "echo 'a && b"],
  ];
  test.each(table)("%s", (script, ...lines) => expect(scriptLines(script)).toEqual(lines));
});

describe("nothing stands there that a Dockerfile would read otherwise", () => {
  const scripts = ["a\nb", "a &&\nb", "cat <<EOF", "# a", "a && # b", "a \\", "a \\ "];
  test.each(scripts)("%j", (script) => expect(scriptLines(script)).toBeUndefined());
});

test.each(["a", "a b", "it's", '$x `y` "z"', "a\nb", "[x]", ""])("a shell reads %j as one word", (word) => {
  expect(spawnSync("sh", ["-c", `printf %s ${shellWord(word)}`]).stdout.toString()).toBe(word);
});
