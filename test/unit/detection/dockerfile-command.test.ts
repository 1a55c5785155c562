import { expect, test } from "vitest";
import { dockerfileCommand } from "../../../src/detection/dockerfile-command.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";

const of = (dockerfile: string, files: Record<string, string> = {}) => {
  const all = { Dockerfile: dockerfile, "src/main.py": "", ...files };
  return dockerfileCommand(Snapshot.of(all), 8000);
};

test("a Dockerfile without a command starts nothing of its own", () => {
  expect(of("FROM python\n")).toBeUndefined();
});

test.each([
  ['FROM a\nENTRYPOINT ["python"]\nCMD ["app.py", "-v"]\n', "python app.py -v", undefined],
  ["FROM a\nENTRYPOINT python app.py\nCMD x\n", "python app.py", undefined],
  ['FROM a AS b\nCMD ["x"]\nFROM c\nCMD ["y"]\n', "y", undefined],
  ['FROM a AS b\nWORKDIR /w\nCOPY src /w\nFROM b\nCMD ["y"]\n', "y", "src"],
  ['FROM a\nCMD ["x"]\nENTRYPOINT ["y"]\n', "y", undefined],
  ['ARG OUT=src\nFROM a\nWORKDIR /w\nCOPY $OUT /w\nCMD ["y"]\n', "y", "src"],
  ["FROM a\nWORKDIR /w\nCOPY . .\nWORKDIR src\nCMD python main.py\n", "python main.py", "src"],
  ["FROM a\nCOPY . /w\nCMD cd /w/src && python main.py\n", "python main.py", "src"],
  ['FROM a\nCMD ["tini", "--", "sh", "-c", "exec python main.py"]\n', "python main.py", undefined],
  ['FROM a\nWORKDIR /w\nENTRYPOINT ["node", "/w/dist/x.js", "/etc/y"]\n', "node dist/x.js /etc/y", undefined],
  ['FROM a\nWORKDIR /w\nCMD ["/w/run", "/w"]\n', "/w/run .", undefined],
  ['FROM a\nCMD ["node", "/x.js"]\n', "node /x.js", undefined],
])("%j starts %s in %s", (dockerfile, words, directory) => {
  const line = of(dockerfile);
  expect([line?.words.join(" "), line?.directory, line?.refused]).toEqual([words, directory, undefined]);
});

test("a service's directory in the context of the repository is the service's own", () => {
  const files = {
    "services/x/Dockerfile": 'FROM a\nWORKDIR /w\nCOPY services/x/src ./\nCMD ["y"]\n',
    "services/x/src/y": "",
  };
  expect(dockerfileCommand(Snapshot.of(files).under("services/x"), 80)?.directory).toBe("src");
});
