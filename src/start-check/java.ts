import { cannot, FINE, type Looked } from "./finding.ts";
import {
  absolute,
  type Found,
  fileAt,
  follow,
  type ImageFiles,
  namesAt,
  parent,
  textAt,
} from "./image-files.ts";
import { optionIn, takeOptions } from "./options.ts";
import { programAt } from "./program.ts";
import type { Start } from "./start.ts";
import { openZip, type Zip } from "./zip.ts";

/** Options of the JVM that take the next word (`java --help-extra`). */
const VALUED =
  /^(-cp|-classpath|--class-path|-p|--module-path|--upgrade-module-path|--add-modules|--enable-native-access|--add-(reads|exports|opens)|--limit-modules|--patch-module|--source)$/;

/** Whether what `java` is told to run is in the image, and not too new for its machine. */
export async function lookAtJava(files: ImageFiles, words: string[], start: Start): Promise<Looked> {
  // What lies in a file of options is the JVM's to read.
  if (words.some((word) => word.startsWith("@"))) return FINE;
  const asked = takeOptions(words, VALUED, /^(-m|--module)$/);
  const agents = asked.options.flatMap(([name]) => /^-javaagent:([^=]+)/.exec(name)?.[1] ?? []);
  const agent = agents.find((path) => !fileAt(files, path, start.directory));
  if (agent)
    return cannot(
      `there is no ${absolute(agent, start.directory)} in the image, an agent`,
      "`files:` brings it",
    );
  if (asked.options.some(([name]) => /^(-m|--module|--version|-version|--help|--list-modules)$/.test(name)))
    return FINE;
  const [main] = asked.rest;
  const isJar = asked.options.some(([name]) => name === "-jar");
  if (isJar)
    return main === undefined
      ? cannot("`java -jar` is started without a jar")
      : lookAtJar(files, main, start);
  if (main === undefined)
    return cannot("`java` is started without a class or a jar", "say `command: [java, -jar, app.jar]`");
  if (main.endsWith(".java")) return FINE;
  const classPath = optionIn(asked, /^(-cp|-classpath|--class-path)$/) ?? start.variables.CLASSPATH ?? ".";
  const entries = classPath.split(":").flatMap((entry) => entriesOf(files, entry || ".", start.directory));
  return lookAtClass(files, main, entries, start);
}

/** `lib/*` is each jar of it. */
function entriesOf(files: ImageFiles, entry: string, directory: string): string[] {
  if (!/(^|\/)\*$/.test(entry)) return [absolute(entry, directory)];
  const folder = absolute(entry.slice(0, -1), directory);
  return namesAt(files, folder)
    .filter((name) => /\.jar$/i.test(name))
    .map((name) => `${folder}/${name}`);
}

async function lookAtJar(files: ImageFiles, word: string, start: Start): Promise<Looked> {
  const path = absolute(word, start.directory);
  const found = fileAt(files, path);
  if (!found) return cannot(`there is no ${path} in the image`, jarsBeside(files, path));
  const zip = await zipAt(files, found);
  // One of many thousand entries has a directory of another form.
  if (!zip) return isPacked(await files.read(found.path, 0, 4)) ? FINE : cannot(`${path} is no jar`);
  const manifest = attributes(await textOf(zip, "META-INF/MANIFEST.MF"));
  const main = manifest["main-class"];
  if (!main)
    return cannot(
      `${path} has no Main-Class in its manifest`,
      "let its build write one, or name the jar that has it: `entrypoint:`",
    );
  const beside = (manifest["class-path"] ?? "").split(/\s+/).filter(Boolean);
  const entries = [path, ...beside.map((entry) => absolute(entry, parent(path)))];
  const looked = await lookAtClass(files, main, entries, start);
  const started = manifest["start-class"];
  if (looked.finding || !started || !main.startsWith("org.springframework.boot.loader")) return looked;
  const name = `BOOT-INF/classes/${started.replaceAll(".", "/")}.class`;
  return zip.names.has(name) ? tooNew(await zip.entry(name), started, await javaOf(files, start)) : looked;
}

function isPacked([first, second]: Uint8Array): boolean {
  return first === 0x50 && second === 0x4b;
}

function jarsBeside(files: ImageFiles, path: string): string {
  const jars = namesAt(files, parent(path)).filter((name) => name.endsWith(".jar"));
  return jars.length
    ? `there is ${jars.slice(0, 3).join(", ")}: say \`command:\` or \`entrypoint:\``
    : "say `entrypoint:`";
}

async function lookAtClass(
  files: ImageFiles,
  main: string,
  entries: string[],
  start: Start,
): Promise<Looked> {
  const name = `${main.replaceAll(".", "/")}.class`;
  let unread = false;
  for (const entry of entries) {
    const found = follow(files, entry);
    if (!found) continue;
    if (found.entry.kind === "directory") {
      const file = fileAt(files, `${found.path}/${name}`);
      if (file) return tooNew(await files.read(file.path, 0, 8), main, await javaOf(files, start));
    } else {
      const zip = await zipAt(files, found);
      unread ||= !zip;
      if (zip?.names.has(name)) return tooNew(await zip.entry(name), main, await javaOf(files, start));
    }
  }
  if (unread) return FINE;
  const where =
    entries.length > 3 ? `any of ${entries.length} places of the class path` : entries.join(" or ");
  return cannot(
    `there is no class ${main} in ${where || "an empty class path"}`,
    "say `command:`, or the class in the build",
  );
}

function zipAt(files: ImageFiles, { path, entry }: Found): Promise<Zip | undefined> {
  return openZip((from, length) => files.read(path, from, length), entry.size);
}

async function textOf(zip: Zip, name: string): Promise<string> {
  return new TextDecoder().decode((await zip.entry(name)) ?? new Uint8Array());
}

/** A manifest's main section, names in lower case; a line that begins with a space goes on with the one before. */
function attributes(text: string): Record<string, string> {
  const [main = ""] = text.replace(/\r\n?/g, "\n").replace(/\n /g, "").split("\n\n");
  const pairs = main.split("\n").map((line) => /^([\w-]+): ?(.*)$/.exec(line));
  return Object.fromEntries(
    pairs.flatMap((pair) => (pair ? [[(pair[1] ?? "").toLowerCase(), (pair[2] ?? "").trim()]] : [])),
  );
}

/** The version of the image's Java: of the file `release` in its home. */
async function javaOf(files: ImageFiles, start: Start): Promise<number | undefined> {
  const program = programAt(files, start.command[0] ?? "java", start);
  const home = program && parent(parent(program.path));
  const release = home && (await textAt(files, `${home}/release`));
  const version = /^JAVA_VERSION="(?:1\.)?(\d+)/m.exec(release || "")?.[1];
  return version === undefined ? undefined : Number(version);
}

/** A class file says for which Java it is at the earliest: 61 is Java 17. */
function tooNew(bytes: Uint8Array | undefined, name: string, java: number | undefined): Looked {
  if (!bytes || bytes.length < 8 || java === undefined) return FINE;
  const needs = ((bytes[6] ?? 0) << 8) + (bytes[7] ?? 0) - 44;
  if (needs <= java) return FINE;
  return cannot(
    `class ${name} is compiled for Java ${needs}, and the image has Java ${java}`,
    `say \`version: "${needs}"\`, or compile for Java ${java}`,
  );
}
