import { describe, expect, test } from "vitest";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { LANGUAGES } from "../../../src/languages/table.ts";

/** What a text is made of that repeats it: blanks, openings and separators make expressions try again. */
const PARTS = [
  ...[" ", "\n", "\t-\n", "a.", "a = '", '"', "(", "{", "/*", "${", "a:", "<a ", "-e ../", "FROM a\n"],
  ...["ENV A=$A$A\n", "include 'a',", "version "],
];

/** A manifest that lets a language look at the files beside it. */
const PLAIN: Record<string, string> = {
  "go.mod": "module x\n\ngo 1.22\n",
  "package.json": '{"name":"a","scripts":{"start":"node x.js"}}',
  "pyproject.toml": '[project]\nname = "a"\n',
  "Cargo.toml": '[package]\nname = "a"\n',
  "pom.xml": "<project><artifactId>a</artifactId></project>",
};

/** 50 KB in one file: what takes the square of that is noticed by the time, and what takes more never ends. */
describe.each(LANGUAGES)("$name reads a hostile text in time", { timeout: 5000 }, (language) => {
  const read = [...language.manifests, ...(language.reads ?? []), "Procfile", "Dockerfile"];
  const names = read.map((name) => name.replace("**/", "").replaceAll("*", "x"));
  const cases = [...new Set(names)].flatMap((name) => PARTS.map((part) => [name, part] as const));
  test.each(cases)("%s of %j", (name, part) => {
    const manifest = language.manifests.find((each) => each in PLAIN);
    const beside = manifest && manifest !== name ? { [manifest]: PLAIN[manifest] as string } : {};
    const text = `${part.repeat(50_000 / part.length)}!`;
    const tree = Snapshot.of({ ...beside, "main.go": "package main\nfunc main() {}\n", [name]: text });
    expect(() => language.detect(tree)).not.toThrow();
  });
});

/** What an expression could try in more ways than there are: a quote that never ends, after characters that escape. */
test("a Dockerfile's value of backslashes without an end is read in time", { timeout: 5000 }, () => {
  const dockerfile = `FROM x\nENV A="${"\\".repeat(2000)}a\nENTRYPOINT ["java","-jar","a.jar"]\nCMD ["node","a.js"]\n`;
  for (const language of LANGUAGES)
    for (const [name, text] of Object.entries(PLAIN))
      expect(() => language.detect(Snapshot.of({ [name]: text, Dockerfile: dockerfile }))).not.toThrow();
});
