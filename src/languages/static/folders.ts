import { join } from "../../files/paths.ts";
import { readJson } from "../../manifests/json.ts";
import { type Settings, settingOf, settingsOf } from "../../manifests/settings.ts";
import type { Site, Sources, Unknown } from "./builder.ts";

/** A builder with one folder, which a flag of its command or a field of its settings may name otherwise. */
export function simple(
  folder: string,
  { flag, files, field }: { flag?: RegExp; files?: string[]; field?: string } = {},
) {
  return ({ tree, build }: Sources): Site | Unknown => {
    const [, said] = flag?.exec(build) ?? [];
    if (said) return { folder: join(".", said), from: "package.json" };
    const settings = files && settingsOf(tree, files);
    const setting = settings && field ? settingOf(settings, field) : undefined;
    if (!settings || !setting) return { folder };
    const from = `${settings.file}:${setting.line}`;
    if ("computed" in setting) return { why: `${from} computes ${field}` };
    return { folder: join(".", setting.value), from };
  };
}

/** Webpack makes a page only by a plugin, or writes beside one that is there: else what it bundles may be anything. */
export function webpackSite(sources: Sources): Site | Unknown | undefined {
  const files = ["webpack.config", "webpack.prod", "webpack.config.prod", "config/webpack.prod"];
  const site = simple("dist", { flag: /(?:--output-path|-o)[= ](\S+)/, files, field: "path" })(sources);
  if ("html-webpack-plugin" in sources.uses) return site;
  return "folder" in site && sources.tree.has(join(site.folder, "index.html")) ? site : undefined;
}

/** Rsbuild: a folder, or the root of several. https://rsbuild.rs/config/output/dist-path */
export function rsbuildSite(sources: Sources): Site | Unknown {
  const settings = settingsOf(sources.tree, ["rsbuild.config"]);
  const root = /\bdistPath\s*:\s*\{[^}]*?\broot\s*:\s*["'`]([^"'`$]+)["'`]/.exec(settings?.text ?? "");
  if (settings && root?.[1]) return { folder: join(".", root[1]), from: placeOf(settings, root.index) };
  return simple("dist", { files: ["rsbuild.config"], field: "distPath" })(sources);
}

/** Parcel: a flag, or the folder of its only target. https://parceljs.org/features/targets */
export function parcelSite(sources: Sources): Site | Unknown {
  const manifest = readJson<{ targets: Record<string, { distDir?: unknown }> }>(sources.tree, "package.json");
  const folders = Object.values(manifest?.value.targets ?? {}).map((target) => target?.distDir);
  const [folder, ...others] = folders.filter((each) => typeof each === "string");
  const flag = /(?:--dist-dir|-d)[= ](\S+)/;
  if (folder === undefined || flag.test(sources.build)) return simple("dist", { flag })(sources);
  const from = `package.json:${manifest?.line("targets", "distDir")}`;
  return others.length ? { why: `${from} names several folders` } : { folder: join(".", folder), from };
}

/** Hexo: https://hexo.io/docs/configuration#Directory */
export function hexoSite({ tree }: Sources): Site {
  const text = tree.text("_config.yml") ?? "";
  const said = /^public_dir:\s*["']?([^\s"'#]+)/m.exec(text);
  if (!said?.[1]) return { folder: "public" };
  return { folder: join(".", said[1]), from: placeOf({ file: "_config.yml", text }, said.index) };
}

/** Rspack makes a page by its own plugin or webpack's. */
export function rspackSite(sources: Sources): Site | Unknown | undefined {
  const settings = settingsOf(sources.tree, ["rspack.config"]);
  const isPage = /HtmlRspackPlugin/.test(settings?.text ?? "") || "html-webpack-plugin" in sources.uses;
  if (!isPage) return undefined;
  return simple("dist", { flag: /(?:--output-path|-o)[= ](\S+)/, files: ["rspack.config"], field: "path" })(
    sources,
  );
}

function placeOf({ file, text }: Settings, at: number): string {
  return `${file}:${text.slice(0, at).split("\n").length}`;
}

/** Create React App: a variable of its script, or of the files of variables that it reads. */
export function reactScriptsSite(sources: Sources): Site | Unknown {
  const isInScript = /\bBUILD_PATH=/.test(sources.build);
  for (const file of isInScript ? [] : [".env.production", ".env"]) {
    const text = sources.tree.text(file) ?? "";
    const said = /^BUILD_PATH=["']?([^\s"']+)/m.exec(text);
    if (said?.[1]) return { folder: join(".", said[1]), from: placeOf({ file, text }, said.index) };
  }
  return simple("build", { flag: /\bBUILD_PATH=["']?([^\s"']+)/ })(sources);
}

/** Eleventy: what its settings say, or set by a call. https://www.11ty.dev/docs/config/#output-directory */
export function eleventySite(sources: Sources): Site | Unknown {
  const files = [".eleventy", "eleventy.config"];
  const settings = settingsOf(sources.tree, files);
  const call = /\bsetOutputDirectory\(\s*["'`]([^"'`$]+)["'`]/.exec(settings?.text ?? "");
  if (settings && call?.[1] && !/--output\b/.test(sources.build)) {
    return { folder: join(".", call[1]), from: placeOf(settings, call.index) };
  }
  return simple("_site", { flag: /--output[= ](\S+)/, files, field: "output" })(sources);
}

/** A generator of pages from a folder that its command names: `vitepress build docs`. */
export function below(command: RegExp, folder: string) {
  return ({ build }: Sources): Site => {
    const [, root = "."] = command.exec(build) ?? [];
    return { folder: join(root, folder), ...(root !== "." && { from: "package.json" }) };
  };
}
