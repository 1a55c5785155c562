import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { callOf, functionNamed } from "../../../ci/local/command-line.ts";
import { PROJECT } from "../../../ci/local/paths.ts";

const PAGES = [
  "README.md",
  ...readdirSync(join(PROJECT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => join("docs", path)),
];

const text = (page: string) => readFileSync(join(PROJECT, page), "utf8");

/** Ways to call us, and the words after. */
const CALL = /(?:^(?: {4})?(?:\$ )?|`)(?:\.\/daggerw|(?:npx )?multistage|npx \S+\.tgz) ([^`\n]+)/gm;

/** The words of each call, without what stands after it. */
function calls(page: string): string[][] {
  return [...text(page).matchAll(CALL)].flatMap(([, after = ""]) => {
    const said = after.split(/ +#| \||…/)[0]?.trim();
    return said ? [said.split(/ +/)] : [];
  });
}

/** Where a word only stands for another one. */
const isForm = (words: string[]) => words.some((word) => /^\[?[A-Z]+\]?$/.test(word));

it.each(PAGES)("%s: every command is one, with flags that it has", (page) => {
  for (const words of calls(page).filter((each) => !isForm(each))) {
    const [name = "", ...rest] = words[0] === "call" ? words.slice(1) : words;
    // A command alone is its name, and no call.
    const read = rest.length ? () => callOf(name, rest) : () => functionNamed(name);
    if (name && !name.startsWith("--")) expect(read, words.join(" ")).not.toThrow();
  }
});

it("they are many", () => expect(calls("README.md").length).toBeGreaterThan(5));

it.each(PAGES)("%s: every link leads somewhere", (page) => {
  const targets = [...text(page).matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)].map(([, target = ""]) => target);
  const broken = targets.filter(
    (target) => !/^[a-z]+:/.test(target) && !existsSync(join(PROJECT, dirname(page), target)),
  );
  expect(broken).toEqual([]);
});

it("README is no longer than a screen and a half", () => {
  expect(text("README.md").split("\n").length).toBeLessThan(75);
});
