import { join } from "../../files/paths.ts";
import { type Settings, settingOf, settingsOf } from "../../manifests/settings.ts";
import { makesFiles, nitroPreset } from "../node/nitro.ts";
import type { Site, Sources, Unknown } from "./builder.ts";

/** Frameworks that render on a server, or make a site: their settings say which. */

/** Next: `output: "export"`, or the export command of older releases. */
export function nextSite({ tree, build }: Sources): Site | Unknown | undefined {
  const [, folder] = /\bnext export(?: -o (\S+))?/.exec(build) ?? [];
  if (/\bnext export\b/.test(build)) return { folder: folder ?? "out", from: "package.json" };
  const settings = settingsOf(tree, ["next.config"]);
  const output = settings && settingOf(settings, "output");
  if (!settings || !output) return undefined;
  const from = `${settings.file}:${output.line}`;
  if ("computed" in output)
    return /["'`]export["'`]/.test(output.computed) ? { why: `${from} computes output` } : undefined;
  const directory = settingOf(settings, "distDir");
  if (output.value !== "export") return undefined;
  if (directory && "computed" in directory)
    return { why: `${settings.file}:${directory.line} computes distDir` };
  return { folder: directory ? directory.value : "out", from };
}

/** Nuxt: `nuxt generate`, or a preset of its server that makes files. https://nitro.build/deploy */
export function nuxtSite({ tree, build }: Sources): Site | undefined {
  const settings = settingsOf(tree, ["nuxt.config"]);
  const isGenerated = /\b(nuxt|nuxi) generate\b/.test(build);
  if (!isGenerated && !makesFiles(nitroPreset(tree, build))) return undefined;
  const isRendered = !(settings && /\bssr\s*:\s*false/.test(settings.text));
  return { folder: ".output/public", ...(isRendered ? {} : { fallback: "200.html" }) };
}

/** SolidStart: a preset of its server that makes files. */
export function solidSite({ tree, build }: Sources): Site | undefined {
  return makesFiles(nitroPreset(tree, build)) ? { folder: ".output/public" } : undefined;
}

/** SvelteKit with the adapter that writes files. */
export function svelteSite({ tree }: Sources): Site | Unknown {
  const settings = settingsOf(tree, ["svelte.config"]);
  const pages = settings && settingOf(settings, "pages");
  const fallback = settings && settingOf(settings, "fallback");
  const page = fallback && "value" in fallback ? { fallback: fallback.value } : {};
  if (!settings || !pages) return { folder: "build", ...page };
  const from = `${settings.file}:${pages.line}`;
  return "computed" in pages ? { why: `${from} computes pages` } : { folder: pages.value, from, ...page };
}

/** React Router: `ssr: false`; the page of every address is left beside those that are rendered. */
export function reactRouterSite({ tree }: Sources): Site | undefined {
  const settings = settingsOf(tree, ["react-router.config"]);
  if (!settings || !/\bssr\s*:\s*false/.test(settings.text)) return undefined;
  const line = settings.text.split("\n").findIndex((each) => /\bssr\s*:/.test(each)) + 1;
  const fallback = /\bprerender\b/.test(settings.text) ? "__spa-fallback.html" : "index.html";
  return { folder: "build/client", from: `${settings.file}:${line}`, fallback };
}

/** Astro without an adapter for a server. */
export function astroSite({ tree, uses }: Sources): Site | Unknown | undefined {
  const settings = settingsOf(tree, ["astro.config"]);
  const text = settings?.text ?? "";
  const hasAdapter =
    /\badapter\s*:/.test(text) ||
    Object.keys(uses).some((name) => /^@astrojs\/(node|vercel|netlify|cloudflare|deno)$/.test(name));
  if (hasAdapter || /\boutput\s*:\s*["'`](server|hybrid)/.test(text)) return undefined;
  return settings ? outDirOf(settings) : { folder: "dist" };
}

function outDirOf(settings: Settings): Site | Unknown {
  const outDir = settingOf(settings, "outDir");
  if (!outDir) return { folder: "dist" };
  const from = `${settings.file}:${outDir.line}`;
  return "computed" in outDir
    ? { why: `${from} computes outDir` }
    : { folder: join(".", outDir.value), from };
}
