import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { asFailure, badInput, EXIT, Failure } from "../../../src/failure.ts";
import { isObject, isText, untrustedJson } from "../../../src/untrusted-json.ts";
import { capture } from "../process/capture.ts";
import { type Pin, VERSION } from "./script.ts";

/** The name under which a repository has a version's archive itself, beside its wrapper. */
export function archiveName({ version }: Pick<Pin, "version">): string {
  return `multistage-${version}.tgz`;
}

/** What an archive that `npm pack` made is pinned by. @throws a `Failure` (exit 2) where a file is none of ours. */
export async function pinOfArchive(file: string): Promise<Pin> {
  const integrity = await integrityOf(file).catch((error) => {
    throw badInput(`${file}: ${asFailure(error).message}`);
  });
  const manifest = untrustedJson(await textIn(file, "package.json"), isOurs);
  if (!manifest) throw badInput(`${file} is no archive of multistage`, "npm pack makes one in its checkout");
  return { version: manifest.version, integrity };
}

/** Its version goes into a script: nothing else is taken. */
function isOurs(value: unknown): value is Pick<Pin, "version"> {
  return (
    isObject(value) && value.name === "multistage" && isText(value.version) && VERSION.test(value.version)
  );
}

/** @throws a `Failure` (exit 3) where an archive is not what is pinned. */
export async function refuseOther(archive: string, { version, integrity }: Pin): Promise<void> {
  if ((await integrityOf(archive)) === integrity) return;
  throw new Failure(`${archive} is not the multistage ${version} that is pinned`, { exitCode: EXIT.policy });
}

/** A file of the package in an archive; empty where it isn't there. */
export async function textIn(archive: string, path: string): Promise<string> {
  return (await capture("tar", ["-xzOf", archive, `package/${path}`], {})).output.toString();
}

async function integrityOf(archive: string): Promise<string> {
  const hash = createHash("sha512")
    .update(await readFile(archive))
    .digest("base64");
  return `sha512-${hash}`;
}
