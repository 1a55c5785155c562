import { createHash } from "node:crypto";
import { cpSync, existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheDir, PROJECT } from "./paths.ts";
import { makeDirectory } from "./process/directories.ts";

/**
 * The module's folder as Dagger can load it. Dagger leaves out what the git repository around a module ignores, and
 * `node_modules` is ignored nearly everywhere: an installed package's module is copied into the cache once.
 */
export function moduleFolder(project = PROJECT): string {
  if (!project.split("/").includes("node_modules")) return project;
  const copy = cacheDir("modules", keyOf(project));
  if (!existsSync(copy)) copyTo(copy, project);
  return copy;
}

/** A package's files never change, and its command line is made of all of them. */
function keyOf(project: string): string {
  const commandLine = fileURLToPath(import.meta.url);
  return createHash("sha256").update(project).update(readFileSync(commandLine)).digest("hex").slice(0, 16);
}

/** Beside, then renamed: another call sees the whole of it or nothing. */
function copyTo(copy: string, project: string): void {
  const unfinished = `${copy}.${process.pid}`;
  makeDirectory(dirname(copy));
  cpSync(project, unfinished, {
    recursive: true,
    filter: (path) => !path.startsWith(join(project, "node_modules")),
  });
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    if (!existsSync(copy)) throw error;
    rmSync(unfinished, { recursive: true });
  }
}
