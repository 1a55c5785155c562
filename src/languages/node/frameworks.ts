/** Frameworks that answer requests themselves, with their usual port. */
export const SERVERS: Record<string, number> = {
  next: 3000,
  nuxt: 3000,
  "@nestjs/core": 3000,
  "@remix-run/serve": 3000,
  "@react-router/serve": 3000,
  "@sveltejs/adapter-node": 3000,
  "@astrojs/node": 4321,
  fastify: 3000,
  express: 3000,
  koa: 3000,
  hono: 3000,
  "@hapi/hapi": 3000,
  restify: 8080,
  polka: 3000,
  h3: 3000,
  elysia: 3000,
  nitropack: 3000,
  vinxi: 3000,
  "@solidjs/start": 3000,
  "@tanstack/react-start": 3000,
  // https://docs.adonisjs.com/guides/getting-started/configuration
  "@adonisjs/core": 3333,
  // https://www.apollographql.com/docs/apollo-server/api/standalone
  "@apollo/server": 4000,
  "graphql-yoga": 4000,
  // https://docs.strapi.io/cms/configurations/server
  "@strapi/strapi": 1337,
  sails: 1337,
  "@feathersjs/feathers": 3030,
  "@loopback/rest": 3000,
  "@medusajs/medusa": 9000,
};

/** Frameworks whose builds with vite need a server, whichever adapter they pick. */
export const RENDERERS = [
  "@sveltejs/kit",
  "@tanstack/react-start",
  "@tanstack/solid-start",
  "@react-router/dev",
  "@remix-run/dev",
  "@solidjs/start",
  "@builder.io/qwik-city",
];

/** Packages whose programs have other names. */
export const BINARIES: Record<string, string> = {
  "babel-node": "@babel/node",
  dotenvx: "@dotenvx/dotenvx",
  fastify: "fastify-cli",
  "functions-framework": "@google-cloud/functions-framework",
  keystone: "@keystone-6/core",
  medusa: "@medusajs/cli",
  "moleculer-runner": "moleculer",
  ng: "@angular/cli",
  "pm2-runtime": "pm2",
  "react-router-serve": "@react-router/serve",
  "remix-serve": "@remix-run/serve",
  strapi: "@strapi/strapi",
  tsc: "typescript",
  tsnd: "ts-node-dev",
  "ts-node-cwd": "ts-node",
  "ts-node-esm": "ts-node",
  "ts-node-script": "ts-node",
  "ts-node-transpile-only": "ts-node",
};

/** Files that a framework's build leaves, for start scripts that only development knows. */
export const OUTPUTS: Record<string, string> = {
  "nuxt start": ".output/server/index.mjs",
  "nuxt preview": ".output/server/index.mjs",
  "nuxi start": ".output/server/index.mjs",
  "nuxi preview": ".output/server/index.mjs",
  "nitro preview": ".output/server/index.mjs",
  "nitropack preview": ".output/server/index.mjs",
  "vinxi start": ".output/server/index.mjs",
};

/** Commands that only develop or look at what was built. */
export const DEVELOPMENT_COMMANDS = [
  /^(next|nuxt|nuxi|remix|react-router|astro|vinxi|nitro|nitropack|gatsby|strapi|medusa|payload|keystone|svelte-kit)( (vite:)?(dev|develop|preview|serve))?$/,
  /^(next|nuxt|nuxi|remix|react-router|astro|vinxi|gatsby|strapi|medusa|keystone) (vite:)?(dev|develop)\b/,
  // What a host's own tool starts is a stand-in for that host.
  /^(wrangler|vercel|netlify|sls|serverless|firebase|sst|amplify|miniflare)\b/,
  /^(@11ty\/)?eleventy\b.* --(serve|watch)\b|^(storybook( dev)?|start-storybook)( -|$)/,
  /^(astro|svelte-kit) preview\b|^vite(?= |$)(?! build\b)/,
  /^nest start\b|^webpack-dev-server\b|^webpack (serve|.*--watch)\b|^ng serve\b|^(ng|react-scripts|docusaurus) start\b/,
  /^(sass|node-sass|postcss|tailwindcss|@tailwindcss\/cli|lessc|stylus)\b/,
  /^vue-cli-service serve\b|^parcel\b(?! build)|^(gulp|grunt)\b|^(tsc|rollup|esbuild)\b|^expo\b|^(live-server|browser-sync)\b/,
];

/** The folder of a framework's build, where a field of its settings may name another. */
export const FOLDERS: Record<string, { file: string; field: string; folder: string }> = {
  "@sveltejs/adapter-node": { file: "svelte.config", field: "out", folder: "build" },
  "@astrojs/node": { file: "astro.config", field: "outDir", folder: "dist" },
  "@react-router/serve": { file: "react-router.config", field: "buildDirectory", folder: "build" },
  "@remix-run/serve": { file: "vite.config", field: "buildDirectory", folder: "build" },
};

/** What starts a framework's build where no script says it, by dependency. */
export const DEFAULTS: Record<string, string[]> = {
  next: ["next", "start"],
  nuxt: ["node", ".output/server/index.mjs"],
  "@nestjs/core": ["node", "dist/main.js"],
  "@sveltejs/adapter-node": ["node", "build/index.js"],
  "@astrojs/node": ["node", "dist/server/entry.mjs"],
  "@tanstack/react-start": ["node", ".output/server/index.mjs"],
  "@solidjs/start": ["node", ".output/server/index.mjs"],
  "@remix-run/serve": ["remix-serve", "build/server/index.js"],
  "@react-router/serve": ["react-router-serve", "build/server/index.js"],
};

/** Variables of programs that otherwise listen where nobody outside their container reaches them, by package. */
export const LISTENING: Record<string, string> = {
  // https://docs.astro.build/en/guides/integrations-guide/node/#standalone
  "@astrojs/node": "HOST=0.0.0.0",
  // https://github.com/fastify/fastify-cli#options
  "fastify-cli": "FASTIFY_ADDRESS=0.0.0.0",
};
