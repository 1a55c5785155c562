import type { Snapshot } from "../../files/snapshot.ts";
import { type Manifest, texts } from "../../manifests/json.ts";
import { buildScript } from "./build-script.ts";
import { foreignPreset } from "./nitro.ts";
import { allDependencies, PACKAGE, type PackageJson } from "./package.ts";

/** Frameworks that build for a host by an adapter: those that make a program of Node or files, and all others. */
const FRAMEWORKS = [
  {
    // https://svelte.dev/docs/kit/adapters
    name: "@sveltejs/kit",
    adapter: /^(@sveltejs\/adapter-.+|svelte-adapter-.+)$/,
    portable: ["@sveltejs/adapter-node", "@sveltejs/adapter-static"],
  },
  {
    // https://docs.astro.build/en/guides/on-demand-rendering/
    name: "astro",
    adapter: /^@astrojs\/(vercel|netlify|cloudflare|deno)$/,
    portable: ["@astrojs/node"],
  },
  {
    // https://remix.run/docs/en/main/other-api/adapter
    name: "@remix-run/react",
    adapter: /^@remix-run\/(cloudflare(-pages|-workers)?|deno|netlify|vercel|architect)$/,
    portable: ["@remix-run/serve", "@remix-run/express"],
  },
  {
    // https://reactrouter.com/start/framework/deploying
    name: "@react-router/dev",
    adapter:
      /^(@react-router\/(cloudflare|architect)|@vercel\/react-router|@netlify\/vite-plugin-react-router)$/,
    portable: ["@react-router/serve", "@react-router/express"],
  },
  {
    // https://developers.cloudflare.com/workers/wrangler/
    name: "wrangler",
    adapter: /^wrangler$/,
    portable: ["@hono/node-server"],
  },
];

/** An adapter by which a build makes what runs elsewhere alone. */
export interface Adapter {
  why: string;
  hint: string;
}

/** Why a framework's build leaves nothing to start here, and what to install instead. */
export function foreignAdapter(tree: Snapshot, manifest: Manifest<PackageJson>): Adapter | undefined {
  const scripts = texts(manifest.value.scripts);
  const preset = foreignPreset(tree, scripts[buildScript(scripts) ?? ""] ?? "");
  if (preset) {
    const why = `${preset.from} builds for ${preset.name}, which leaves no program of Node`;
    return { why, hint: "build by the preset node-server" };
  }
  const uses = Object.keys(allDependencies(manifest.value));
  for (const { name, adapter, portable } of FRAMEWORKS) {
    if (!uses.includes(name) || portable.some((each) => uses.includes(each))) continue;
    const found = uses.find((each) => adapter.test(each));
    if (!found) continue;
    const line = manifest.line("devDependencies", found) ?? manifest.line("dependencies", found);
    const why = `${PACKAGE}:${line} builds by ${found}, which leaves no program of Node`;
    return { why, hint: `build by ${portable.join(" or ")}` };
  }
  return undefined;
}
