import type { Snapshot } from "../../files/snapshot.ts";
import { texts } from "../../manifests/json.ts";
import { allDependencies, type PackageJson, runtimeDependencies } from "./package.ts";

/** Builders of static sites, with where each leaves the site. */
export const BUILDERS: Record<string, string> = {
  "@sveltejs/adapter-static": "build",
  expo: "dist",
  vite: "dist",
  "react-scripts": "build",
  "@vue/cli-service": "dist",
  "@angular/cli": "dist",
  astro: "dist",
  parcel: "dist",
  gatsby: "public",
  "@11ty/eleventy": "_site",
  vitepress: ".vitepress/dist",
  "@docusaurus/core": "build",
};

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
};

/** Frameworks whose builds with vite need a server, whichever adapter they pick. */
const RENDERERS = [
  "@sveltejs/kit",
  "@tanstack/react-start",
  "@tanstack/solid-start",
  "@react-router/dev",
  "@remix-run/dev",
  "@solidjs/start",
  "@builder.io/qwik-city",
];

/** Start scripts that only look at a site: development servers and file servers. */
const PREVIEW =
  /^(npx )?(vite|serve|http-server|live-server|react-scripts|ng|vue-cli-service|parcel|webpack|astro|gatsby|expo|eleventy|vitepress|docusaurus)\b/;

/** The builder of a site that needs no server of its own; undefined for a program. */
export function siteBuilder(tree: Snapshot, value: Partial<PackageJson>): string | undefined {
  const uses = allDependencies(value);
  const builder = Object.keys(BUILDERS).find((name) => name in uses);
  const { start, build } = texts(value.scripts);
  if (!builder || isServed(value, builder) || (start && !PREVIEW.test(start))) return undefined;
  // A library or a service may use vite for its tests alone.
  return build || start || tree.has("index.html") ? builder : undefined;
}

function isServed(value: Partial<PackageJson>, builder: string): boolean {
  const [uses, atRunTime] = [allDependencies(value), runtimeDependencies(value)];
  const isServer = (name: string) => name in atRunTime || (name.includes("/") && name in uses);
  const renders = builder !== "@sveltejs/adapter-static" && RENDERERS.some((name) => name in uses);
  return renders || Object.keys(SERVERS).some(isServer);
}
