import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { isDigest } from "../../../src/publish/digest.ts";
import { isObject, isText, untrustedJson } from "../../../src/untrusted-json.ts";
import { cacheDir } from "../paths.ts";
import { markUsed, placeFile } from "../process/files.ts";
import { isStored, type StoredImage } from "./image.ts";

/** What a finished build left: its image, under the key that its inputs hash to. */
export interface BuildRecord {
  key: string;
  /** By which the builder knows it. */
  builderImage: string;
  image: StoredImage;
}

function recordPath(key: string): string {
  return cacheDir("records", `${key}.json`);
}

/** The record of a build with this key; only where its image is still there, whole. */
export async function findRecord(key: string): Promise<BuildRecord | undefined> {
  const record = recordIn(await readFile(recordPath(key), "utf8").catch(() => ""));
  if (record?.key !== key || !(await isStored(record.image.digest))) return undefined;
  await markUsed(recordPath(key));
  return record;
}

/** Remembers a finished build. */
export function writeRecord(record: BuildRecord): Promise<void> {
  const body = JSON.stringify(record);
  return placeFile(recordPath(record.key), (path) => writeFile(path, `${sealOf(body)}\n${body}`));
}

/** Reads what a record's file says: one that something else changed or cut short counts as none. */
export function recordIn(text: string): BuildRecord | undefined {
  const [seal, body = ""] = text.split("\n");
  return seal === sealOf(body) ? untrustedJson(body, isRecord) : undefined;
}

function isRecord(value: unknown): value is BuildRecord {
  return (
    isObject(value) && isText(value.builderImage) && isObject(value.image) && isDigest(value.image.digest)
  );
}

function sealOf(body: string): string {
  return createHash("sha256").update(body).digest("hex");
}
