import { describe, expect, test } from "vitest";
import { resolve } from "../../../../src/descriptor/resolve.ts";
import { Snapshot } from "../../../../src/files/snapshot.ts";
import { detectDockerfile } from "../../../../src/languages/dockerfile/detect.ts";
import { detectStatic } from "../../../../src/languages/static/detect.ts";
import { LANGUAGES } from "../../../../src/languages/table.ts";
import { faultText } from "../../../../src/yaml/fault.ts";
import { facts, json, type Row } from "../../detection/facts.ts";

const NPM = "packageManager npm (default of node)";

describe("static sites", () => {
  const table: Row[] = [
    ["none", { "README.md": "" }, "nothing"],
    ["a page", { "index.html": "", "style.css": "" }, "page", "entrypoint . (index.html)"],
    ["a folder of pages", { "public/index.html": "" }, "page", "entrypoint public (public/index.html)"],
    [
      "vite without a server",
      {
        "package.json": json({ scripts: { build: "vite build" }, devDependencies: { vite: "6" } }),
        "index.html": "",
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint dist (default of vite (package.json:6))",
    ],
    [
      "vite with its development server, another folder and no build script",
      {
        "package.json": json({ scripts: { start: "vite" }, devDependencies: { vite: "6" } }),
        "vite.config.ts": "export default {\n  build: { outDir: './site' },\n}\n",
        "pnpm-lock.yaml": "",
      },
      "packageManager pnpm (pnpm-lock.yaml)",
      "entrypoint site (vite.config.ts:2)",
      "buildCommand npx vite build (default of vite)",
    ],
    [
      "Create React App",
      {
        "package.json": json({
          scripts: { start: "react-scripts start", build: "react-scripts build" },
          dependencies: { "react-scripts": "5" },
        }),
      },
      NPM,
      "buildCommand npm run build (package.json:4)",
      "dependencies all (no devDependencies in package.json)",
      "entrypoint build (default of react-scripts (package.json:7))",
    ],
    [
      "vite beside a server",
      {
        "package.json": json({
          scripts: { build: "vite build", start: "node server.js" },
          dependencies: { express: "5" },
          devDependencies: { vite: "6" },
        }),
      },
      "nothing",
    ],
    [
      "SvelteKit, whose adapter tells",
      {
        "package.json": json({
          scripts: { build: "vite build" },
          devDependencies: { "@sveltejs/kit": "2", "@sveltejs/adapter-static": "3", vite: "6" },
        }),
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint build (default of @sveltejs/adapter-static (package.json:7))",
      "variables EXTENSION=.html (default of @sveltejs/adapter-static)",
    ],
    [
      "SvelteKit with another adapter",
      {
        "package.json": json({
          scripts: { build: "vite build" },
          devDependencies: { "@sveltejs/kit": "2", "@sveltejs/adapter-auto": "3", vite: "6" },
        }),
      },
      "nothing",
    ],
    [
      "vite: a root, and a folder relative to it",
      {
        "package.json": json({ scripts: { build: "vite build" }, devDependencies: { vite: "6" } }),
        "vite.config.js": 'export default { root: "src", build: { outDir: "../dist" } };',
        "src/index.html": "",
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint dist (vite.config.js:1)",
    ],
    [
      "vite: a folder made of the settings' own",
      {
        "package.json": json({ scripts: { build: "vite build" }, devDependencies: { vite: "6" } }),
        "vite.config.ts":
          'export default {\n  root: "src",\n  build: { outDir: path.resolve(__dirname, "public_html") },\n};',
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint public_html (vite.config.ts:3)",
    ],
    [
      "a folder that a file server is given, built by a tool that makes more than sites",
      {
        "package.json": json({
          scripts: { build: "rollup -c", start: "sirv --port 8080 public --single" },
          devDependencies: { rollup: "4" },
        }),
        "public/index.html": "",
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint public (package.json)",
      "variables FALLBACK=/index.html (package.json)",
    ],
    [
      "webpack with a page",
      {
        "package.json": json({
          scripts: { build: "webpack --mode production", start: "webpack serve" },
          devDependencies: { webpack: "5", "html-webpack-plugin": "5" },
        }),
        "webpack.config.js":
          "module.exports = {\n  output: { path: require('path').resolve(__dirname, 'www'), publicPath: '/' },\n};",
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint www (webpack.config.js:2)",
    ],
    [
      "webpack without a page",
      {
        "package.json": json({ scripts: { build: "webpack" }, devDependencies: { webpack: "5" } }),
        "src/index.js": "",
      },
      "nothing",
    ],
    [
      "vite: a folder that has a name in the settings",
      {
        "package.json": json({ scripts: { build: "vite build" }, devDependencies: { vite: "6" } }),
        "vite.config.ts":
          'const OUT = resolve(import.meta.dirname, "www");\nexport default {\n  root: "src",\n  build: { outDir: OUT },\n};',
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint www (vite.config.ts:4)",
    ],
    [
      "vite: a name that stands for several folders",
      {
        "package.json": json({ scripts: { build: "vite build" }, devDependencies: { vite: "6" } }),
        "vite.config.ts":
          'if (a) { const OUT = "a"; }\nconst OUT = "b";\nexport default { build: { outDir: OUT } };',
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint?",
    ],
    [
      "VitePress by the script that its own setup writes",
      {
        "package.json": json({
          scripts: { "docs:dev": "vitepress dev docs", "docs:build": "vitepress build docs" },
          devDependencies: { vitepress: "1" },
        }),
      },
      NPM,
      "entrypoint docs/.vitepress/dist (package.json)",
      "buildCommand npm run docs:build (package.json:4)",
      "variables EXTENSION=.html (default of vitepress)",
    ],
    [
      "a library with pages about it",
      {
        "package.json": json({
          main: "index.js",
          scripts: { "docs:build": "vitepress build docs" },
          devDependencies: { vitepress: "1" },
        }),
        "index.js": "",
      },
      "nothing",
    ],
    [
      "vite: a folder that only running the settings tells",
      {
        "package.json": json({ scripts: { build: "vite build" }, devDependencies: { vite: "6" } }),
        "vite.config.ts": "export default {\n  build: { outDir: process.env.OUT },\n};",
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint?",
    ],
    [
      "vite: a folder and a root by its command, by way of another script",
      {
        "package.json": json({
          scripts: { build: "tsc && npm run bundle", bundle: "vite build client --outDir ../www" },
          devDependencies: { vite: "6" },
        }),
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint www (package.json)",
    ],
    [
      "vite: a comment that names a folder",
      {
        "package.json": json({ scripts: { build: "vite build" }, devDependencies: { vite: "6" } }),
        "vite.config.ts": "export default {\n  // outDir: 'old',\n  base: 'https://a.example/',\n};",
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint dist (default of vite (package.json:6))",
    ],
    [
      "vite: a library",
      {
        "package.json": json({ scripts: { build: "vite build" }, devDependencies: { vite: "6" } }),
        "vite.config.ts": "export default { build: { lib: { entry: 'src/a.ts' } } };",
      },
      "nothing",
    ],
    [
      "vite: an application with a router",
      {
        "package.json": json({
          scripts: { build: "vite build" },
          dependencies: { "react-router-dom": "7" },
          devDependencies: { vite: "6" },
        }),
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint dist (default of vite (package.json:9))",
      "variables FALLBACK=/index.html (default of react-router-dom)",
    ],
    [
      "vite: a page that is empty before its script runs",
      {
        "package.json": json({ scripts: { build: "vite build" }, devDependencies: { vite: "6" } }),
        "index.html": "<!doctype html><div id=app>wait</div><script type=module src=/main.js></script>",
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint dist (default of vite (package.json:6))",
      "variables FALLBACK=/index.html (index.html)",
    ],
    [
      "vite: a page with content of its own",
      {
        "package.json": json({ scripts: { build: "vite build" }, devDependencies: { vite: "6" } }),
        "index.html": "<html><body><div><h1>Units</h1></div><script src=/main.js></script></body></html>",
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint dist (default of vite (package.json:6))",
    ],
    [
      "vite: a page that is empty, in another root",
      {
        "package.json": json({ scripts: { build: "vite build" }, devDependencies: { vite: "6" } }),
        "vite.config.js": "export default { root: 'client', build: { outDir: '../dist' } }",
        "client/index.html": "<body><div id=app></div><script type=module src=/main.js></script></body>",
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint dist (vite.config.js:1)",
      "variables FALLBACK=/index.html (client/index.html)",
    ],
    [
      "Create React App: its folder in a file of variables",
      {
        "package.json": json({
          scripts: { start: "react-scripts start", build: "react-scripts build" },
          devDependencies: { "react-scripts": "5" },
        }),
        ".env": "PORT=3001\nBUILD_PATH='./www'\n",
      },
      NPM,
      "buildCommand npm run build (package.json:4)",
      "entrypoint www (.env:2)",
    ],
    [
      "Eleventy: its folder set by a call, and its development server",
      {
        "package.json": json({
          scripts: { start: "npx @11ty/eleventy --serve", build: "npx @11ty/eleventy" },
          devDependencies: { "@11ty/eleventy": "3" },
        }),
        "eleventy.config.js": "export default function (c) {\n  c.setOutputDirectory('www');\n}\n",
      },
      NPM,
      "buildCommand npm run build (package.json:4)",
      "entrypoint www (eleventy.config.js:2)",
    ],
    [
      "Rsbuild: the root of several folders",
      {
        "package.json": json({
          scripts: { build: "rsbuild build" },
          devDependencies: { "@rsbuild/core": "1" },
        }),
        "rsbuild.config.ts": "export default {\n  output: { distPath: { root: 'www' } },\n}",
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint www (rsbuild.config.ts:2)",
    ],
    [
      "Hexo: another folder",
      {
        "package.json": json({ scripts: { build: "hexo generate" }, devDependencies: { hexo: "7" } }),
        "_config.yml": "title: x\npublic_dir: www # all\n",
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint www (_config.yml:2)",
    ],
    [
      "Rspack with a page",
      {
        "package.json": json({ scripts: { build: "rspack build" }, devDependencies: { "@rspack/cli": "1" } }),
        "rspack.config.js": "module.exports = { plugins: [new rspack.HtmlRspackPlugin()] }",
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint dist (default of @rspack/cli (package.json:6))",
    ],
    [
      "Rspack without one",
      {
        "package.json": json({ scripts: { build: "rspack build" }, devDependencies: { "@rspack/cli": "1" } }),
        "rspack.config.js": "module.exports = {}",
      },
      "nothing",
    ],
    [
      "SolidStart: a preset that makes files",
      {
        "package.json": json({
          scripts: { build: "vinxi build", start: "vinxi start" },
          devDependencies: { "@solidjs/start": "1" },
        }),
        "app.config.ts": "export default defineConfig({ server: { preset: 'static' } })",
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint .output/public (default of @solidjs/start (package.json:7))",
    ],
    [
      "Parcel: the folder of its target",
      {
        "package.json": json({
          scripts: { build: "parcel build" },
          devDependencies: { parcel: "2" },
          targets: { default: { distDir: "./www" } },
        }),
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint www (package.json:10)",
    ],
    [
      "a file server without a folder, and no build",
      { "package.json": json({ scripts: { start: "http-server -p 8080" } }), "index.html": "" },
      "entrypoint . (index.html)",
    ],
    [
      "Python's file server",
      {
        "package.json": json({ scripts: { start: "python3 -m http.server 80 -d site" } }),
        "site/index.html": "",
      },
      "entrypoint site (package.json:3)",
    ],
    [
      "a file server that listens where a variable says",
      {
        "package.json": json({
          scripts: { build: "make", start: ["serve -s www -l $", "{PORT:-80}"].join("") },
        }),
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "dependencies none (no dependencies in package.json)",
      "entrypoint www (package.json)",
      "variables FALLBACK=/index.html (package.json)",
    ],
    [
      "styles for pages that lie there",
      {
        "package.json": json({
          scripts: { watch: "sass --watch a:public", build: "sass a:public" },
          devDependencies: { sass: "1" },
        }),
        "public/index.html": "",
      },
      NPM,
      "buildCommand npm run build (package.json:4)",
      "entrypoint public (public/index.html)",
    ],
    [
      "webpack beside a page that is there",
      {
        "package.json": json({ scripts: { build: "webpack" }, devDependencies: { webpack: "5" } }),
        "webpack.config.js": "module.exports = { output: { path: path.resolve(__dirname, 'public') } };",
        "public/index.html": "<h1>x</h1><p>y</p>",
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint public (webpack.config.js:1)",
    ],
    [
      "Bun's own bundler",
      {
        "package.json": json({ scripts: { build: "bun build ./index.html --outdir=www" } }),
        "bun.lock": "",
        "index.html": "<h1>x</h1><p>y</p>",
      },
      "packageManager bun (bun.lock)",
      "buildCommand bun run build (package.json:3)",
      "dependencies none (no dependencies in package.json)",
      "entrypoint www (package.json)",
    ],
    [
      "Storybook",
      {
        "package.json": json({
          scripts: { start: "storybook dev", build: "storybook build" },
          devDependencies: { storybook: "8" },
        }),
      },
      NPM,
      "buildCommand npm run build (package.json:4)",
      "entrypoint storybook-static (default of storybook (package.json:7))",
    ],
    [
      "Nuxt: a preset that makes files",
      {
        "package.json": json({ scripts: { build: "nuxt build" }, devDependencies: { nuxt: "3" } }),
        "nuxt.config.ts": "export default defineNuxtConfig({ nitro: { preset: 'github_pages' } })",
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint .output/public (default of nuxt (package.json:6))",
    ],
    [
      "Angular: pages that are rendered when they are built",
      {
        "package.json": json({
          scripts: { build: "ng build", "serve:ssr:shop": "node dist/shop/server/server.mjs" },
          dependencies: { "@angular/ssr": "20", express: "5" },
          devDependencies: { "@angular/cli": "20" },
        }),
        "angular.json": json({
          projects: {
            shop: {
              architect: { build: { options: { server: "src/main.server.ts", outputMode: "static" } } },
            },
          },
        }),
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint dist/shop/browser (default of @angular/cli (package.json:11))",
    ],
    [
      "Angular: the folder of the application's browser part",
      {
        "package.json": json({
          name: "x",
          scripts: { start: "ng serve", build: "ng build" },
          devDependencies: { "@angular/cli": "20" },
        }),
        "angular.json": json({
          projects: {
            shop: {
              architect: {
                build: { builder: "@angular/build:application", options: { outputPath: "dist/web" } },
              },
            },
            ui: { projectType: "library" },
          },
        }),
      },
      NPM,
      "buildCommand npm run build (package.json:5)",
      "entrypoint dist/web/browser (angular.json:8)",
    ],
    [
      "Angular: a path in parts",
      {
        "package.json": json({ scripts: { build: "ng build" }, devDependencies: { "@angular/cli": "20" } }),
        "angular.json": json({
          projects: {
            shop: { architect: { build: { options: { outputPath: { base: "www", browser: "" } } } } },
          },
        }),
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint www (angular.json:7)",
    ],
    [
      "Angular: the builder before it, and one of two applications",
      {
        "package.json": json({ scripts: { build: "ng build b" }, devDependencies: { "@angular/cli": "16" } }),
        "angular.json": json({
          projects: {
            a: { architect: { build: { builder: "x:browser", options: { outputPath: "dist/a" } } } },
            b: { architect: { build: { builder: "x:browser", options: { outputPath: "dist/b" } } } },
          },
        }),
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint dist/b (angular.json:8)",
    ],
    [
      "Angular: two applications",
      {
        "package.json": json({ scripts: { build: "ng build" }, devDependencies: { "@angular/cli": "16" } }),
        "angular.json": json({ projects: { a: {}, b: {} } }),
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint?",
    ],
    [
      "Angular: no path said",
      {
        "package.json": json({
          name: "x",
          scripts: { build: "ng build" },
          devDependencies: { "@angular/cli": "20" },
        }),
        "angular.json": json({
          projects: { shop: { architect: { build: { builder: "@angular/build:application" } } } },
        }),
      },
      NPM,
      "buildCommand npm run build (package.json:4)",
      "entrypoint dist/shop/browser (default of @angular/cli (package.json:7))",
    ],
    [
      "Angular on a server",
      {
        "package.json": json({ scripts: { build: "ng build" }, devDependencies: { "@angular/cli": "20" } }),
        "angular.json": json({
          projects: { a: { architect: { build: { options: { ssr: { entry: "s.ts" } } } } } },
        }),
      },
      "nothing",
    ],
    [
      "Next as files",
      {
        "package.json": json({
          scripts: { build: "next build", start: "next start" },
          dependencies: { next: "16" },
        }),
        "next.config.js": 'module.exports = { output: "export" };',
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "dependencies all (no devDependencies in package.json)",
      "entrypoint out (next.config.js:1)",
      "variables EXTENSION=.html (default of next)",
    ],
    [
      "Next as files, perhaps",
      {
        "package.json": json({ scripts: { build: "next build" }, dependencies: { next: "16" } }),
        "next.config.mjs": 'export default { output: process.env.SITE ? "export" : undefined };',
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "dependencies all (no devDependencies in package.json)",
      "entrypoint?",
    ],
    [
      "Next on a server",
      {
        "package.json": json({
          scripts: { build: "next build", start: "next start" },
          dependencies: { next: "16" },
        }),
        "next.config.js": "module.exports = {};",
      },
      "nothing",
    ],
    [
      "Nuxt as files",
      { "package.json": json({ scripts: { build: "nuxt generate" }, dependencies: { nuxt: "4" } }) },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "dependencies all (no devDependencies in package.json)",
      "entrypoint .output/public (default of nuxt (package.json:6))",
    ],
    [
      "Astro as files, elsewhere",
      {
        "package.json": json({
          scripts: { build: "astro build", preview: "astro preview" },
          dependencies: { astro: "5" },
        }),
        "astro.config.mjs": 'export default defineConfig({ outDir: "./public_html" });',
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "dependencies all (no devDependencies in package.json)",
      "entrypoint public_html (astro.config.mjs:1)",
      "variables EXTENSION=.html (default of astro)",
    ],
    [
      "Astro on a server",
      {
        "package.json": json({
          scripts: { build: "astro build" },
          dependencies: { astro: "5", "@astrojs/node": "9" },
        }),
      },
      "nothing",
    ],
    [
      "SvelteKit: a page for what isn't rendered",
      {
        "package.json": json({
          scripts: { build: "vite build" },
          devDependencies: { "@sveltejs/kit": "2", "@sveltejs/adapter-static": "3", vite: "6" },
        }),
        "svelte.config.js":
          "export default { kit: { adapter: adapter({ pages: 'site', fallback: '200.html' }) } };",
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint site (svelte.config.js:1)",
      "variables FALLBACK=/200.html (svelte.config.js:1)",
      "variables EXTENSION=.html (default of @sveltejs/adapter-static)",
    ],
    [
      "React Router without a server",
      {
        "package.json": json({
          scripts: { build: "react-router build", start: "react-router-serve ./build/server/index.js" },
          dependencies: { "react-router": "7" },
          devDependencies: { "@react-router/dev": "7", vite: "6" },
        }),
        "react-router.config.ts": "export default { ssr: false };",
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint build/client (react-router.config.ts:1)",
      "variables FALLBACK=/index.html (react-router.config.ts:1)",
    ],
    [
      "VitePress in a folder",
      {
        "package.json": json({
          scripts: { build: "vitepress build docs" },
          devDependencies: { vitepress: "1" },
        }),
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint docs/.vitepress/dist (package.json)",
      "variables EXTENSION=.html (default of vitepress)",
    ],
    [
      "Eleventy elsewhere",
      {
        "package.json": json({
          scripts: { build: "eleventy --output=www" },
          devDependencies: { "@11ty/eleventy": "3" },
        }),
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "entrypoint www (package.json)",
    ],
    [
      "Create React App elsewhere",
      {
        "package.json": json({
          scripts: { build: "BUILD_PATH=./www react-scripts build" },
          dependencies: { "react-scripts": "5" },
        }),
      },
      NPM,
      "buildCommand npm run build (package.json:3)",
      "dependencies all (no devDependencies in package.json)",
      "entrypoint www (package.json)",
    ],
    [
      "a page beside a formatter",
      { "package.json": json({ devDependencies: { prettier: "3" } }), "index.html": "" },
      "tooling",
      "entrypoint . (index.html)",
    ],
    [
      "a page beside a program",
      { "package.json": json({ scripts: { start: "node a.js" } }), "a.js": "", "index.html": "" },
      "nothing",
    ],
    [
      "a folder that a file server is given",
      {
        "package.json": json({ scripts: { start: "npx serve -s pages" }, devDependencies: { serve: "14" } }),
        "pages/a.html": "",
      },
      "entrypoint pages (package.json:3)",
    ],
    [
      "a build that nothing is known of",
      {
        "package.json": json({ scripts: { build: "webpack" }, devDependencies: { webpack: "5" } }),
        "src/index.js": "",
      },
      "nothing",
    ],
    [
      "vite for tests alone",
      { "package.json": json({ main: "a.js", devDependencies: { vite: "6" } }), "a.js": "" },
      "nothing",
    ],
  ];
  test.each(table)("%s", (_name, files, ...expected) => expect(facts(detectStatic, files)).toEqual(expected));
});

test("a site that is written where another service lies is told of", () => {
  const files = {
    "client/package.json": json({ scripts: { build: "vite build" }, devDependencies: { vite: "6" } }),
    "client/vite.config.js": "export default {\n  build: { outDir: '../server/public' },\n}\n",
  };
  expect(detectStatic(Snapshot.of(files).under("client"))?.warnings).toMatchObject([
    {
      file: "vite.config.js",
      line: 2,
      message: "writes the site to server/public, which only this service's image has",
    },
  ]);
});

describe("Dockerfiles", () => {
  const table: Row[] = [
    ["none", { "main.c": "" }, "nothing"],
    [
      "one",
      { Dockerfile: "FROM debian\nEXPOSE 8080 9090\n" },
      "recipe",
      "entrypoint Dockerfile (Dockerfile)",
      "port 8080 (Dockerfile:2)",
    ],
    [
      "by its other name",
      { Containerfile: "FROM debian\n" },
      "recipe",
      "entrypoint Containerfile (Containerfile)",
    ],
    [
      "with stages that test and lint",
      {
        Dockerfile:
          "FROM a AS b\nRUN <<E\nFROM x AS test\nE\nfrom b \\\n  as Tests\nFROM b AS lint\nFROM b\n",
      },
      "recipe",
      "testCommand docker build --target tests (Dockerfile:5)",
      "lintCommand docker build --target lint (Dockerfile:7)",
      "entrypoint Dockerfile (Dockerfile)",
    ],
  ];
  test.each(table)("%s", (_name, files, ...expected) =>
    expect(facts(detectDockerfile, files)).toEqual(expected));

  test("what is wrong with one, wherever it lies, is told with its place", () => {
    const faults = (files: Record<string, string>) =>
      resolve(Snapshot.of(files), LANGUAGES).faults.map(faultText);
    expect(faults({ "services/a/Dockerfile": "# FROM x\n" })).toEqual([
      expect.stringMatching(/^services\/a\/Dockerfile:1:1: no stage begins here/),
    ]);
    expect(
      faults({ "service.yaml": "entrypoint: ./deploy/Dockerfile.one\n", "deploy/Dockerfile.one": "" }),
    ).toEqual([expect.stringMatching(/^deploy\/Dockerfile.one:1:1: no stage begins here/)]);
  });

  test("a Dockerfile whose name tells nobody that it is one is refused: it would not be read", () => {
    const paths = ["service.yaml", "deploy/image"];
    const texts = new Map([["service.yaml", "language: dockerfile\nentrypoint: deploy/image\n"]]);
    const { faults } = resolve(new Snapshot(paths, texts), LANGUAGES);
    expect(faults.map(faultText)).toEqual([
      "deploy/image: is read only if its name has Dockerfile in it: rename it",
    ]);
  });
});

describe("which language, where several could be", () => {
  const GO = { "go.mod": "", "main.go": "" };
  const NODE = { "package.json": json({ main: "a.js" }), "a.js": "" };
  const table: [name: string, files: Record<string, string>, language: string][] = [
    ["a Dockerfile beside a program", { ...GO, Dockerfile: "FROM x" }, "go"],
    [
      "a Dockerfile beside tools",
      { "package.json": json({ devDependencies: { husky: "9" } }), Dockerfile: "FROM x" },
      "dockerfile",
    ],
    ["a Dockerfile beside pages", { "index.html": "", Dockerfile: "FROM x" }, "dockerfile"],
    ["pages beside a program", { ...GO, "index.html": "" }, "go"],
    ["tools beside a program", { ...GO, "package.json": json({ devDependencies: { prettier: "3" } }) }, "go"],
    ["settings of tools beside a program", { ...NODE, "pyproject.toml": "[tool.ruff]\n" }, "node"],
    [
      "a library beside a program",
      { ...NODE, "Cargo.toml": '[package]\nname = "a"\n', "src/lib.rs": "" },
      "node",
    ],
    [
      "a site by a Node builder",
      { "package.json": json({ scripts: { build: "vite build" }, devDependencies: { vite: "6" } }) },
      "static",
    ],
    ["two programs", { ...GO, ...NODE }, "go (go.mod) or node (package.json)?"],
    ["two programs, and which", { ...GO, ...NODE, "service.yaml": "language: node\n" }, "node"],
    [
      "three",
      { ...GO, ...NODE, "build.sbt": "enablePlugins(PlayScala)" },
      "go (go.mod) or node (package.json) or scala (build.sbt)?",
    ],
    [
      "a Dockerfile, asked for",
      { ...GO, Dockerfile: "FROM x", "service.yaml": "language: dockerfile\n" },
      "dockerfile",
    ],
    ["only tools", { "package.json": "{}", "service.yaml": "command: [node, x.js]\n" }, "node"],
  ];
  test.each(table)("%s", (_name, files, language) => {
    const { services, faults } = resolve(Snapshot.of(files), LANGUAGES);
    expect(faults.map(({ message }) => message)[0] ?? services[0]?.language).toBe(language);
  });
});
