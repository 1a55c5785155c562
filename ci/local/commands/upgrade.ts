import { existsSync, readFileSync } from "node:fs";
import { copyFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { badInput } from "../../../src/failure.ts";
import type { CallOptions, Output } from "../call.ts";
import { rootOf } from "../source/root.ts";
import { archiveName, pinOfArchive, textIn } from "../wrapper/archive.ts";
import { changesBetween, compareVersions } from "../wrapper/changelog.ts";
import { changelogOf, published } from "../wrapper/npm-package.ts";
import { type Pin, pinIn, pinned, WRAPPER } from "../wrapper/script.ts";

/**
 * `upgrade`: moves the version that a repository's wrapper is pinned to, and tells what changed between the two. An
 * archive that `npm pack` made is laid beside the wrapper; that of the version before goes.
 */
export async function upgrade({
  source,
  version = "latest",
}: Pick<CallOptions, "source" | "version">): Promise<Output> {
  const { root } = rootOf(source);
  const file = join(root, WRAPPER);
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const from = pinIn(text);
  if (!from) throw notPinned(root, text);
  const own = /\.tgz$/.test(version) ? resolve(version) : undefined;
  const to = own ? await pinOfArchive(own) : await published(version, root);
  const data = { from: from.version, to: to.version };
  if (from.integrity === to.integrity) return { text: `${WRAPPER}: multistage ${to.version} already`, data };
  const changelog = own ? await textIn(own, "CHANGELOG.md") : await changelogOf(to, root);
  const changes = changesBetween(changelog, from.version, to.version);
  const beside = join(root, archiveName(to));
  if (own && own !== beside) await copyFile(own, beside);
  await writeFile(file, pinned(text, to));
  if (from.version !== to.version) await rm(join(root, archiveName(from)), { force: true });
  return {
    text: [`${WRAPPER}: multistage ${from.version} → ${to.version}`, told(from, to, changes)].join("\n\n"),
    data,
  };
}

function told(from: Pin, to: Pin, changes: string): string {
  if (changes) return changes;
  if (to.version === from.version) return "The same version: its integrity was filled in.";
  const isBack = compareVersions(to.version, from.version) < 0;
  return isBack
    ? `That is an earlier version: what ${from.version} brought is gone.`
    : "Its CHANGELOG.md says nothing of it.";
}

function notPinned(root: string, text: string) {
  return text
    ? badInput(
        `${join(root, WRAPPER)} is pinned to no version`,
        "multistage's own checkout is upgraded by git pull",
      )
    : badInput(`there is no ${WRAPPER} in ${root}`, "npx multistage init writes one");
}
