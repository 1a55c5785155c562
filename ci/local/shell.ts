import type { Builder } from "./builder.ts";

/** Opens a shell in an image. */
export function shellIn(builder: Builder, image: string): Promise<number> {
  return builder.shell(image, ["sh"]);
}
