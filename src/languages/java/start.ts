import { join } from "../../files/paths.ts";
import type { Microservice } from "../../microservice.ts";
import type { Fault } from "../../yaml/fault.ts";
import { APP } from "../sources.ts";

/** What a module's build leaves to start. */
export type Start =
  /** A jar that says itself what starts, or a folder, relative to the module. */
  | { kind: "file"; path: string; line?: number; doubt?: Pick<Fault, "message" | "hint"> }
  /** A class, with the module's own classes and the libraries that it depends on beside it. */
  | { kind: "class"; name: string; file?: string; line?: number }
  /** It starts, but no file says what. */
  | { kind: "open"; values: string[] }
  /** It can't start as it is. */
  | { kind: "refused"; message: string; hint: string; line?: number }
  /** Nothing says that it starts; classes that could. */
  | { kind: "library"; values: string[] };

/** True where there is something to start. */
export function isRunnable({ kind }: Start): boolean {
  return kind !== "library";
}

/** `com.acme.Main`, `Main`; Scala's `@main` gives classes small letters. */
const CLASS = /^(?!.*\.[jw]ar$)(?:[\w$]+\.)+[\w$]+$|^[A-Z][\w$]*$/;

/** A class as an entry point, with the module's directory before it: `server/com.acme.Main`. */
function classEntry(entrypoint: string): { module: string; name: string } | undefined {
  const at = entrypoint.lastIndexOf("/");
  const [module, name] = [entrypoint.slice(0, Math.max(at, 0)), entrypoint.slice(at + 1)];
  if (/(^|\/)install$/.test(module) || !CLASS.test(name)) return undefined;
  return { module: module || ".", name };
}

/** What is started in an image, as its entry point is written. */
export type EntryPoint =
  | { kind: "jar"; folder: string; file: string; isWhole: boolean }
  | { kind: "class"; module: string; name: string }
  | { kind: "installed"; folder: string };

/** `target/orders.jar` is a file that says all; `target/quarkus-app/run.jar` needs its folder; a folder was installed. */
export function entryPointOf(entrypoint = "target/app.jar"): EntryPoint {
  const start = classEntry(entrypoint);
  if (start) return { kind: "class", ...start };
  if (!/\.[jw]ar$/.test(entrypoint)) return { kind: "installed", folder: entrypoint };
  const folder = join(".", entrypoint.slice(0, Math.max(entrypoint.lastIndexOf("/"), 0)));
  const isWhole = /(^|\/)(target|build)\/./.test(folder) && !/\/libs$/.test(folder);
  return { kind: "jar", folder, file: entrypoint.slice(entrypoint.lastIndexOf("/") + 1), isWhole };
}

/** Words for the virtual machine in a file, where a start script would say them: no image has a shell. */
export const ARGUMENTS = `${APP}/start.args`;

/** The command that starts an entry point in its image. */
export function startCommand(
  service: Released & Pick<Microservice, "entrypoint">,
  flags: string[] = [],
  words: string[] = [],
): string[] {
  const entry = entryPointOf(service.entrypoint);
  const java = ["java", ...(isOld(service) ? OPENED : []), ...flags];
  if (entry.kind === "class") return [...java, "-cp", `${APP}/classes:${APP}/lib/*`, entry.name, ...words];
  return [
    ...java,
    ...(entry.kind === "jar" ? ["-jar", `${APP}/${entry.file}`] : [`@${ARGUMENTS}`]),
    ...words,
  ];
}

type Released = Pick<Microservice, "version" | "minimumVersion">;

/** Written for a Java before 16, which closed the JDK's own classes to others. */
export function isOld({ version, minimumVersion }: Released): boolean {
  return Number.parseInt(version ?? minimumVersion ?? "17", 10) < 16;
}

/**
 * What Java up to 15 let everybody do, and programs of that time take for granted: to look into the JDK's own classes.
 * They run on 17, the earliest runtime that there is.
 */
const OPENED = [
  ...["java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.math", "java.net", "java.nio"],
  ...[
    "java.text",
    "java.time",
    "java.util",
    "java.util.concurrent",
    "sun.nio.ch",
    "sun.net.www.protocol.https",
  ],
].map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`);
