import { stat } from "node:fs/promises";
import { DEPENDENCIES_PLACE, isDebian } from "../../../src/bases/addresses.ts";
import { today } from "../../../src/cache/days.ts";
import type { Held } from "../../../src/cache/prune.ts";
import { baseNote, forgetImage } from "../bases/store.ts";
import type { Builder, BuilderImage } from "../builders/builder.ts";
import { takenNote } from "../state/dependencies.ts";
import { type HeldRecord, isRecord } from "./records.ts";

/** Dependencies that other machines made, by their key. */
const TAKEN = new RegExp(`^${DEPENDENCIES_PLACE}:(\\w+)$`);

/** An image of ours that builds start from, or a layer that a build left. */
export interface HeldImage extends Held {
  /** By name; a layer by identifier. */
  image: string;
}

/**
 * Images of ours: bases and dependencies by name, and layers of builds on them. Nobody notes when a builder used a layer:
 * its day is the one on which it was made.
 */
export async function heldImages(stored: BuilderImage[]): Promise<HeldImage[]> {
  const named = await Promise.all(
    stored.flatMap(({ names, layers, made }) => names.map((name) => heldName(name, layers, made))),
  );
  const own = named.flat();
  const roots = new Set(own.map(({ parts }) => parts[0]?.id));
  const isOurs = ({ names, layers }: BuilderImage) => !names.length && layers.some(({ id }) => roots.has(id));
  const built = stored.filter(isOurs).sort((a, b) => b.layers.length - a.layers.length);
  return [
    ...built.map(({ id, layers, made }) => ({ name: `layer ${id}`, image: id, used: made, parts: layers })),
    ...own,
  ];
}

async function heldName(name: string, parts: Held["parts"], made?: string): Promise<HeldImage[]> {
  const [, key] = TAKEN.exec(name) ?? [];
  if (!key && !isDebian(name)) return [];
  const note = await stat(key ? takenNote(key) : baseNote(name)).catch(() => undefined);
  return [{ name, image: name, used: note ? today(note.mtimeMs) : made, parts }];
}

/** Removes images of ours, and those of finished images that go; answers the names of those that are in use. */
export async function forgetHeld(builder: Builder, goes: Held[], stays: Held[]): Promise<string[]> {
  const images = goes.filter((held): held is HeldImage => "image" in held && !isRecord(held));
  const bases = builder.name === "buildah" ? images.filter(({ image }) => isDebian(image)) : [];
  const busy: string[] = [];
  for (const { image, used = "" } of bases) if (!(await forgetImage(image, used))) busy.push(image);
  const others = images.filter((held) => !bases.includes(held)).map(({ image }) => image);
  const finished = await namesOf(builder, goes.filter(isRecord), stays.filter(isRecord));
  return [...busy, ...(await builder.forget([...finished, ...others]))];
}

/** Names that a builder still gives to finished images. */
async function namesOf(builder: Builder, goes: HeldRecord[], stays: HeldRecord[]): Promise<string[]> {
  const staying = new Set(stays.map(({ image }) => image));
  const going = new Set(goes.map(({ image }) => image).filter((image) => image && !staying.has(image)));
  const images = await builder.images();
  return [...images].filter(([, id]) => going.has(id)).map(([name]) => name);
}
