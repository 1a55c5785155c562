import { expect, test } from "vitest";
import { Snapshot } from "../../../../src/files/snapshot.ts";
import { detectNode } from "../../../../src/languages/node/detect.ts";
import { facts, json, type Row } from "../../detection/facts.ts";

const NPM = "packageManager npm (default of node)";

const table: Row[] = [
  ["no Node", { "server.js": "" }, "nothing"],
  [
    "npm, express, a start script and tests",
    {
      "package.json": json({
        engines: { node: ">=20" },
        scripts: { start: "node server.js", test: "node --test", lint: "eslint ." },
        dependencies: { express: "^5" },
      }),
      "package-lock.json": "",
      "server.js": "",
    },
    "minimumVersion 20 (package.json:3)",
    "packageManager npm (package-lock.json)",
    "testCommand npm run test (package.json:7)",
    "lintCommand npm run lint (package.json:8)",
    "dependencies all (no devDependencies in package.json)",
    "entrypoint server.js (package.json:6)",
    "port 3000 (default of express)",
  ],
  [
    "pnpm, a build and flags",
    {
      "package.json": json({
        scripts: { build: "tsc", start: "node --enable-source-maps dist/main" },
        volta: { node: "22.3.0" },
      }),
      "pnpm-lock.yaml": "",
    },
    "version 22 (package.json:7)",
    "packageManager pnpm (pnpm-lock.yaml)",
    "buildCommand pnpm run build (package.json:3)",
    "dependencies none (no dependencies in package.json)",
    "entrypoint dist/main.js (package.json:4)",
    "command node --enable-source-maps dist/main.js (package.json:4)",
  ],
  [
    "the packageManager field over a lockfile",
    {
      "package.json": json({ packageManager: "pnpm@9.12.0+sha512.abc", main: "a.js" }),
      "yarn.lock": "",
      "a.js": "",
    },
    "packageManager pnpm (package.json:2)",
    "packageManagerVersion 9.12.0 (package.json:2)",
    "dependencies none (no dependencies in package.json)",
    "entrypoint a.js (package.json:3)",
  ],
  [
    "npm's devEngines",
    { "package.json": json({ devEngines: { packageManager: { name: "bun" } }, main: "a.js" }), "a.js": "" },
    "packageManager bun (package.json:3)",
    "dependencies none (no dependencies in package.json)",
    "entrypoint a.js (package.json:7)",
  ],
  [
    "yarn 1",
    { "package.json": json({ main: "a.js" }), "yarn.lock": "", "a.js": "" },
    "packageManager yarn (yarn.lock)",
    "packageManagerVersion 1 (no .yarnrc.yml)",
    "dependencies none (no dependencies in package.json)",
    "entrypoint a.js (package.json:2)",
  ],
  [
    "yarn berry",
    {
      "package.json": json({ main: "a.js" }),
      "yarn.lock": "",
      ".yarnrc.yml": "nodeLinker: node-modules\nyarnPath: .yarn/releases/yarn-4.1.1.cjs\n",
      "a.js": "",
    },
    "packageManager yarn (yarn.lock)",
    "packageManagerVersion 4.1.1 (.yarnrc.yml:2)",
    "dependencies none (no dependencies in package.json)",
    "entrypoint a.js (package.json:2)",
  ],
  [
    "bun's older lockfile",
    { "package.json": json({ main: "a.js" }), "bun.lockb": "", "a.js": "" },
    "packageManager bun (bun.lockb)",
    "dependencies none (no dependencies in package.json)",
    "entrypoint a.js (package.json:2)",
  ],
  [
    "npm's lockfile of published packages",
    { "package.json": json({ main: "a.js" }), "npm-shrinkwrap.json": "", "a.js": "" },
    "packageManager npm (npm-shrinkwrap.json)",
    "dependencies none (no dependencies in package.json)",
    "entrypoint a.js (package.json:2)",
  ],
  [
    "two lockfiles",
    { "package.json": json({ main: "a.js" }), "package-lock.json": "", "yarn.lock": "", "a.js": "" },
    "dependencies none (no dependencies in package.json)",
    "entrypoint a.js (package.json:2)",
    "packageManager? npm | yarn",
  ],
  [
    "two lockfiles, of which the Dockerfile uses one",
    {
      "package.json": json({ main: "a.js" }),
      "package-lock.json": "",
      "yarn.lock": "",
      "a.js": "",
      Dockerfile: "FROM node\nRUN yarn --frozen-lockfile && yarnpkg\n",
    },
    "packageManager yarn (Dockerfile:2)",
    "packageManagerVersion 1 (no .yarnrc.yml)",
    "dependencies none (no dependencies in package.json)",
    "entrypoint a.js (package.json:2)",
  ],
  [
    "a server of Next's that holds all it needs",
    {
      "package.json": json({
        scripts: { build: "next build", start: "next start -p 4000" },
        dependencies: { next: "15" },
      }),
      "package-lock.json": "",
      "next.config.mjs": 'export default { output: "standalone" };\n',
    },
    "packageManager npm (package-lock.json)",
    "buildCommand npm run build (package.json:3)",
    "dependencies all (no devDependencies in package.json)",
    "entrypoint .next/standalone/server.js (package.json:4)",
    "variables HOSTNAME=0.0.0.0 PORT=4000 (package.json:4)",
    "port 4000 (package.json:4)",
  ],
  [
    "what is built before it starts, without a build script",
    {
      "package.json": json({
        scripts: { start: "tsc && node dist/a.js" },
        devDependencies: { typescript: "5" },
      }),
      "package-lock.json": "",
    },
    "buildCommand npm exec --call tsc (package.json:3)",
    "packageManager npm (package-lock.json)",
    "entrypoint dist/a.js (package.json:3)",
  ],
  [
    "what is built before it starts, beside the build script",
    {
      "package.json": json({
        scripts: { build: "vite build", prestart: "yarn compile", start: "node dist/a.js", compile: "tsc" },
        devDependencies: { typescript: "5", vite: "7" },
      }),
      "yarn.lock": "",
    },
    "buildCommand npm exec --call yarn run build && yarn compile (package.json:5)",
    "packageManager yarn (yarn.lock)",
    "packageManagerVersion 1 (no .yarnrc.yml)",
    "buildCommand yarn run build (package.json:3)",
    "entrypoint dist/a.js (package.json:5)",
  ],
  [
    "a start that only builds once more",
    {
      "package.json": json({ scripts: { build: "tsc", prestart: "npm run build", start: "node dist/a.js" } }),
      "package-lock.json": "",
    },
    "packageManager npm (package-lock.json)",
    "buildCommand npm run build (package.json:3)",
    "dependencies none (no dependencies in package.json)",
    "entrypoint dist/a.js (package.json:5)",
  ],
  [
    "a script of another name, which alone can make what is started",
    {
      "package.json": json({
        scripts: { "build:prod": "tsc", lint: "eslint .", start: "node dist/a.js" },
        devDependencies: { typescript: "5" },
      }),
      "pnpm-lock.yaml": "",
    },
    "buildCommand pnpm run build:prod (package.json:3)",
    "packageManager pnpm (pnpm-lock.yaml)",
    "lintCommand pnpm run lint (package.json:4)",
    "entrypoint dist/a.js (package.json:5)",
  ],
  [
    "a script that may build something, and nothing that it would be needed for",
    {
      "package.json": json({ scripts: { "docs:build": "typedoc", start: "node a.js" } }),
      "package-lock.json": "",
      "a.js": "",
    },
    "packageManager npm (package-lock.json)",
    "dependencies none (no dependencies in package.json)",
    "entrypoint a.js (package.json:4)",
  ],
  [
    "Angular that renders on a server",
    {
      "package.json": json({
        scripts: {
          start: "ng serve",
          build: "ng build",
          "serve:ssr:shop": "node dist/shop/server/server.mjs",
        },
        dependencies: { "@angular/core": "20" },
      }),
      "package-lock.json": "",
    },
    "packageManager npm (package-lock.json)",
    "buildCommand npm run build (package.json:4)",
    "dependencies all (no devDependencies in package.json)",
    "entrypoint dist/shop/server/server.mjs (package.json:5)",
  ],
  [
    "a framework's server that listens for itself alone, unless it is told",
    {
      "package.json": json({
        scripts: { build: "astro build" },
        dependencies: { astro: "5", "@astrojs/node": "9" },
      }),
      "package-lock.json": "",
    },
    "packageManager npm (package-lock.json)",
    "buildCommand npm run build (package.json:3)",
    "dependencies all (no devDependencies in package.json)",
    "variables HOST=0.0.0.0 (default of @astrojs/node)",
    "entrypoint dist/server/entry.mjs (default of @astrojs/node)",
    "port 4321 (default of @astrojs/node)",
  ],
  [
    "libraries of the system that its packages are compiled against",
    {
      "package.json": json({ scripts: { start: "node a.js" }, dependencies: { "pg-native": "3", pg: "8" } }),
      "package-lock.json": "",
      "a.js": "",
    },
    "packageManager npm (package-lock.json)",
    "dependencies all (no devDependencies in package.json)",
    "buildPackages libpq-dev (package.json:6 (pg-native))",
    "runtimePackages libpq5 (package.json:6 (pg-native))",
    "entrypoint a.js (package.json:3)",
  ],
  ...(
    [
      ["pnpm 7", "pnpm-lock.yaml", "lockfileVersion: 5.4\n", "7.33.7", 1],
      ["pnpm 8", "pnpm-lock.yaml", "lockfileVersion: '6.0'\n", "8.15.9", 1],
      ["Yarn 3", "yarn.lock", "# x\n\n__metadata:\n  version: 6\n", "3.8.7", 3],
      ["Yarn 4 without settings", "yarn.lock", "__metadata:\n  version: 8\n  cacheKey: 10\n", "4", 1],
    ] as const
  ).map(
    ([name, file, text, version, line]): Row => [
      `a lockfile that ${name} wrote`,
      { "package.json": json({ main: "a.js" }), [file]: text, "a.js": "" },
      `packageManager ${file.slice(0, 4)} (${file})`,
      `packageManagerVersion ${version} (${file}:${line})`,
      "dependencies none (no dependencies in package.json)",
      "entrypoint a.js (package.json:2)",
    ],
  ),
  [
    "Plug'n'Play, which no image has",
    {
      "package.json": json({ scripts: { start: "node -r ./.pnp.cjs --loader ./.pnp.loader.mjs a.js" } }),
      "package-lock.json": "",
      "a.js": "",
    },
    "packageManager npm (package-lock.json)",
    "dependencies none (no dependencies in package.json)",
    "entrypoint a.js (package.json:3)",
  ],
  [
    "a member that no workspace has",
    {
      "package.json": json({ workspaces: ["services/*"] }),
      "package-lock.json": "",
      "services/x/package.json": json({ main: "a.js", dependencies: { m: "workspace:*" } }),
      "services/x/a.js": "",
      "libs/m/package.json": json({ name: "m" }),
    },
    "packageManager npm (../../package-lock.json)",
    "workspace . (../../package.json)",
    "inputs package.json package-lock.json (../../package.json)",
    "entrypoint a.js (package.json:2)",
    "package.json:4: m is workspace:*, and no workspace above has a package of that name",
  ],
  [
    "a framework's build in another folder",
    {
      "package.json": json({
        scripts: { build: "vite build" },
        devDependencies: { "@sveltejs/kit": "2", "@sveltejs/adapter-node": "5" },
      }),
      "package-lock.json": "",
      "svelte.config.js": "export default {\n  kit: { adapter: adapter({ out: './server-build' }) },\n};",
    },
    "packageManager npm (package-lock.json)",
    "buildCommand npm run build (package.json:3)",
    "entrypoint server-build/index.js (svelte.config.js:2)",
  ],
  [
    "a host's own tool that shows a build",
    {
      "package.json": json({
        scripts: { build: "vite build", preview: "npm run build && wrangler pages dev ./build" },
        devDependencies: { "@sveltejs/kit": "2", "@sveltejs/adapter-cloudflare": "5", wrangler: "4" },
      }),
      "package-lock.json": "",
    },
    "packageManager npm (package-lock.json)",
    "buildCommand npm run build (package.json:3)",
    "entrypoint?",
  ],
  [
    "a line of code",
    {
      "package.json": json({ scripts: { build: "tsc", start: "node -e \"require('./dist').start()\"" } }),
      "package-lock.json": "",
    },
    "packageManager npm (package-lock.json)",
    "buildCommand npm run build (package.json:3)",
    "dependencies none (no dependencies in package.json)",
    "command node -e require('./dist').start() (package.json:4)",
  ],
  [
    "the one program of a file of pm2's",
    {
      "package.json": json({ scripts: { start: "pm2-runtime start ecosystem.config.js" } }),
      "package-lock.json": "",
      "ecosystem.config.js":
        "module.exports = { apps: [{ name: 'api', script: './src/a.js', args: '--all', instances: 'max' }] };",
      "src/a.js": "",
    },
    "packageManager npm (package-lock.json)",
    "dependencies none (no dependencies in package.json)",
    "entrypoint src/a.js (package.json:3)",
    "command node src/a.js --all (package.json:3)",
  ],
  [
    "several programs of a file of pm2's",
    {
      "package.json": json({ scripts: { start: "pm2 start ecosystem.config.js" } }),
      "package-lock.json": "",
      "ecosystem.config.js": "module.exports = { apps: [{ script: 'a.js' }, { script: 'b.js' }] };",
    },
    "packageManager npm (package-lock.json)",
    "dependencies none (no dependencies in package.json)",
    "entrypoint?",
  ],
  [
    "a start on one host alone is no reason to guess at a file",
    {
      "package.json": json({
        scripts: { dev: "wrangler dev", deploy: "wrangler deploy" },
        dependencies: { hono: "4" },
        devDependencies: { wrangler: "4" },
      }),
      "package-lock.json": "",
      "src/index.ts": "",
    },
    "packageManager npm (package-lock.json)",
    "port 3000 (default of hono)",
    "entrypoint?",
  ],
  [
    "sources that Bun runs, by a script that watches and one that doesn't",
    {
      "package.json": json({
        scripts: { dev: "bun --hot src/index.ts", start: "bun run --smol src/index.ts" },
        dependencies: { hono: "4" },
      }),
      "bun.lock": "",
      "src/index.ts": "",
    },
    "packageManager bun (bun.lock)",
    "dependencies all (no devDependencies in package.json)",
    "entrypoint src/index.ts (package.json:4)",
    "command bun --smol src/index.ts (package.json:4)",
    "port 3000 (default of hono)",
  ],
  [
    "TypeScript that nothing but its types says what runs it",
    {
      "package.json": json({ devDependencies: { "@types/bun": "1" } }),
      "index.ts": "",
    },
    NPM,
    "entrypoint index.ts (index.ts)",
    "command bun index.ts (index.ts)",
  ],
  [
    "programs of packages and scripts by way of Bun",
    {
      "package.json": json({
        scripts: { build: "next build", start: "bun --bun run serve", serve: "bun next start" },
        dependencies: { next: "15" },
      }),
      "bun.lock": "",
    },
    "packageManager bun (bun.lock)",
    "buildCommand bun run build (package.json:3)",
    "dependencies all (no devDependencies in package.json)",
    "command node node_modules/.bin/next start (package.json:4)",
    "port 3000 (default of next)",
  ],
  [
    "what only Deno runs",
    { "deno.json": '{ "tasks": { "start": "deno run -A main.ts" } }', "main.ts": "" },
    "deno.json:undefined: Deno runs it, which no base has",
  ],
  [
    "a library of Deno's",
    { "deno.json": '{ "name": "@a/b", "exports": "./mod.ts" }', "mod.ts": "" },
    "nothing",
  ],
  [
    "settings that only one manager reads, where there is no lockfile",
    {
      "package.json": json({ workspaces: ["services/*", "packages/*"] }),
      "pnpm-workspace.yaml": "packages: ['services/*', 'packages/*']\n",
      "services/x/package.json": json({ main: "a.js", dependencies: { log: "workspace:*" } }),
      "services/x/a.js": "",
      "packages/log/package.json": json({ name: "log" }),
    },
    "packageManager pnpm (../../pnpm-workspace.yaml)",
    "workspace . (../../pnpm-workspace.yaml)",
    "inputs package.json pnpm-workspace.yaml (../../pnpm-workspace.yaml)",
    "inputs packages/log (package.json:4)",
    "entrypoint a.js (package.json:2)",
  ],
  [
    "scripts that start a program each",
    {
      "package.json": json({
        scripts: {
          build: "tsc",
          "start:api": "node dist/a.js",
          "start:worker": "node dist/b.js",
          "start:dev": "nodemon",
        },
      }),
      "package-lock.json": "",
    },
    "packageManager npm (package-lock.json)",
    "buildCommand npm run build (package.json:3)",
    "dependencies none (no dependencies in package.json)",
    "entrypoint? dist/a.js | dist/b.js",
  ],
  [
    "the only script that starts a program, by another name",
    {
      "package.json": json({
        scripts: { build: "tsc", "start:api": "node dist/a.js", "start:dev": "nodemon" },
      }),
      "package-lock.json": "",
    },
    "packageManager npm (package-lock.json)",
    "buildCommand npm run build (package.json:3)",
    "dependencies none (no dependencies in package.json)",
    "entrypoint dist/a.js (package.json:4)",
  ],
  [
    "a name with a dot that isn't an ending",
    {
      "package.json": json({ scripts: { build: "qwik build", start: "node server/entry.express" } }),
      "package-lock.json": "",
    },
    "packageManager npm (package-lock.json)",
    "buildCommand npm run build (package.json:3)",
    "dependencies none (no dependencies in package.json)",
    "entrypoint server/entry.express.js (package.json:4)",
  ],
  [
    "a port that is set where there is none",
    {
      "package.json": json({ scripts: { start: ["PORT=$", "{PORT:=4000} node a.js"].join("") } }),
      "package-lock.json": "",
      "a.js": "",
    },
    "packageManager npm (package-lock.json)",
    "dependencies none (no dependencies in package.json)",
    "entrypoint a.js (package.json:3)",
    "variables PORT=4000 (package.json:3)",
    "port 4000 (package.json:3)",
  ],
  [
    "scripts one after another, by patterns",
    {
      "package.json": json({
        scripts: {
          start: "run-s clean build:* serve:api",
          clean: "rimraf dist",
          "build:ts": "tsc",
          "serve:api": "node dist/a.js",
        },
        devDependencies: { "npm-run-all2": "7" },
      }),
      "package-lock.json": "",
    },
    "buildCommand npm run build:ts (package.json:5)",
    "packageManager npm (package-lock.json)",
    "entrypoint dist/a.js (package.json:3)",
  ],
  [
    "several scripts at once, of which one is for development",
    {
      "package.json": json({
        scripts: {
          start: "concurrently -n api,web 'npm:server' 'npm start --prefix web'",
          server: "nodemon a.js",
        },
        dependencies: { concurrently: "9" },
      }),
      "package-lock.json": "",
      "a.js": "",
      "web/package.json": json({ scripts: { start: "react-scripts start" } }),
    },
    "packageManager npm (package-lock.json)",
    "dependencies all (no devDependencies in package.json)",
    "entrypoint a.js (package.json:3)",
  ],
  [
    "several scripts at once, of which each is a program",
    {
      "package.json": json({
        scripts: { start: "run-p server worker", server: "node a.js", worker: "node b.js" },
      }),
      "package-lock.json": "",
      "a.js": "",
      "b.js": "",
    },
    "packageManager npm (package-lock.json)",
    "dependencies none (no dependencies in package.json)",
    "entrypoint? a.js | b.js",
  ],
  [
    "several programs, but for production",
    {
      "package.json": json({
        scripts: { start: "run-p s w", s: "node a.js", w: "node b.js", "start:prod": "node a.js" },
      }),
      "package-lock.json": "",
      "a.js": "",
      "b.js": "",
    },
    "packageManager npm (package-lock.json)",
    "dependencies none (no dependencies in package.json)",
    "entrypoint a.js (package.json:6)",
  ],
  [
    "a script before the start that means nothing for an image",
    {
      "package.json": json({
        scripts: {
          prestart: "npm run clean && npm run build",
          start: "node dist/a.js",
          clean: "rm -rf dist",
          build: "tsc",
        },
      }),
      "package-lock.json": "",
    },
    "packageManager npm (package-lock.json)",
    "buildCommand npm run build (package.json:6)",
    "dependencies none (no dependencies in package.json)",
    "entrypoint dist/a.js (package.json:4)",
  ],
  [
    "a port among the arguments of a file",
    {
      "package.json": json({ scripts: { start: "node a.js --port=8081" } }),
      "package-lock.json": "",
      "a.js": "",
    },
    "packageManager npm (package-lock.json)",
    "dependencies none (no dependencies in package.json)",
    "entrypoint a.js (package.json:3)",
    "command node a.js --port=8081 (package.json:3)",
    "port 8081 (package.json:3)",
  ],
  [
    "Nuxt for one host alone",
    {
      "package.json": json({ scripts: { build: "nuxt build" }, dependencies: { nuxt: "3" } }),
      "package-lock.json": "",
      "nuxt.config.ts": "export default defineNuxtConfig({\n  nitro: { preset: 'vercel' },\n})\n",
    },
    "packageManager npm (package-lock.json)",
    "buildCommand npm run build (package.json:3)",
    "dependencies all (no devDependencies in package.json)",
    "port 3000 (default of nuxt)",
    "entrypoint?",
  ],
  [
    "an adapter for one host alone",
    {
      "package.json": json({
        scripts: { build: "vite build" },
        devDependencies: { "@sveltejs/kit": "2", "@sveltejs/adapter-vercel": "5" },
      }),
      "package-lock.json": "",
    },
    "packageManager npm (package-lock.json)",
    "buildCommand npm run build (package.json:3)",
    "entrypoint?",
  ],
  [
    "an argument that only the Dockerfile gives to what the script starts",
    {
      "package.json": json({ scripts: { start: "node a.js" } }),
      "package-lock.json": "",
      "a.js": "",
      Dockerfile: 'FROM node\nWORKDIR /opt/x\nCOPY a.js /opt/x/\nCMD ["node", "/opt/x/a.js", "9080"]\n',
    },
    "packageManager npm (package-lock.json)",
    "dependencies none (no dependencies in package.json)",
    "entrypoint a.js (Dockerfile:4)",
    "command node a.js 9080 (Dockerfile:4)",
  ],
  [
    "an exact version file over engines",
    { "package.json": json({ engines: { node: ">=18" }, main: "a.js" }), ".nvmrc": "v22.3.0\n", "a.js": "" },
    "version 22 (.nvmrc:1)",
    NPM,
    "dependencies none (no dependencies in package.json)",
    "entrypoint a.js (package.json:5)",
  ],
  [
    "a code name, behind a comment",
    { "package.json": json({ main: "a.js" }), ".nvmrc": "# long-term\nlts/iron\n", "a.js": "" },
    "version 20 (.nvmrc:2)",
    NPM,
    "dependencies none (no dependencies in package.json)",
    "entrypoint a.js (package.json:2)",
  ],
  [
    "no code name",
    { "package.json": json({ main: "a.js" }), ".node-version": "lts/*\n", "a.js": "" },
    NPM,
    "dependencies none (no dependencies in package.json)",
    "entrypoint a.js (package.json:2)",
  ],
  [
    "a range with an end: the long-term release in it",
    { "package.json": json({ engines: { node: ">=18 <24" }, main: "a.js" }), "a.js": "" },
    "version 22 (package.json:3)",
    NPM,
    "dependencies none (no dependencies in package.json)",
    "entrypoint a.js (package.json:5)",
  ],
  [
    "alternatives",
    { "package.json": json({ engines: { node: "^20.9.0 || 22.x" }, main: "a.js" }), "a.js": "" },
    "version 22 (package.json:3)",
    NPM,
    "dependencies none (no dependencies in package.json)",
    "entrypoint a.js (package.json:5)",
  ],
  [
    "a version file above",
    {
      "services/x/package.json": json({ main: "a.js" }),
      "services/x/a.js": "",
      ".tool-versions": "golang 1.26\nnodejs 22.1.0\n",
    },
    "version 22 (../../.tool-versions:2)",
    NPM,
    "dependencies none (no dependencies in package.json)",
    "entrypoint a.js (package.json:2)",
  ],
  [
    "main without its ending",
    { "package.json": json({ main: "./lib" }), "lib/index.js": "" },
    NPM,
    "dependencies none (no dependencies in package.json)",
    "entrypoint lib/index.js (package.json:2)",
  ],
  [
    "npm init's main, and the server beside it",
    {
      "package.json": json({
        main: "index.js",
        scripts: { test: 'echo "Error: no test specified" && exit 1' },
      }),
      "src/server.ts": "",
    },
    NPM,
    "dependencies none (no dependencies in package.json)",
    "entrypoint src/server.ts (src/server.ts)",
  ],
  [
    "a member of the workspace by a range that npm doesn't know",
    { "package.json": json({ dependencies: { lib: "workspace:*" }, main: "a.js" }), "a.js": "" },
    "dependencies all (no devDependencies in package.json)",
    "entrypoint a.js (package.json:5)",
    "packageManager? pnpm | yarn | bun",
    "package.json:3: lib is workspace:*, and no workspace above has a package of that name",
  ],
  [
    "one bin",
    { "package.json": json({ bin: { tool: "./bin/tool.mjs" } }), "bin/tool.mjs": "" },
    NPM,
    "dependencies none (no dependencies in package.json)",
    "entrypoint bin/tool.mjs (package.json:2)",
  ],
  [
    "one bin beside a Dockerfile that starts something else",
    {
      "package.json": json({ bin: { health: "./bin/health.mjs" } }),
      "bin/health.mjs": "",
      Dockerfile: 'FROM node:24\nCMD ["pnpm", "run", "prod"]\n',
    },
    "tooling",
    "version 24 (Dockerfile:1)",
    "packageManager npm (default of node)",
    "dependencies none (no dependencies in package.json)",
    "entrypoint?",
  ],
  [
    "several bins",
    { "package.json": json({ bin: { a: "a.js", b: "b.js" } }), "a.js": "", "b.js": "" },
    NPM,
    "dependencies none (no dependencies in package.json)",
    "entrypoint? a.js | b.js",
  ],
  [
    "variables before the command",
    {
      "package.json": json({
        scripts: { start: "cross-env NODE_ENV=production PORT=4000 LOG=all node app" },
      }),
      "app.js": "",
    },
    NPM,
    "dependencies none (no dependencies in package.json)",
    "entrypoint app.js (package.json:3)",
    "variables PORT=4000 LOG=all (package.json:3)",
    "port 4000 (package.json:3)",
  ],
  [
    "a build before the start",
    { "package.json": json({ scripts: { build: "tsc", start: "npm run build && node dist/a.js" } }) },
    NPM,
    "buildCommand npm run build (package.json:3)",
    "dependencies none (no dependencies in package.json)",
    "entrypoint dist/a.js (package.json:4)",
  ],
  [
    "one script by way of another",
    {
      "package.json": json({
        scripts: { serve: "node -r dotenv/config a.js", start: "npm run serve" },
        dependencies: { dotenv: "17" },
      }),
      "a.js": "",
    },
    NPM,
    "dependencies all (no devDependencies in package.json)",
    "entrypoint a.js (package.json:4)",
    "command node -r dotenv/config a.js (package.json:4)",
  ],
  [
    "a source that a development tool runs",
    {
      "package.json": json({ scripts: { start: "tsx watch src/index.ts" }, devDependencies: { tsx: "4" } }),
      "src/index.ts": "",
    },
    NPM,
    "entrypoint src/index.ts (package.json:3)",
    "command node --import tsx src/index.ts (package.json:3)",
    "dependencies all (package.json:3)",
  ],
  [
    "Next",
    {
      "package.json": json({
        scripts: { build: "next build", start: "next start -p 3000" },
        dependencies: { next: "15" },
      }),
    },
    NPM,
    "buildCommand npm run build (package.json:3)",
    "dependencies all (no devDependencies in package.json)",
    "command node node_modules/.bin/next start -p 3000 (package.json:4)",
    "port 3000 (package.json:4)",
  ],
  [
    "Nest",
    {
      "package.json": json({
        scripts: { build: "nest build", start: "nest start" },
        dependencies: { "@nestjs/core": "11" },
      }),
    },
    NPM,
    "buildCommand npm run build (package.json:3)",
    "dependencies all (no devDependencies in package.json)",
    "entrypoint dist/main.js (default of @nestjs/core)",
    "port 3000 (default of @nestjs/core)",
  ],
  [
    "a start script of two commands is a question",
    {
      "package.json": json({ main: "a.js", scripts: { start: "node migrate.js && node a.js" } }),
      "a.js": "",
    },
    NPM,
    "dependencies none (no dependencies in package.json)",
    "command? [node, a.js]",
  ],
  [
    "a framework without a start script",
    { "package.json": json({ scripts: { build: "nuxt build" }, dependencies: { nuxt: "3" } }) },
    NPM,
    "buildCommand npm run build (package.json:3)",
    "dependencies all (no devDependencies in package.json)",
    "entrypoint .output/server/index.mjs (default of nuxt)",
    "port 3000 (default of nuxt)",
  ],
  [
    "mise",
    { "package.json": json({ main: "a.js" }), "a.js": "", "mise.toml": '[tools]\nnode = "22.1"\n' },
    "version 22 (mise.toml:2)",
    NPM,
    "dependencies none (no dependencies in package.json)",
    "entrypoint a.js (package.json:2)",
  ],
  [
    "a linter's package.json",
    { "package.json": json({ devDependencies: { eslint: "9" } }) },
    "tooling",
    NPM,
    "entrypoint?",
  ],
  [
    "an npm workspace above, and its packages by name",
    {
      "package.json": json({ workspaces: ["services/*", "packages/*"], engines: { node: "22" } }),
      "package-lock.json": "",
      ".npmrc": "",
      "services/x/package.json": json({ main: "a.js", dependencies: { "@acme/ui": "*" } }),
      "services/x/a.js": "",
      "services/y/package.json": json({ name: "y" }),
      "packages/ui/package.json": json({ name: "@acme/ui", dependencies: { "@acme/tokens": "*" } }),
      "packages/tokens/package.json": json({ name: "@acme/tokens" }),
      "packages/other/package.json": json({ name: "@acme/other" }),
    },
    "version 22 (../../package.json:7)",
    "packageManager npm (../../package-lock.json)",
    "workspace . (../../package.json)",
    "inputs package.json package-lock.json .npmrc (../../package.json)",
    "inputs packages/ui (package.json:4)",
    "inputs packages/tokens (../../packages/ui/package.json:4)",
    "entrypoint a.js (package.json:2)",
  ],
  [
    "a pnpm workspace above",
    {
      "package.json": json({ packageManager: "pnpm@10.1.0" }),
      "pnpm-workspace.yaml": "packages:\n  - services/**\n  - '!services/old'\n",
      "pnpm-lock.yaml": "",
      "services/x/package.json": json({ main: "a.js" }),
      "services/x/a.js": "",
    },
    "packageManager pnpm (../../package.json:2)",
    "packageManagerVersion 10.1.0 (../../package.json:2)",
    "workspace . (../../pnpm-workspace.yaml)",
    "inputs package.json pnpm-lock.yaml pnpm-workspace.yaml (../../pnpm-workspace.yaml)",
    "entrypoint a.js (package.json:2)",
  ],
  [
    "a yarn workspace: every member's manifest",
    {
      "package.json": json({ workspaces: { packages: ["services/*"] } }),
      "yarn.lock": "",
      "services/x/package.json": json({ main: "a.js" }),
      "services/x/a.js": "",
      "services/y/package.json": "{}",
    },
    "packageManager yarn (../../yarn.lock)",
    "packageManagerVersion 1 (no .yarnrc.yml)",
    "workspace . (../../package.json)",
    "inputs package.json yarn.lock (../../package.json)",
    "inputs services/x/package.json services/y/package.json (../../package.json)",
    "entrypoint a.js (package.json:2)",
  ],
  [
    "a workspace above that leaves the service out",
    {
      "package.json": json({ workspaces: ["apps/*"] }),
      "services/x/package.json": json({ main: "a.js" }),
      "services/x/a.js": "",
    },
    NPM,
    "dependencies none (no dependencies in package.json)",
    "entrypoint a.js (package.json:2)",
  ],
  [
    "packages by path, and theirs",
    {
      "services/x/package.json": json({
        main: "a.js",
        dependencies: { m: "file:../../libs/m", own: "file:./own" },
      }),
      "services/x/a.js": "",
      "services/x/own/package.json": "{}",
      "libs/m/package.json": json({ dependencies: { n: "link:../n" } }),
      "libs/n/package.json": "{}",
    },
    NPM,
    "inputs libs/m (package.json:4)",
    "inputs libs/n (../../libs/m/package.json:3)",
    "entrypoint a.js (package.json:2)",
  ],
  [
    "a package by a path that isn't there",
    {
      "services/x/package.json": json({ main: "a.js", dependencies: { m: "file:../m" } }),
      "services/x/a.js": "",
    },
    NPM,
    "dependencies all (no devDependencies in package.json)",
    "entrypoint a.js (package.json:2)",
    "package.json:4: the repository has no services/m",
  ],
];

