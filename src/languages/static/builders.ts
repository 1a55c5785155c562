import { angularSite } from "./angular.ts";
import type { SiteBuilder } from "./builder.ts";
import { below, eleventySite, reactScriptsSite, simple, webpackSite } from "./folders.ts";
import { astroSite, nextSite, nuxtSite, reactRouterSite, svelteSite } from "./server-frameworks.ts";
import { viteSite } from "./vite.ts";

/** Builders of sites, those that come with another one of them first. */
export const BUILDERS: SiteBuilder[] = [
  {
    name: "next",
    command: /\bnext (build|export)\b/,
    build: ["npx", "next", "build"],
    extension: true,
    site: nextSite,
  },
  {
    name: "nuxt",
    command: /\b(nuxt|nuxi) (generate|build)\b/,
    build: ["npx", "nuxt", "generate"],
    site: nuxtSite,
  },
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
    site: reactScriptsSite,
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
    site: eleventySite,
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
  {
    name: "storybook",
    command: /\b(storybook build|build-storybook)\b/,
    build: ["npx", "storybook", "build"],
    site: simple("storybook-static", { flag: /(?:--output-dir|-o)[= ](\S+)/ }),
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
