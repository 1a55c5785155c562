import type { Microservice } from "../../microservice.ts";
import type { Kit, Stage, Tree } from "../../stage.ts";
import { bare } from "../packages.ts";
import { APP, shell } from "../sources.ts";
import { BRIEF } from "./jvm.ts";
import { NEEDS_DIRECTORY, namedModules, SERVER_MODULES, WANTED } from "./needs.ts";

/** Where a stage puts the runtime together, and where it is in images. */
const TREE = "/jre";
const HOME = "/opt/java";

/**
 * A Java runtime, on the base for programs of C. The stage that makes it depends on nothing but JDK and modules:
 * services with the same ones have the same layer.
 *
 * @param wanted the folder {@link NEEDS_DIRECTORY} of the stage that packaged.
 */
export function withJava<C extends Stage>(kit: Kit<C>, service: Microservice, wanted: Tree): C {
  const own = namedModules(service);
  const jdk = kit.from("jdk", service.version);
  const linking = own ? jdk : jdk.withDirectory(NEEDS_DIRECTORY, wanted);
  const jre = kit.named("jre", linking.withExec(shell(...(own ? ownRuntime(own) : sharedRuntime()))));
  return bare(kit, service, "cc", glibcOf(service))
    .withDirectory("/", jre.directory(TREE))
    .withEnvVariable("JAVA_HOME", HOME)
    .withEnvVariable("LC_CTYPE", "C.UTF-8")
    .withEnvVariable("PATH", "/opt/java/bin:/usr/local/bin:/usr/bin:/bin")
    .withWorkdir(APP);
}

/** Debian 12 has Java 17 alone; what later ones are linked to is the C library of 13. */
function glibcOf({ version }: Microservice): string | undefined {
  return Number.parseInt(version ?? "17", 10) > 17 ? "13" : undefined;
}

/** Modules that a service names: it gets all of them. */
function ownRuntime(own: string[]): string[] {
  const modules = [...new Set(own)].sort().join(",");
  const draws = own.includes("java.desktop") ? [SYSTEM] : [];
  return [jlink(`--exclude-resources=${TRANSLATIONS}`, modules), UNREAD, SYMBOLS, LETTERS, ...draws, UNDATED];
}

/** What servers load and classes name: of java.desktop only beans, unless something draws. */
function sharedRuntime(): string[] {
  const draws = `grep -qx java.desktop ${WANTED}`;
  const resources = `"${TRANSLATIONS.slice(1, -1)}\${kept:+,${DRAWING}}"`;
  const modules = `${[...SERVER_MODULES].sort().join(",")}$(sed 's/^/,/' ${WANTED} | tr -d '\\n')`;
  const libraries = `\${kept:+--exclude-files=/java.desktop/lib/*.so}`;
  return [
    `if ! ${draws}; then ${FIRST_OF_EACH}; fi`,
    jlink(`${libraries} --exclude-resources=${resources}`, modules),
    UNREAD,
    SYMBOLS,
    LETTERS,
    `if ${draws}; then ${SYSTEM}; fi`,
    UNDATED,
  ];
}

/** Zipped classes: 10 MB smaller than whole ones and 5 MB larger when compressed again; they start as fast. */
function jlink(excluded: string, modules: string): string {
  const options = `${BRIEF.map((option) => `-J${option}`).join(" ")} --strip-debug --no-header-files --no-man-pages`;
  const zipped = "--compress=2 --dedup-legal-notices=error-if-not-same-content";
  return `jlink ${options} ${zipped} ${excluded} --add-modules ${modules} --output ${TREE}${HOME}`;
}

/** What the JDK itself says in other languages than English; how they write dates and numbers is `jdk.localedata`. */
const TRANSLATIONS =
  "'regex:/(?!jdk.localedata/)[^/]+/.*_(de|es|fr|it|ja|ko|pt_BR|sv|zh_CN|zh_HK|zh_TW)[.](class|properties)'";

/** Of java.desktop, most servers want beans: what draws, prints and plays stays where a class names some of it. */
const DRAWN = [
  ...["javax/(imageio|print|sound|swing)", "com/sun/(imageio|java/swing|media|swing)"],
  ...["sun/(font|java2d|print|swing)", "sun/awt/(X11|dnd|geom|im|image|screencast|shell)"],
];
const PACKAGES = `(${DRAWN.join("|")})/`;

/** `java.beans.Introspector` asks each class for this annotation. */
const ASKED = "javax/swing/SwingContainer.class";

/** jlink wants every package of a module to be there: the first file of each stays. */
const FIRST_OF_EACH =
  `kept=$(jimage list --include 'regex:/java.desktop/${PACKAGES}.*' $JAVA_HOME/lib/modules | ` +
  'awk \'/^ /{ p = $1; sub("[^/]*$", "", p); gsub(/[$]/, ".", $1); if (!seen[p]++) printf n++ ? "|%s" : "%s", $1 }\')';
const DRAWING = `regex:/java.desktop/(?=${PACKAGES})(?!($kept|${ASKED})$).*`;

/** Tools beside `java`, and what only they, debuggers and the makers of archives read. */
const UNREAD = [
  `find ${TREE}${HOME}/bin ${TREE}${HOME}/lib '(' -path '*/bin/*' ! -name java -o -name jrt-fs.jar`,
  "-o -name classlist -o -name jexec -o -name libjsig.so ')' -delete",
].join(" ");

/** jlink leaves them: 4 MB of names of functions inside the virtual machine, which only its crash logs print. */
const SYMBOLS = `find ${TREE} -name '*.so' -exec strip --strip-unneeded --remove-section=.note.stapsdt {} +`;

/** Without it the names of files, and up to Java 17 all texts, are ASCII; 0.35 MB. */
const LETTERS = `mkdir -p ${TREE}/usr/lib/locale/C.utf8 && cp /usr/lib/locale/C.utf8/LC_CTYPE ${TREE}/usr/lib/locale/C.utf8/`;

/** What the JDK draws with is the system's: libraries for images and text, one family of fonts. */
const SYSTEM = [
  `loaded=$(ldd ${TREE}${HOME}/lib/*.so /usr/lib/*/libfontconfig.so.1 2>/dev/null | awk '$2 == "=>" { print $3 }' | grep -vE '/lib(c|m|dl|pthread|rt|resolv|gcc_s|stdc[+][+]|z)[.]so|${TREE}'; ls /usr/lib/*/libfontconfig.so.1)`,
  `for each in $(echo "$loaded" | sort -u); do install -D --mode 644 --target-directory ${TREE}/usr/lib/$(basename $(dirname $each)) $each; done`,
  `for each in /etc/fonts /usr/share/fontconfig /usr/share/fonts/truetype/dejavu; do [ ! -d $each ] || cp -aL --parents $each ${TREE}; done`,
].join("; ");

/** An engine's `withTimestamps` leaves links and the directories above as they are. */
const UNDATED = `find ${TREE} -exec touch --no-dereference --date=@0 {} +`;
