import { join } from "../../files/paths.ts";
import { settingOf, settingsOf } from "../../manifests/settings.ts";
import { angularSite } from "./angular.ts";
import type { Site, SiteBuilder, Sources, Unknown } from "./builder.ts";
import { astroSite, nextSite, nuxtSite, reactRouterSite, svelteSite } from "./server-frameworks.ts";
import { viteSite } from "./vite.ts";

/** A builder with one folder, which a flag of its command or a field of its settings may name otherwise. */
function simple(
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
function webpackSite(sources: Sources): Site | Unknown | undefined {
  if (!("html-webpack-plugin" in sources.uses)) return undefined;
  const files = ["webpack.config", "webpack.prod", "webpack.config.prod", "config/webpack.prod"];
  return simple("dist", { flag: /(?:--output-path|-o)[= ](\S+)/, files, field: "path" })(sources);
}

/** A generator of pages from a folder that its command names: `vitepress build docs`. */
function below(command: RegExp, folder: string) {
  return ({ build }: Sources): Site => {
    const [, root = "."] = command.exec(build) ?? [];
    return { folder: join(root, folder), ...(root !== "." && { from: "package.json" }) };
  };
}

/** Builders of sites, those that come with another one of them first. */
export const BUILDERS: SiteBuilder[] = [
  {
    name: "next",
    command: /\bnext (build|export)\b/,
    build: ["npx", "next", "build"],
    extension: true,
    site: nextSite,
  },
  { name: "nuxt", command: /\b(nuxt|nuxi) generate\b/, build: ["npx", "nuxt", "generate"], site: nuxtSite },
  {
    name: "@sveltejs/adapter-static",
    command: /\bvite build\b/,
    build: ["npx", "vite", "build"],
    extension: true,
    site: svelteSite,
  },
  {
    name: "@react-router/dev",
    command: /\breact-router build\b/,
    build: ["npx", "react-router", "build"],
    site: reactRouterSite,
  },
  {
    name: "astro",
    command: /\bastro build\b/,
    build: ["npx", "astro", "build"],
    extension: true,
    site: astroSite,
  },
  {
    name: "expo",
    command: /\bexpo export\b/,
    build: ["npx", "expo", "export", "--platform", "web"],
    isApplication: true,
    site: simple("dist", { flag: /--output-dir[= ](\S+)/ }),
  },
  {
    name: "@angular/cli",
    command: /\bng build\b/,
    build: ["npx", "ng", "build"],
    isApplication: true,
    site: angularSite,
  },
  {
    name: "react-scripts",
    command: /\b(react-scripts|react-app-rewired|craco) build\b/,
    build: ["npx", "react-scripts", "build"],
    isApplication: true,
    site: simple("build", { flag: /\bBUILD_PATH=["']?([^\s"']+)/ }),
  },
  {
    name: "@vue/cli-service",
    command: /\bvue-cli-service build\b/,
    build: ["npx", "vue-cli-service", "build"],
    isApplication: true,
    site: simple("dist", { flag: /--dest[= ](\S+)/, files: ["vue.config"], field: "outputDir" }),
  },
  { name: "gatsby", command: /\bgatsby build\b/, build: ["npx", "gatsby", "build"], site: simple("public") },
  {
    name: "@docusaurus/core",
    command: /\bdocusaurus build\b/,
    build: ["npx", "docusaurus", "build"],
    site: simple("build", { flag: /--out-dir[= ](\S+)/ }),
  },
  {
    name: "@11ty/eleventy",
    command: /(^|[\s/])(eleventy|@11ty\/eleventy)\b/,
    build: ["npx", "@11ty/eleventy"],
    site: simple("_site", {
      flag: /--output[= ](\S+)/,
      files: [".eleventy", "eleventy.config"],
      field: "output",
    }),
  },
  {
    name: "vitepress",
    command: /\bvitepress build\b/,
    build: ["npx", "vitepress", "build"],
    extension: true,
    site: below(/\bvitepress build (?!-)(\S+)/, ".vitepress/dist"),
  },
  {
    name: "vuepress",
    command: /\bvuepress build\b/,
    build: ["npx", "vuepress", "build"],
    site: below(/\bvuepress build (?!-)(\S+)/, ".vuepress/dist"),
  },
  {
    name: "parcel",
    command: /\bparcel build\b/,
    build: ["npx", "parcel", "build"],
    isApplication: true,
    site: simple("dist", { flag: /(?:--dist-dir|-d)[= ](\S+)/ }),
  },
  {
    name: "@rsbuild/core",
    command: /\brsbuild build\b/,
    build: ["npx", "rsbuild", "build"],
    isApplication: true,
    site: simple("dist", { files: ["rsbuild.config"], field: "distPath" }),
  },
  {
    name: "@slidev/cli",
    command: /\bslidev build\b/,
    build: ["npx", "slidev", "build"],
    isApplication: true,
    site: simple("dist", { flag: /--out[= ](\S+)/ }),
  },
  {
    name: "preact-cli",
    command: /\bpreact build\b/,
    build: ["npx", "preact", "build"],
    isApplication: true,
    site: simple("build"),
  },
  {
    name: "ember-cli",
    command: /\bember build\b/,
    build: ["npx", "ember", "build"],
    isApplication: true,
    site: simple("dist", { flag: /--output-path[= ](\S+)/ }),
  },
  { name: "hexo", command: /\bhexo generate\b/, build: ["npx", "hexo", "generate"], site: simple("public") },
  {
    name: "@quasar/app-vite",
    command: /\bquasar build\b/,
    build: ["npx", "quasar", "build"],
    site: simple("dist/spa", { files: ["quasar.config"], field: "distDir" }),
  },
  {
    name: "webpack",
    command: /\bwebpack(?!-)\b/,
    build: ["npx", "webpack", "--mode", "production"],
    isApplication: true,
    site: webpackSite,
  },
  {
    name: "vite",
    command: /\bvite build\b/,
    build: ["npx", "vite", "build"],
    isApplication: true,
    site: viteSite,
  },
];
