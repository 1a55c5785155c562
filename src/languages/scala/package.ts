import { shellWord } from "../../dockerfile/script.ts";
import type { Microservice } from "../../microservice.ts";
import { needs } from "../java/needs.ts";
import { jar } from "../java/package.ts";
import { ARGUMENTS, entryPointOf } from "../java/start.ts";
import { LIBRARIES, OUT } from "../language.ts";
import { APP } from "../sources.ts";

const TARGET = `${OUT}${APP}`;

/** Where a build leaves what `export` printed: the classpath is its last line. */
export const EXPORTED = "/tmp/exported";

/**
 * The commands that lay out what runs, what was downloaded apart, and note what it wants of the JDK.
 *
 * @param downloads where the build tool keeps what it downloads.
 */
export function packageCommands(service: Microservice, downloads: string): string[] {
  const entry = entryPointOf(service.entrypoint ?? "target/universal/stage");
  const wanted = (own: string) => needs(service, own, `${LIBRARIES}${APP}/lib`);
  const apart = librariesApart(downloads);
  const begun = [`mkdir -p ${TARGET}/lib ${LIBRARIES}${APP}/lib`];
  if (entry.kind === "jar") return [...begun, ...jar(entry), wanted(TARGET)];
  const laidOut = entry.kind === "class" ? exported() : staged(entry.folder);
  return [...begun, ...laidOut.files, ...apart, ...laidOut.start, wanted(`${TARGET}/lib`)];
}

/** Whatever has the bytes of a downloaded jar. */
function librariesApart(downloads: string): string[] {
  return [
    `find ${downloads} -name '*.jar' -exec sha1sum {} + > /tmp/downloaded`,
    `find ${TARGET} -path '*/lib/*.jar' -exec sha1sum {} + > /tmp/staged`,
    `awk 'NR == FNR { downloaded[$1]; next } $1 in downloaded { print $2 }' /tmp/downloaded /tmp/staged | xargs -r mv -t ${LIBRARIES}${APP}/lib`,
  ];
}

/** The jars of a class's path. */
function exported() {
  return { files: [`tail -1 ${EXPORTED} | tr : '\\n' | xargs cp -t ${TARGET}/lib`], start: [] };
}

/** The staged application; classes by name and in order, and options, as its script for shells has them. */
function staged(folder: string) {
  const from = shellWord(folder);
  const read = (expression: string) => `$(sed -n '${expression}' "$script")`;
  const inHome = `sed 's,$lib_dir,${APP}/lib,g; s,[$]{app_home}/[.][.],${APP},g'`;
  const files = [`cp -a ${from}/. ${TARGET}/`, `rm -rf ${TARGET}/bin ${TARGET}/share ${TARGET}/README*`];
  const start = [
    `script=$(ls ${from}/bin/* | grep -v '[.]bat$' | head -1)`,
    `path=${read('s/^declare -r app_classpath="\\(.*\\)"$/\\1/p')}`,
    `main=${read("s/^declare -[a-z]* app_mainclass=(.\\([[:alnum:]_.$]*\\).).*/\\1/p")}`,
    `{ [ -n "$main" ] || { echo "$script names no main class: say Compile / mainClass in build.sbt" >&2; exit 1; }; }`,
    // What the script computes as it starts, its own directory, is known here: `-Duser.dir`.
    `options=$({ sed -n '/[$][(]/!s/^addJava "\\(.*\\)"$/\\1/p' "$script"; cat ${from}/conf/application.ini 2>/dev/null | sed -n 's/^-J//p; /^-D/p'; } | tr '\\n' ' ' | ${inHome})`,
    `echo "-Dplay.server.pidfile.path=/dev/null -Duser.dir=${APP} $options-cp $(echo "$path" | ${inHome}) $main" > ${OUT}${ARGUMENTS}`,
  ];
  return { files, start };
}
