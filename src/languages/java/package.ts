import { shellWord } from "../../dockerfile/script.ts";
import type { Microservice } from "../../microservice.ts";
import { OUT } from "../language.ts";
import { APP } from "../sources.ts";
import { needs, starting } from "./needs.ts";
import { ARGUMENTS, type EntryPoint, entryPointOf } from "./start.ts";

const TARGET = `${OUT}${APP}`;

/** The commands that lay out what runs, and note what it wants of the JDK; they fail where it couldn't start. */
export function packageCommands(service: Microservice): string[] {
  return [`mkdir -p ${TARGET}`, ...laidOut(entryPointOf(service.entrypoint)), needs(service, TARGET)];
}

function laidOut(entry: EntryPoint): string[] {
  if (entry.kind === "jar") return jar(entry);
  return entry.kind === "class" ? classes(entry) : installed(entry);
}

/** The jar, with the libraries that its manifest may name beside it; or its whole folder. */
export function jar({ folder, file, isWhole }: EntryPoint & { kind: "jar" }): string[] {
  const path = shellWord(`${folder}/${file}`);
  if (isWhole) return [`${starting(path)} > /dev/null`, `cp -a ${shellWord(`${folder}/.`)} ${TARGET}/`];
  const beside = [`${folder}/lib`, `${folder}/libs`].map(shellWord).join(" ");
  return [
    `jar=$(${starting(path)})`,
    `install --mode 644 "$jar" ${shellWord(`${TARGET}/${file}`)}`,
    `for each in ${beside}; do [ ! -d "$each" ] || cp -a "$each" ${TARGET}/; done`,
  ];
}

/** The module's own classes, and the libraries that Maven copied. */
function classes({ module, name }: EntryPoint & { kind: "class" }): string[] {
  const [own, libraries] = ["classes", "dependency"].map((folder) => shellWord(`${module}/target/${folder}`));
  const file = shellWord(`${TARGET}/classes/${name.replaceAll(".", "/")}.class`);
  return [
    `cp -a ${own} ${TARGET}/classes`,
    `{ [ -f ${file} ] || { echo "${module}/target/classes has no class ${name}, the entry point" >&2; exit 1; }; }`,
    `{ [ ! -d ${libraries} ] || cp -a ${libraries} ${TARGET}/lib; }`,
  ];
}

/** What Gradle installs: classes by name and in order, as its script for shells has them. */
function installed({ folder }: EntryPoint & { kind: "installed" }): string[] {
  const script = `$(ls ${shellWord(folder)}/bin/* | grep -v '[.]bat$' | head -1)`;
  const inHome = `sed 's,[$]{*APP_HOME}*,${APP},g'`;
  return [
    `cp -a ${shellWord(folder)}/. ${TARGET}/ && rm -rf ${TARGET}/bin`,
    `script=${script}`,
    `options=$(sed -n "s/^DEFAULT_JVM_OPTS='\\(.*\\)'$/\\1/p" "$script" | ${inHome})`,
    `path=$(sed -n 's/^CLASSPATH="*\\([^"]*\\)"*$/\\1/p' "$script" | ${inHome})`,
    `main=$(awk '${MAIN}' "$script")`,
    `{ [ -n "$main" ] || { echo "$script names no main class: say mainClass in application { }" >&2; exit 1; }; }`,
    `echo "$options -cp $path $main" > ${OUT}${ARGUMENTS}`,
  ];
}

/** After `-classpath "$CLASSPATH"`: on the same line up to Gradle 6, on the next one later. */
const MAIN = [
  '/-classpath/ { sub(/.*-classpath +[^ ]+ */, ""); if ($1 == "" || $1 ~ /^.$/) getline;',
  'gsub(/["\\\\]/, "", $1); print $1; exit }',
].join(" ");