test.each(table)("%s", (_name, files, ...expected) => {
  expect(facts(detectNode, files)).toEqual(expected);
});

test("what is derived fits what the descriptor says", () => {
  const files = {
    "package.json": json({ scripts: { start: "node a.js", test: "jest" } }),
    "package-lock.json": "",
    "yarn.lock": "",
  };
  expect(facts(detectNode, files, { packageManager: "yarn", entrypoint: "b.js" })).toEqual([
    "packageManager yarn (yarn.lock)",
    "packageManagerVersion 1 (no .yarnrc.yml)",
    "testCommand yarn run test (package.json:4)",
    "dependencies none (no dependencies in package.json)",
  ]);
});

test.each([
  [
    "a desktop's shell",
    { main: "a.js", scripts: { start: "electron ." }, devDependencies: { electron: "30" } },
  ],
  ["React Native", { scripts: { start: "expo start" }, dependencies: { "react-native": "0.7" } }],
])("what %s starts is no service unless somebody says so", (_name, manifest) => {
  const tree = Snapshot.of({ "package.json": json(manifest), "a.js": "" });
  expect(detectNode(tree)?.excluded).toMatch(/^an app for/);
});

test("an adapter for one host alone is told, with those for all", () => {
  const manifest = json({ devDependencies: { "@sveltejs/kit": "2", "@sveltejs/adapter-auto": "6" } });
  const [choice] = detectNode(Snapshot.of({ "package.json": manifest }))?.choices ?? [];
  expect(choice).toMatchObject({
    why: "package.json:4 builds by @sveltejs/adapter-auto, which leaves no program of Node",
    hint: "build by @sveltejs/adapter-node or @sveltejs/adapter-static",
  });
});

test("npm reads no lockfile of a workspace's member", () => {
  const files = {
    "package.json": json({ workspaces: ["services/*"] }),
    "services/x/package.json": json({ main: "a.js", dependencies: { ms: "2" } }),
    "services/x/package-lock.json": "",
    "services/x/a.js": "",
  };
  const unlocked = (more: Record<string, string>) =>
    detectNode(Snapshot.of({ ...files, ...more }).under("services/x"))?.unlocked?.hint;
  expect(unlocked({})).toBe("run npm install in the root and commit package-lock.json");
  expect(unlocked({ "package-lock.json": "" })).toBeUndefined();
});
