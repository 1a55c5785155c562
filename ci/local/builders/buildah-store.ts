import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { $ } from "zx";
import { Failure } from "../../../src/failure.ts";
import { isListOf, isObject, isText, untrustedJson } from "../../../src/untrusted-json.ts";

/** buildah's image store on this machine, as far as we read it ourselves. */
export interface BuildahStore {
  /** Directory of what it knows of its images or containers: `/var/lib/containers/storage/overlay-images`. */
  folder(of: "images" | "containers" | "layers"): string;
  /** Images are also taken from stores besides it. */
  hasMore: boolean;
}

/** The file in which buildah keeps what it knows of a working container. */
export function stateOf(store: BuildahStore, container: string): string {
  return join(store.folder("containers"), container, "userdata/buildah.json");
}

/** One image as the store records it. */
export interface RecordedImage {
  id: string;
  names?: string[] | null;
  /** Its last layer. */
  layer?: string;
}

/** One layer as the store records it. */
export interface RecordedLayer extends RecordedImage {
  parent?: string;
  /** When it was made. */
  created?: string;
  /** Its bytes, as a tar file. */
  "diff-size"?: number;
}

let found: Promise<BuildahStore | undefined> | undefined;

/** Where the store is; undefined where there is no buildah, or not yet. */
export async function buildahStore(): Promise<BuildahStore | undefined> {
  found ??= askBuildah();
  const store = await found;
  if (!store) found = undefined;
  return store;
}

async function askBuildah(): Promise<BuildahStore | undefined> {
  const asked = await $({ quiet: true, nothrow: true })`buildah info`;
  if (asked.exitCode !== 0) return undefined;
  const told = untrustedJson(asked.stdout, isInfo);
  if (!told)
    throw new Failure("buildah info says nothing of its store", {
      lines: asked.stdout.split("\n").slice(0, 10),
    });
  const { GraphRoot, GraphDriverName, GraphOptions } = told.store;
  return {
    folder: (of) => join(GraphRoot, `${GraphDriverName}-${of}`),
    hasMore: (GraphOptions ?? []).some((option) => String(option).includes("imagestore=")),
  };
}

/** One working container, podman's among them, as the store records it. */
export interface RecordedContainer extends RecordedImage {
  /** What podman says of its own; buildah says nothing here. */
  metadata?: string;
}

/**
 * The images that the store itself records: `buildah images` computes their sizes, which takes seconds where
 * there are a thousand. Undefined where they can't be read; readers see a whole file, since it is renamed in place.
 */
export function recordedImages(store: BuildahStore): Promise<RecordedImage[] | undefined> {
  return records(store, "images", "images.json");
}

/** The layers that it records. */
export async function recordedLayers(store: BuildahStore): Promise<RecordedLayer[]> {
  return (await records<RecordedLayer>(store, "layers", "layers.json")) ?? [];
}

/** The containers that it records; since containers/storage 1.44, volatile ones in a file of their own. */
export async function recordedContainers(store: BuildahStore): Promise<RecordedContainer[]> {
  const files = ["containers.json", "volatile-containers.json"];
  const lists = await Promise.all(files.map((file) => records<RecordedContainer>(store, "containers", file)));
  return lists.flatMap((list) => list ?? []);
}

function isRecorded(value: unknown): value is RecordedImage {
  return isObject(value) && isText(value.id) && (value.names == null || isListOf(value.names, isText));
}

/** A list of what the store records, as its own commands print it, too. */
export function isRecordedList(value: unknown): value is RecordedImage[] {
  return isListOf(value, isRecorded);
}

function isInfo(value: unknown): value is {
  store: { GraphRoot: string; GraphDriverName: string; GraphOptions?: unknown[] | null };
} {
  const store = isObject(value) ? value.store : undefined;
  return isObject(store) && isText(store.GraphRoot) && isText(store.GraphDriverName);
}

async function records<T extends RecordedImage>(
  store: BuildahStore,
  of: "images" | "containers" | "layers",
  file: string,
): Promise<T[] | undefined> {
  try {
    const text = await readFile(join(store.folder(of), file), "utf8");
    return untrustedJson(text, (value): value is T[] => isListOf(value, isRecorded));
  } catch {
    return undefined;
  }
}

/** Prefix of commands that need root in the image store's own user namespace. */
export function asRoot(): string[] {
  return process.getuid?.() === 0 ? [] : ["buildah", "unshare"];
}
