import { join } from "../../files/paths.ts";
import { settingOf, settingsOf } from "../../manifests/settings.ts";
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

/** Webpack makes a page only by a plugin: without it, what it bundles may be anything. */
export function webpackSite(sources: Sources): Site | Unknown | undefined {
  if (!("html-webpack-plugin" in sources.uses)) return undefined;
  const files = ["webpack.config", "webpack.prod", "webpack.config.prod", "config/webpack.prod"];
  return simple("dist", { flag: /(?:--output-path|-o)[= ](\S+)/, files, field: "path" })(sources);
}

/** Create React App: a variable of its script, or of the files of variables that it reads. */
export function reactScriptsSite(sources: Sources): Site | Unknown {
  const isInScript = /\bBUILD_PATH=/.test(sources.build);
  for (const file of isInScript ? [] : [".env.production", ".env"]) {
    const text = sources.tree.text(file) ?? "";
    const said = /^BUILD_PATH=["']?([^\s"']+)/m.exec(text);
    if (said?.[1])
      return { folder: join(".", said[1]), from: `${file}:${text.slice(0, said.index).split("\n").length}` };
  }
  return simple("build", { flag: /\bBUILD_PATH=["']?([^\s"']+)/ })(sources);
}

/** Eleventy: what its settings say, or set by a call. https://www.11ty.dev/docs/config/#output-directory */
export function eleventySite(sources: Sources): Site | Unknown {
  const files = [".eleventy", "eleventy.config"];
  const settings = settingsOf(sources.tree, files);
  const call = /\bsetOutputDirectory\(\s*["'`]([^"'`$]+)["'`]/.exec(settings?.text ?? "");
  if (settings && call?.[1] && !/--output\b/.test(sources.build)) {
    const line = settings.text.slice(0, call.index).split("\n").length;
    return { folder: join(".", call[1]), from: `${settings.file}:${line}` };
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
