import { readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { today } from "../../../src/cache/days.ts";
import type { Held, HeldPart } from "../../../src/cache/prune.ts";
import { isDigest } from "../../../src/publish/digest.ts";
import { type ImageManifest, isDescriptor } from "../../../src/publish/oci.ts";
import type { BuilderImage } from "../builders/builder.ts";
import { blobPath, hasBlob, IMAGES } from "../images/blobs.ts";
import { type BuildRecord, recordIn } from "../images/records.ts";
import { getJson } from "../images/store.ts";
import { cacheDir } from "../paths.ts";
import { readJsonFile } from "../process/files.ts";
import { filesIn } from "./files.ts";

/** A finished image: its record, its blobs, and what a builder has of it. */
export interface HeldRecord extends Held {
  /** The record's file. */
  path: string;
  /** By which the builder knows the image. */
  image?: string;
}

/** @param images what the builders have, by identifier. */
export async function heldRecords(images: Map<string, BuilderImage>): Promise<HeldRecord[]> {
  const files = await filesIn(cacheDir("records"));
  return Promise.all(
    files.map(async ({ path, bytes, used }) => {
      const record = recordIn(await readFile(path, "utf8").catch(() => ""));
      const layers = images.get(record?.builderImage ?? "")?.layers ?? [];
      const parts = [{ id: path, bytes }, ...(record ? await blobsOf(record) : []), ...layers];
      return {
        name: `finished image ${basename(path, ".json")}`,
        used,
        parts,
        path,
        image: record?.builderImage,
      };
    }),
  );
}

async function blobsOf({ image: { digest } }: BuildRecord): Promise<HeldPart[]> {
  const manifest = await getJson<ImageManifest>(digest);
  if (!manifest) return [];
  const own = { id: digest, bytes: Buffer.byteLength(JSON.stringify(manifest)) };
  return [own, ...[manifest.config, ...manifest.layers].map(({ digest: id, size }) => ({ id, bytes: size }))];
}

/** Blobs that no record names: releases, entries of the shared cache, what a record that is gone has left. */
export async function looseBlobs(records: Held[]): Promise<Held[]> {
  const named = new Set(records.flatMap(({ parts }) => parts.map(({ id }) => id)));
  const files = await filesIn(join(IMAGES, "blobs", "sha256"));
  const blobs = files.map(({ path, bytes, used }) => ({ id: `sha256:${basename(path)}`, bytes, used }));
  const loose = blobs.filter(({ id }) => !named.has(id));
  return loose.map(({ id, bytes, used }) => ({ name: `blob ${id}`, used, parts: [{ id, bytes }] }));
}

/** Removes records, and then blobs that nobody needs; one of today may be a build's that goes on. */
export async function removeRecords(goes: Held[], stays: Held[]): Promise<void> {
  await Promise.all(goes.filter(isRecord).map(({ path }) => rm(path, { force: true })));
  const needed = new Set(stays.flatMap(({ parts }) => parts.map(({ id }) => id)));
  const files = await filesIn(join(IMAGES, "blobs", "sha256"));
  const fresh = new Set(files.filter(({ used }) => used >= today()).map(({ path }) => path));
  const ids = goes.flatMap(({ parts }) => parts.map(({ id }) => id));
  for (const id of ids.filter((one) => isDigest(one) && !needed.has(one)))
    if (!fresh.has(blobPath(id))) await rm(blobPath(id), { force: true });
  await removeMemos();
}

export function isRecord(held: Held): held is HeldRecord {
  return "path" in held;
}

/** What remembers how a layer was compressed goes with the blob. */
async function removeMemos(): Promise<void> {
  for (const { path } of await filesIn(join(IMAGES, "gzip-6"))) {
    const blob = await readJsonFile(path, isDescriptor);
    if (!blob || !(await hasBlob(blob))) await rm(path, { force: true });
  }
}
