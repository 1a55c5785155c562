import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";

/** A copy of the repository's docs/: pages find no packages where they lie outside of this directory. */
const PAGES = fileURLToPath(new URL("../pages", import.meta.url));

/** Pages in the order in which somebody new reads them; whatever else there is comes after. */
const FIRST = ["getting-started", "from-docker", "services", "engines", "start-check", "ci", "cache", "publishing"];

export default defineConfig({
  title: "multistage",
  description: "Turns every service of a repository into a small runtime image",
  srcDir: PAGES,
  rewrites: { "getting-started.md": "index.md" },
  cleanUrls: true,
  // What lies beside docs/ in the repository is text here.
  ignoreDeadLinks: [/^\.\/\.\.\//],
  markdown: { config: (markdown) => void markdown.core.ruler.push("outside", withoutLinksOutside) },
  themeConfig: {
    sidebar: [
      { text: "Guide", items: pagesIn("").sort((a, b) => rank(a.name) - rank(b.name)) },
      ...folders().map((folder) => ({ text: capital(folder), items: pagesIn(folder) })),
    ],
  },
});

function folders(): string[] {
  return readdirSync(PAGES, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));
}

function pagesIn(folder: string) {
  const files = readdirSync(`${PAGES}/${folder}`, { withFileTypes: true }).filter((entry) => entry.isFile());
  const names = files.flatMap(({ name }) => /^(.*)\.md$/.exec(name)?.[1] ?? []);
  return names.map((name) => ({ name, text: capital(name.replaceAll("-", " ")), link: linkOf(folder, name) }));
}

function linkOf(folder: string, name: string): string {
  return name === "getting-started" ? "/" : [folder && `/${folder}`, name].join("/");
}

function rank(name: string): number {
  const at = FIRST.indexOf(name);
  return at < 0 ? FIRST.length : at;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

interface Token {
  type: string;
  tag: string;
  children: Token[] | null;
  attrGet(name: string): string | null;
}

function withoutLinksOutside({ tokens }: { tokens: Token[] }): void {
  for (const { children } of tokens) {
    let isOutside = false;
    for (const token of children ?? []) {
      if (token.type === "link_open") isOutside = token.attrGet("href")?.startsWith("../") ?? false;
      if (isOutside && /^link_/.test(token.type)) token.tag = "span";
    }
  }
}
