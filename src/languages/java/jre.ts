import type { Microservice } from "../../microservice.ts";
import type { Stage } from "../../stage.ts";
import type { Kit } from "../language.ts";
import { bare } from "../packages.ts";
import { APP, shell } from "../sources.ts";
import { BRIEF } from "./jvm.ts";

/** Where a stage puts the runtime together, and where it is in images. */
const TREE = "/jre";
const HOME = "/opt/java";

/**
 * What servers load: Spring, Quarkus, Play, JDBC drivers, HTTP clients and servers. One set for all services,
 * so that they share the runtime's layer; `JAVA_MODULES` among a service's build arguments replaces it.
 */
export const SERVER_MODULES = [
  ...["java.base", "java.compiler", "java.desktop", "java.instrument", "java.logging", "java.management"],
  ...["java.naming", "java.net.http", "java.scripting", "java.security.jgss", "java.sql", "java.xml"],
  ...["jdk.crypto.ec", "jdk.httpserver", "jdk.unsupported", "jdk.zipfs"],
];

/**
 * A Java runtime of some modules, on the base for programs of C. The stage that makes it depends on nothing
 * but JDK and modules: services with the same ones have the same layer.
 */
export function withJava<C extends Stage>(kit: Kit<C>, service: Microservice): C {
  const { version, buildArguments } = service;
  const own = buildArguments.JAVA_MODULES?.split(/[\s,]+/).filter(Boolean);
  const jre = kit.named("jre", kit.from("jdk", version).withExec(shell(...link(own))));
  return bare(kit, service, "cc")
    .withDirectory("/", jre.directory(TREE))
    .withEnvVariable("JAVA_HOME", HOME)
    .withEnvVariable("PATH", "/opt/java/bin:/usr/local/bin:/usr/bin:/bin")
    .withWorkdir(APP);
}

/** @param own modules that a service names: it gets all of them. */
function link(own: string[] | undefined): string[] {
  const modules = [...new Set(own ?? SERVER_MODULES)].sort().join(",");
  const resources = own ? TRANSLATIONS : `${TRANSLATIONS},"${DRAWING}"`;
  const words = [
    // Zipped classes: 10 MB smaller than whole ones and 5 MB larger when compressed again; they start as fast.
    `jlink ${BRIEF.map((option) => `-J${option}`).join(" ")} --strip-debug --no-header-files --no-man-pages --compress=2 --dedup-legal-notices=error-if-not-same-content`,
    ...(own ? [] : ["--exclude-files=/java.desktop/lib/*.so"]),
    `--exclude-resources=${resources} --add-modules ${modules} --output ${TREE}${HOME}`,
  ];
  return [...(own ? [] : [FIRST_OF_EACH]), words.join(" "), UNREAD, SYMBOLS, UNDATED];
}

/** What the JDK itself says in other languages than English; how they write dates and numbers is `jdk.localedata`. */
const TRANSLATIONS =
  "'regex:/(?!jdk.localedata/)[^/]+/.*_(de|es|fr|it|ja|ko|pt_BR|sv|zh_CN|zh_HK|zh_TW)[.](class|properties)'";

/** Of java.desktop, servers want beans; what draws, prints and plays is for those who name their modules. */
const DRAWN = [
  ...["javax/(imageio|print|sound|swing)", "com/sun/(imageio|java/swing|media|swing)"],
  ...["sun/(font|java2d|print|swing)", "sun/awt/(X11|dnd|geom|im|image|screencast|shell)"],
];
const PACKAGES = `(${DRAWN.join("|")})/`;

/** jlink wants every package of a module to be there: the first file of each stays. */
const FIRST_OF_EACH =
  `kept=$(jimage list --include 'regex:/java.desktop/${PACKAGES}.*' $JAVA_HOME/lib/modules | ` +
  'awk \'/^ /{ p = $1; sub("[^/]*$", "", p); gsub(/[$]/, ".", $1); if (!seen[p]++) printf n++ ? "|%s" : "%s", $1 }\')';
const DRAWING = `regex:/java.desktop/(?=${PACKAGES})(?!($kept)$).*`;

/** Tools beside `java`, and what only they, debuggers and the makers of archives read. */
const UNREAD = [
  `find ${TREE}${HOME}/bin ${TREE}${HOME}/lib '(' -path '*/bin/*' ! -name java -o -name jrt-fs.jar`,
  "-o -name classlist -o -name jexec -o -name libjsig.so ')' -delete",
].join(" ");

/** jlink leaves them: 4 MB of names of functions inside the virtual machine, which only its crash logs print. */
const SYMBOLS = `find ${TREE} -name '*.so' -exec strip --strip-unneeded --remove-section=.note.stapsdt {} +`;

/** An engine's `withTimestamps` leaves links and the directories above as they are. */
const UNDATED = `find ${TREE} -exec touch --no-dereference --date=@0 {} +`;
