import type { Snapshot } from "../../files/snapshot.ts";

/** Files whose names say that a program may start there; others are not read. */
export const MAINS = [
  "Application",
  "App",
  "Main",
  "Server",
  "Launcher",
  "Starter",
  "Service",
  "Program",
].flatMap((name) => ["java", "kt"].map((ending) => `*${name}.${ending}`));

/** A class that can be started. */
export interface MainClass {
  name: string;
  /** For a fact: `src/main/java/com/acme/App.java:5`. */
  file: string;
  line: number;
}

const SOURCE = /^src\/main\/(?:java|kotlin)\/.*\.(?:java|kt)$/;
const STARTS =
  /\bstatic\s+(?:(?:public|final|synchronized)\s+)*void\s+main\s*\(|^\s*(?:public\s+)?void\s+main\s*\(\s*\)|^\s*(?:suspend\s+)?fun\s+main\s*\(/m;

/** Classes with a `main` among the files of a module that are read, by name. */
export function mainClasses(module: Snapshot): MainClass[] {
  return module.find(SOURCE).flatMap((file) => {
    const text = module.text(file) ?? "";
    const start = STARTS.exec(text);
    if (!start) return [];
    const home = /^[ \t]*package\s+([\w.]+)/m.exec(text)?.[1];
    const base = file.slice(file.lastIndexOf("/") + 1, file.lastIndexOf("."));
    const name = file.endsWith(".kt") ? kotlinName(text, base, start[0]) : base;
    const line = text.slice(0, start.index + start[0].search(/\S/)).split("\n").length;
    return [{ name: home ? `${home}.${name}` : name, file, line }];
  });
}

/** A function beside classes lies in a class of the file's name; `@JvmStatic` puts it into its object. */
function kotlinName(text: string, base: string, start: string): string {
  const named = /@file:\s*JvmName\(\s*"(\w+)"/.exec(text)?.[1];
  const isInObject = /^\s+\S/.test(start.replace(/^\n+/, "")) && /@JvmStatic/.test(text);
  return isInObject ? base : (named ?? `${base}Kt`);
}
