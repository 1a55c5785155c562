import { mavenScript } from "../../bases/maven.ts";
import { shellWord } from "../../dockerfile/script.ts";
import { join } from "../../files/paths.ts";
import type { Microservice } from "../../microservice.ts";
import { type Downloads, MAVEN, mavenWith } from "./jvm.ts";
import { entryPointOf, isOld } from "./start.ts";

/** What one build tool of Java's is told. */
export interface JavaManager extends Downloads {
  manifests: string[];
  /** Commands that bring the tool itself, where the base's isn't the one that is asked for. */
  tool?: string[];
  /** The cache's name. */
  cacheName: string;
  /** Downloads all that a build and its tests need: by building and testing next to nothing. */
  resolve: string;
  build: string;
  test: string;
}

/** Maven or Gradle, as the service says; Maven unless said. */
export function javaManager(service: Microservice): JavaManager {
  return service.packageManager === "gradle" ? gradle(service) : maven(service);
}

function maven(service: Microservice): JavaManager {
  const mvn = mavenCommand(service);
  const copy = entryPointOf(service.entrypoint).kind === "class" ? ` ${COPY}` : "";
  return {
    manifests: ["**/pom.xml", ".mvn", "settings.xml"],
    tool: service.packageManagerVersion ? mavenOf(service.packageManagerVersion) : undefined,
    cacheName: "maven",
    cache: "/var/cache/maven",
    repository: "/root/.m2/repository",
    resolve: downloaded(`${mvn} --fail-never package${copy}`, MAVEN_FAILURES),
    build: `${mvn} -DskipTests package${copy}`,
    test: `${mvn} test`,
  };
}

/** Where the Maven is that a wrapper asks for. */
const WRAPPED = "/opt/apache-maven";

/** The Maven that a wrapper asks for, by the one of the base: it is an artifact like others, checked by its sum. */
function mavenOf(version: string): string[] {
  const isThere = `mvn --version | grep -qE 'Apache Maven ${version.replaceAll(".", "[.]")}([^0-9.-]|$)'`;
  return ["cd /opt", `{ ${isThere} || { ${mavenScript(version, WRAPPED, MAVEN)}; }; }`];
}

/** Beside a class that is started: the libraries of its module. */
const COPY =
  "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies " +
  "-DincludeScope=runtime -DoutputDirectory=target/dependency";

/** What Lombok and others of Java 8's time do inside the compiler. */
const OPENED = ["api", "code", "comp", "file", "main", "model", "parser", "processing", "tree", "util"].map(
  (name) => `--add-opens=jdk.compiler/com.sun.tools.javac.${name}=ALL-UNNAMED`,
);

/** What images need nothing of, or what wants a thing that a build stage hasn't: git, a container engine. */
const SKIPPED = ["maven.gitcommitid", "maven.javadoc", "jib", "dockerfile", "docker"]
  .map((name) => `-D${name}.skip=true`)
  .join(" ");

/** Maven where the build begins, for one module and what it depends on there. */
function mavenCommand({ workspace, path, ...service }: Microservice): string {
  // Maven's own date for the files of a jar: two builds give the same bytes.
  const mvn =
    `PATH=${WRAPPED}/bin:$PATH ${mavenWith(...(isOld(service) ? OPENED : []))} --batch-mode --no-transfer-progress -Dstyle.color=never ` +
    `-Dproject.build.outputTimestamp=1980-01-01T00:00:02Z ${SKIPPED}`;
  if (workspace === undefined) return mvn;
  const member = workspace === "." ? path : path.slice(workspace.length + 1);
  // Settings that `.mvn/maven.config` names are relative to where Maven is started.
  return `cd ${shellWord(`/src/${workspace}`)} && ${mvn} --projects ${shellWord(member)} --also-make`;
}

/** The wrapper where there is one, beside the build that the service belongs to: Debian's own Gradle is of 2017. */
function gradleCommand({ workspace }: Microservice): string {
  const wrapper = workspace === undefined ? "./gradlew" : shellWord(`/src/${join(workspace, "gradlew")}`);
  return `$( [ -x ${wrapper} ] && echo ${wrapper} || echo gradle ) --no-daemon --console=plain`;
}

function gradle(service: Microservice): JavaManager {
  const command = gradleCommand(service);
  return {
    manifests: [
      ...["**/*.gradle", "**/*.gradle.kts", "**/gradle.properties", "**/*.lockfile", "gradle", "gradlew"],
      ...["buildSrc"],
    ],
    cacheName: `gradle-${service.name}`,
    cache: "/var/cache/gradle",
    repository: "/root/.gradle",
    own: true,
    resolve: downloaded(`${command} build --continue`, GRADLE_FAILURES),
    build: `${command} assemble`,
    test: `${command} test`,
  };
}

/**
 * A build of next to nothing may fail where it checks what isn't there yet, and has downloaded by then what the
 * check wanted. A download that failed is a failure, as is a tool that doesn't get to its end: without them, half
 * a layer would be kept and used.
 *
 * @param failures what awk does to fill `failed`, whose indices are lines.
 */
function downloaded(build: string, failures: string): string {
  const end = [
    'END { if (!ended) failed["The build tool stopped before its end."]; for (line in failed) code = 1',
    'if (code) print "Not all could be downloaded:"; for (line in failed) print line; exit code }',
  ];
  const ended = "/^ENDED$|BUILD FAILED|^FAILURE: / { ended = 1 }";
  const read = ["!/^ENDED$/ { print; fflush() }", ended, failures, end.join("; ")];
  return `{ ${build} 2>&1 && printf '\\nENDED\\n'; } | awk '${read.join(" ")}'`;
}

/** Modules of the build itself are not there to download; Maven names them before it builds them. */
const MAVEN_FAILURES = [
  "/^.INFO. -+< [^ ]+ >-+$/ { own[$3] }",
  "/^.(ERROR|FATAL). .*([Cc]ould not be resolved|Could not (find|transfer) artifact|Non-resolvable|Failed to (collect|read artifact))/ {",
  'n = split($0, words, /[ ,]+/); for (i = 1; i <= n; i++) if (split(words[i], part, ":") > 3)',
  'if (!((part[1] ":" part[2]) in own)) failed[$0] }',
  "/could not read [0-9]+ project/ { failed[$0] }",
].join(" ");

const GRADLE_FAILURES = "/Could not (resolve|download|GET|HEAD)|Could not find [^ ]+:[^ ]+:/ { failed[$0] }";
