import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FIXED, LINKED, TAKEN } from "../../../src/publish/git-view.ts";
import { scratchPath } from "../process/scratch.ts";
import { alternatesOf, refuseDisguise } from "./git-links.ts";
import type { GitRepository } from "./git-repository.ts";
import { type GitSettings, gitSettings, userSettings } from "./git-settings.ts";
import { smallText } from "./small-text.ts";

const views = new Map<string, Promise<string>>();

/** The git directory through which a repository is asked: made anew when what it was made from changed. */
export function gitView(place: GitRepository): Promise<string> {
  const { own, common } = place;
  const texts = [join(own, "HEAD"), join(common, "config"), join(own, "config.worktree")].map(smallText);
  const key = createHash("sha256")
    .update(JSON.stringify([place, texts, linksOf(place)]))
    .digest("hex");
  const view = views.get(key) ?? make(place, texts[0] ?? "");
  views.set(key, view);
  return view;
}

async function make(place: GitRepository, head: string): Promise<string> {
  const view = await emptyDirectory();
  await mkdir(join(view, "info"));
  await writeFile(join(view, "HEAD"), head);
  await writeFile(join(view, "config"), configuration(await settingsOf(place)));
  await Promise.all(linksOf(place).map(([name, target]) => symlink(target, join(view, name))));
  return view;
}

/** A cache that can't be written keeps nobody from asking. */
async function emptyDirectory(): Promise<string> {
  try {
    const directory = await scratchPath();
    await mkdir(directory);
    return directory;
  } catch {
    const directory = mkdtempSync(join(tmpdir(), "multistage-git-"));
    process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
    return directory;
  }
}

/** Names in the view, and where they lead: to files and directories alone, as a queue would never answer. */
function linksOf({ own, common }: GitRepository): [string, string][] {
  const shared = readdirSync(own).filter((name) => name.startsWith("sharedindex."));
  const links = [
    ...[...LINKED.own, ...shared].map((name): [string, string] => [name, join(own, name)]),
    ...LINKED.common.map((name): [string, string] => [name, join(common, name)]),
  ];
  const data = links.filter(([, target]) => isData(target));
  for (const path of [...data.map(([, target]) => target), ...alternatesOf(join(common, "objects"))])
    refuseDisguise(path);
  return data;
}

function isData(path: string): boolean {
  try {
    const stat = statSync(path);
    return stat.isFile() || stat.isDirectory();
  } catch {
    return false;
  }
}

async function settingsOf({ own, common }: GitRepository): Promise<GitSettings> {
  const [user, shared, tree] = await Promise.all([
    userSettings(),
    gitSettings(join(common, "config")),
    gitSettings(join(own, "config.worktree")),
  ]);
  const taken = Object.entries({ ...user, ...shared, ...tree }).filter(([name]) => TAKEN.includes(name));
  return {
    ...Object.fromEntries(taken),
    ...named("core.excludesfile", user),
    ...named("remote.origin.url", shared),
    ...FIXED,
  };
}

function named(name: string, { [name]: value }: GitSettings): GitSettings {
  return value === undefined ? {} : { [name]: value };
}

function configuration(settings: GitSettings): string {
  const lines = Object.entries(settings).map(([name, value]) => {
    const [section, ...rest] = name.split(".");
    const below = rest.length > 1 ? ` "${rest[0]}"` : "";
    const text = value.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n");
    return `[${section}${below}]\n\t${rest.at(-1)} = "${text}"\n`;
  });
  return lines.join("");
}
