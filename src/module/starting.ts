import { randomUUID } from "node:crypto";
import { type FileHandle, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Container } from "@dagger.io/dagger";
import type { Starting } from "../engine.ts";
import { openArchive } from "../start-check/archive.ts";
import { archiveOf } from "./archive.ts";
import { retryLocked } from "./locked-layers.ts";

/**
 * An engine's images, as far as their files tell of their start. They aren't started: what an engine runs has a network,
 * and a job that is started only to be looked at would do its work.
 */
export const engineStarting: Starting<Container> = {
  // An engine keeps nothing of ours from one call to the next but what steps leave.
  known: async () => undefined,
  remember: async () => {},
  async look(image, use) {
    const path = join(tmpdir(), randomUUID());
    await retryLocked(() => archiveOf(image).export(path));
    const file = await open(path);
    try {
      return await use(await openArchive({ read: (from, length) => part(file, from, length) }));
    } finally {
      await file.close();
      await rm(path);
    }
  },
};

async function part(file: FileHandle, from: number, length: number): Promise<Uint8Array> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, from);
  return bytes.subarray(0, bytesRead);
}
