import { expect, test } from "vitest";
import { detectJava } from "../../../../../src/languages/java/detect.ts";
import { facts } from "../../../detection/facts.ts";

const pom = (artifact: string, more = "") =>
  `<project>\n<artifactId>${artifact}</artifactId><version>1</version>\n${more}\n</project>`;
const modules = (...names: string[]) =>
  `<modules>${names.map((name) => `<module>${name}</module>`).join("")}</modules>`;
const parent = (artifact: string, path: string) =>
  `<parent><artifactId>${artifact}</artifactId><relativePath>${path}</relativePath></parent>`;

function faults(files: Record<string, string>): string[] {
  return facts(detectJava, files).filter((line) => /^\S+:\d+: /.test(line));
}

const BACK = (name: string) => `its module "${name}" leads back to it`;

test("modules that name themselves or each other", () => {
  expect(faults({ "pom.xml": pom("a", modules(".")) })).toEqual([`pom.xml:3: ${BACK(".")}`]);
  const others = { "b/pom.xml": pom("b", modules("../c")), "c/pom.xml": pom("c", modules("../b")) };
  expect(faults({ "pom.xml": pom("a", modules("b", "c")), ...others })).toEqual([
    `c/pom.xml:3: ${BACK("../b")}`,
  ]);
  expect(faults({ "pom.xml": pom("a", modules("b")), "b/pom.xml": pom("b", modules("..")) })).toEqual([
    `b/pom.xml:3: ${BACK("..")}`,
  ]);
});

test("a module that two name is no circle", () => {
  const files = { "b/pom.xml": pom("b", modules("../c")), "c/pom.xml": pom("c") };
  expect(faults({ "pom.xml": pom("a", modules("b", "c")), ...files })).toEqual([]);
});

test("a chain of modules is as long as it likes", { timeout: 20_000 }, () => {
  const link = (index: number) => [`m${index}/pom.xml`, pom(`m${index}`, modules(`../m${index + 1}`))];
  const chain = Object.fromEntries(Array.from({ length: 12_000 }, (_, index) => link(index)));
  expect(faults({ "pom.xml": pom("a", modules("m0")), ...chain })).toEqual([]);
});

test("parents that name each other", () => {
  const files = {
    "pom.xml": pom("a", parent("b", "b/pom.xml")),
    "b/pom.xml": pom("b", parent("a", "../pom.xml")),
  };
  expect(faults(files)).toEqual(["pom.xml:3: its parents name each other"]);
});

test("nested too deeply, in a module too", () => {
  const deep = "<a>".repeat(20_000);
  expect(faults({ "pom.xml": deep })).toEqual(["pom.xml:1: nested too deeply"]);
  expect(faults({ "pom.xml": pom("a", modules("b")), "b/pom.xml": deep })).toEqual([
    "b/pom.xml:1: nested too deeply",
  ]);
});

test("values that stand for themselves or grow without end", { timeout: 5000 }, () => {
  const self = `<project><artifactId>\${artifactId}</artifactId><version>\${project.version}</version></project>`;
  expect(faults({ "pom.xml": self })).toEqual([]);
  const growing = ["a", "b", "c", "d", "e"].map((name, index, names) => {
    const value = `\${${names[index + 1] ?? "project.version"}}`.repeat(1000);
    return `<${name}>${value}</${name}>`;
  });
  const more = `<properties>${growing.join("")}</properties><build><finalName>\${a}</finalName></build>`;
  expect(faults({ "pom.xml": pom("a", more) })).toEqual([]);
});
