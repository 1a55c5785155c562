import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Fact } from "../../microservice.ts";
import type { Site, SiteBuilder, Sources } from "./builder.ts";

/** Packages that tell one page what its address shows. */
const ROUTERS = [
  ...["react-router", "react-router-dom", "@tanstack/react-router", "@reach/router", "wouter", "vue-router"],
  ...[
    "@angular/router",
    "@solidjs/router",
    "preact-router",
    "preact-iso",
    "svelte-routing",
    "svelte-spa-router",
  ],
  ...["@sveltejs/router", "@tanstack/vue-router", "expo-router", "navigo", "universal-router", "page"],
];

/** What the server is told of addresses that are no files: the page that answers, and that names lack their ending. */
export function routeFacts(sources: Sources, builder: SiteBuilder | undefined, site: Site): Fact[] {
  const page = builder?.isApplication ? applicationPage(sources, site.root) : undefined;
  const [fallback, from] = site.fallback ? [site.fallback, site.from] : [page && "index.html", page];
  return [
    ...(fallback ? [variable("FALLBACK", `/${fallback.replace(/^\//, "")}`, from ?? "its settings")] : []),
    ...(builder?.extension ? [variable("EXTENSION", ".html", `default of ${builder.name}`)] : []),
  ];
}

function variable(name: string, value: string, from: string): Fact {
  return { field: "variables", value: [`${name}=${value}`], from };
}

/** What tells that a page shows what its address says: a router, or that it is empty before its script runs. */
function applicationPage({ tree, uses }: Sources, root = "."): string | undefined {
  const router = ROUTERS.find((name) => name in uses);
  if (router) return `default of ${router}`;
  const there = root === "." ? tree : tree.under(root);
  const pages = there.paths.filter(
    (path) => /^((public|src)\/)?[^/]+\.html$/.test(path) && !/(^|\/)404\.html$/.test(path),
  );
  const [only, ...others] = pages;
  return only && !others.length && isShell(there, only) ? join(root, only) : undefined;
}

/** Whether a page's body is one element without others in it, and scripts. */
function isShell(tree: Snapshot, path: string): boolean {
  const text = (tree.text(path) ?? "").replace(/<!--[\s\S]*?-->/g, "");
  const body = (
    /<body[^>]*>([\s\S]*?)(<\/body>|$)/i.exec(text)?.[1] ?? text.replace(/<head[\s\S]*?<\/head>/i, "")
  )
    .replace(/<(script|style|noscript|template|title)\b[\s\S]*?<\/\1>/gi, "")
    .replace(/<!doctype[^>]*>|<\/?(html|head|meta|link|base)\b[^>]*>/gi, "")
    .trim();
  return /^<([a-z][\w-]*)(?:\s[^>]*)?>[^<]*<\/\1>$/i.test(body);
}
