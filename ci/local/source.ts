import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { IGNORED } from "../../src/descriptor/ignored.ts";
import { isIgnored } from "../../src/descriptor/is-ignored.ts";
import { READ, Snapshot } from "../../src/descriptor/snapshot.ts";
import { globs } from "../../src/dockerfile/globs.ts";
import type { Microservice } from "../../src/microservice.ts";
import type { PlannedService } from "../../src/pipeline/plan.ts";
import { badInput } from "../../src/report/failure.ts";
import { askGit } from "./git.ts";

/** A source root on disk. */
export interface Source {
  root: string;
  /** Files that a build may read: what git ignores, and {@link IGNORED}, are left out. */
  snapshot: Snapshot;
  /** Whether git knows the tree; without it all files below the root count. */
  git: boolean;
}

/** Lists the root's files and reads the few that detection needs. */
export async function readSource(directory: string): Promise<Source> {
  const root = resolve(directory);
  if (!existsSync(root) || !statSync(root).isDirectory())
    throw badInput(`--source ${directory}: there is no such directory`);
  const listed = await askGit(root, [
    "ls-files",
    "-z",
    "--cached",
    "--others",
    "--exclude-standard",
    "--deduplicate",
  ]);
  const paths = listed === undefined ? walk(root) : listed.split("\0").flatMap((path) => filesAt(root, path));
  const wanted = globs(READ);
  const texts = new Map(paths.filter(wanted).map((path) => [path, readFileSync(join(root, path), "utf8")]));
  return { root, snapshot: new Snapshot(paths, texts), git: listed !== undefined };
}

/** What git lists as one path: a file that may be gone, or a submodule or other repository with all its files. */
function filesAt(root: string, path: string): string[] {
  if (!path || isIgnored(path.replace(/\/$/, ""))) return [];
  const stat = lstatSync(join(root, path), { throwIfNoEntry: false });
  if (stat?.isDirectory()) return walk(root, path.endsWith("/") ? path : `${path}/`);
  return stat ? [path] : [];
}

function walk(root: string, prefix = ""): string[] {
  return readdirSync(join(root, prefix), { withFileTypes: true }).flatMap((entry) => {
    const path = prefix + entry.name;
    if (isIgnored(path)) return [];
    return entry.isDirectory() ? walk(root, `${path}/`) : [path];
  });
}

/**
 * Digest of everything a service's build can read: paths, modes and contents. Each file is read once for one
 * source, so that all that is decided in one run is decided for the same contents.
 */
export function contentsDigest(source: Source, { path, inputs }: Microservice): string {
  const hash = createHash("sha256");
  for (const directory of new Set([path, ...inputs]))
    for (const file of pathsUnder(source.snapshot, directory)) hash.update(entryOf(source, file));
  return hash.digest("hex");
}

const entries = new WeakMap<Source, Map<string, string>>();

/** Path, mode and digest of a file. */
function entryOf(source: Source, path: string): string {
  const known = entries.get(source) ?? new Map<string, string>();
  entries.set(source, known);
  const entry = known.get(path) ?? fileEntry(join(source.root, path), path);
  known.set(path, entry);
  return entry;
}

function pathsUnder(snapshot: Snapshot, directory: string): string[] {
  if (snapshot.has(directory)) return [directory];
  const prefix = directory === "." ? "" : `${directory}/`;
  return snapshot.paths.filter((path) => path.startsWith(prefix));
}

/** Only the executable bit travels: umask and owner are the machine's. */
function fileEntry(file: string, path: string): string {
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (!stat) return `${path}\0gone\0`;
  const mode = stat.isSymbolicLink() ? "link" : stat.mode & 0o100 ? "755" : "644";
  const content = stat.isSymbolicLink() ? readlinkSync(file) : readFileSync(file);
  return `${path}\0${mode}\0${createHash("sha256").update(content).digest("hex")}\0`;
}

/** A directory that a build copies from, and what it ignores there of its own. */
type Ignoring = Pick<PlannedService, "context" | "ignored">;

/** Patterns that keep a build's context to what {@link readSource} lists. */
export async function ignoreFile(
  { root: whole, git }: Source,
  { context, ignored }: Ignoring,
): Promise<string> {
  const root = join(whole, context);
  const said = ignored.trimEnd().split("\n").filter(Boolean);
  if (!git) return `${[...said, ...IGNORED].join("\n")}\n`;
  const listed = await askGit(root, [
    "ls-files",
    "-z",
    "--others",
    "--ignored",
    "--exclude-standard",
    "--directory",
  ]);
  const paths = (listed ?? "").split("\0").filter((path) => path && !isIgnored(path.replace(/\/$/, "")));
  return `${[...said, ...IGNORED, ...paths.map((path) => path.replace(/[*?[\]\\]/g, "\\$&").replace(/\/$/, ""))].join("\n")}\n`;
}
