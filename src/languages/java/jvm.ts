/**
 * For a tool that runs for seconds or a minute: a virtual machine's second compiler takes more processor time than
 * it saves. (Half of what Maven takes for a small service, a quarter of sbt's.)
 */
export const ONE_COMPILER = "-XX:TieredStopAtLevel=1";

/** The same for what is never large; together with a collector that somebody else chose it would be refused. */
export const BRIEF = [ONE_COMPILER, "-XX:+UseSerialGC"];

/** Maven, with words for its virtual machine; a `MAVEN_OPTS` that is set already says more, and the last word. */
export function mavenWith(...options: string[]): string {
  return `MAVEN_OPTS="${[ONE_COMPILER, ...options].join(" ")} $MAVEN_OPTS" mvn`;
}

export const MAVEN = mavenWith();

/**
 * Files of layers are of 1970, the date that Java's tools read as "there is no file": Maven's resources plugin before 3
 * copies none of them. Sources get the first date that an archive can hold, so that any two builds see the same one.
 */
export const DATED = "find /src -exec touch --no-dereference --date=@315532802 {} +";

/** Where a build tool of Java's keeps what it downloads. */
export interface Downloads {
  /** Where the cache is mounted. */
  cache: string;
  /** The tool's own repository, in a layer: what is there without any cache. */
  repository: string;
  /** No other service has this cache. */
  own?: boolean;
}

/**
 * Commands that download into a layer by way of a cache. The tools' repositories break under parallel writers,
 * so each build has its own, begun with what the cache has; a cache that isn't there changes nothing but the time.
 */
export function byWayOf({ cache, repository, own }: Downloads, ...commands: string[]): string[] {
  const files = `${cache}/files`;
  const [mark, prune] = own ? [[], []] : [[unread(repository)], [withoutUnread(repository)]];
  return [
    `mkdir -p ${repository} ${files}`,
    `cp -a ${files}/. ${repository}/`,
    ...mark,
    ...commands,
    `find ${repository} '(' -name '*.lastUpdated' -o -name '*.part' ')' -delete`,
    ...prune,
    // One build at a time, and a file gets its name when it is whole: whatever ends a build leaves no half file.
    `flock ${cache}/lock sh -ec 'rm -rf ${cache}/new; cp -a ${repository} ${cache}/new; cp -alf ${cache}/new/. ${files}/; rm -r ${cache}/new'`,
  ];
}

const NEVER = "1970-01-01";

/** Marks all files, and one beside them, as never read. */
function unread(repository: string): string {
  return `echo > ${repository}.read && find ${repository} ${repository}.read -type f -exec touch -a -d ${NEVER} {} +`;
}

/**
 * Removes what other services left in the cache: files of folders where this one's tool read nothing. A folder
 * is one version of one artifact. A file system that doesn't keep when files were read keeps them all.
 */
function withoutUnread(repository: string): string {
  const others =
    "$1 >= 86400 { read[$2] } { folder[$3] = $2 } " +
    "END { for (path in folder) if (!(folder[path] in read)) print path }";
  const files = `find ${repository} -type f -printf '%A@\\t%h\\t%p\\n'`;
  return [
    `cat ${repository}.read`,
    `{ ! find ${repository}.read -newerat 1970-01-02 | grep -q . || ${files} | awk -F '\\t' '${others}' | xargs -r -d '\\n' rm; }`,
    `rm ${repository}.read`,
  ].join(" && ");
}
