import type { Detector } from "../detection/detection.ts";
import { join } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";
import type { ImageFile } from "../microservice.ts";
import type { Fault } from "../yaml/fault.ts";
import { suggestion } from "../yaml/nearest.ts";
import type { ParsedDescriptor } from "./descriptor.ts";

/** The files that `templates` and `conf/a.yaml:/etc/a.yaml` mean, each once: the service's own, or of the source root. */
export function imageFiles(tree: Snapshot, said: string[]): ImageFile[] {
  const files = said.map((text): ImageFile => {
    const [path = "", target] = text.split(":");
    const own = join(".", path);
    const source = has(tree, own) || !has(tree.root, own) ? join(tree.directory, own) : own;
    return { source, target: target ?? own };
  });
  const key = ({ source, target }: ImageFile) => `${source}:${target}`;
  return [...new Map(files.map((file) => [key(file), file])).values()];
}

/** Files that neither the service nor the repository has, and any where no compiled program is alone in its image. */
export function fileFaults(
  tree: Snapshot,
  { file, at, descriptor }: ParsedDescriptor,
  { name, carries, ownContext }: Pick<Detector, "name" | "carries" | "ownContext">,
): Fault[] {
  if (descriptor.files?.length && !carries) {
    const message = ownContext
      ? "files: a service's own Dockerfile copies what it needs"
      : `files: an image of ${name} has the service's files anyway`;
    return [{ file, ...at("files"), message, hint: "remove it" }];
  }
  return (descriptor.files ?? []).flatMap((said, index) => {
    const path = join(".", said.split(":")[0] as string);
    if (has(tree, path) || has(tree.root, path)) return [];
    const message = `files: neither ${tree.directory === "." ? "the repository" : tree.directory} nor the source root has "${path}"`;
    const hint = suggestion(path, [...new Set(tree.paths.map((each) => each.split("/")[0] as string))]);
    return [{ file, ...at("files", index), message, hint: hint?.startsWith("did") ? hint : undefined }];
  });
}

function has(tree: Snapshot, path: string): boolean {
  return tree.has(path) || tree.hasDirectory(path);
}
