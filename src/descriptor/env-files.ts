import type { Detector } from "../detection/detection.ts";
import { join } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";
import type { Microservice } from "../microservice.ts";
import type { Fault } from "../yaml/fault.ts";

/** Files of variables; those that are examples hold no values, and tools keep the local ones to themselves. */
const ENV = /(^|\/)\.env(\.(?!example$|sample$|template$|dist$|defaults?$|local$|.*\.local$)[\w.-]+)?$/;
/** Names of variables whose values are nobody else's to know. */
const SECRET =
  /^\s*(?:export\s+)?\w*(SECRET|TOKEN|PASSW(OR)?D|PASSPHRASE|CREDENTIAL|PRIVATE|DSN|KEY)\w*\s*=\s*["']?[^\s"'#]/im;
const SECRET_ADDRESS = /^\s*(?:export\s+)?\w+\s*=\s*["']?\w+:\/\/[^\s:/@]+:[^\s@]+@/m;

/** Secrets of files that a build copies into the image with all others: whoever has the image has them. */
export function envFileWarnings(
  tree: Snapshot,
  { carries, ownContext }: Pick<Detector, "carries" | "ownContext">,
  { files, path, language }: Microservice,
): Fault[] {
  const ignored = ownContext ? (tree.text(".dockerignore") ?? "") : "";
  const crosses = (file: string) => {
    if (carries) return files.some(({ source }) => `${join(path, file)}/`.startsWith(`${source}/`));
    // Python's images have no hidden files of the service's own directory.
    return language === "python" ? file.includes("/") : !/^(\*\*\/)?\.env/m.test(ignored);
  };
  return tree.paths
    .filter((file) => ENV.test(file) && crosses(file))
    .filter((file) => isSecret(tree.text(file)))
    .map((file) => ({
      file: join(path, file),
      message: "has secrets, and gets into the image with the other files",
      hint: "name it in .gitignore, and give its variables where the image runs",
    }));
}

/** What isn't read may hold some. */
function isSecret(text: string | undefined): boolean {
  return text === undefined || SECRET.test(text) || SECRET_ADDRESS.test(text);
}
