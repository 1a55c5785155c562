import type { Container, Directory, Platform } from "@dagger.io/dagger";
import { badInput } from "../failure.ts";
import { withSettings } from "../pipeline/image.ts";
import { scratch } from "./engine-kit.ts";

/** What a caller says of an image whose artifact comes from a build of its own. */
export interface ImageOptions {
  entrypoint: string[];
  /** What the image starts from; nothing at all by default. */
  base?: Container;
  port?: number;
  /** `NAME=value` */
  variables?: string[];
  /** `name=value` */
  labels?: string[];
  platform?: Platform;
}

/** The runtime part alone: an artifact on a bare base, with the settings that every language's images have. */
export function imageOf(artifact: Directory, options: ImageOptions): Container {
  const { entrypoint, platform, base = scratch(platform), port } = options;
  const image = base.withDirectory("/", artifact.withTimestamps(0)).withEntrypoint(entrypoint);
  return withSettings(image, { port, variables: pairs(options.variables), labels: pairs(options.labels) });
}

function pairs(texts: string[] = []): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const [, name, value = ""] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
      if (!name) throw badInput(`"${text}": expected NAME=value`);
      return [name, value];
    }),
  );
}
