/**
 * A directory as plain data: every path, and the text of the few files that detection reads.
 */
export class Snapshot {
  readonly paths: string[];
  readonly texts: ReadonlyMap<string, string>;

  /** `paths` are files relative to the directory, with `/`; `texts` holds those that were read. */
  constructor(paths: string[], texts: ReadonlyMap<string, string> = new Map()) {
    this.paths = [...paths].sort();
    this.texts = texts;
  }

  /** Made from a literal, for tests: path to text. */
  static of(files: Record<string, string>): Snapshot {
    return new Snapshot(Object.keys(files), new Map(Object.entries(files)));
  }

  has(path: string): boolean {
    return this.texts.has(path) || this.paths.includes(path);
  }

  /** The file's text; undefined where it isn't there, or is not of a kind that is read. */
  text(path: string): string | undefined {
    return this.texts.get(path);
  }

  /** Line number (from 1) of the first line that matches, for `go.mod:3`. */
  line(path: string, pattern: RegExp): number | undefined {
    const index = this.text(path)?.split("\n").findIndex((line) => pattern.test(line)) ?? -1;
    return index < 0 ? undefined : index + 1;
  }

  /** Paths that match. */
  find(pattern: RegExp): string[] {
    return this.paths.filter((path) => pattern.test(path));
  }

  /** The same for a directory below; `.` is the directory itself. */
  under(directory: string): Snapshot {
    if (directory === ".") return this;
    const prefix = `${directory}/`;
    const inside = (path: string) => path.startsWith(prefix);
    const short = (path: string) => path.slice(prefix.length);
    return new Snapshot(
      this.paths.filter(inside).map(short),
      new Map([...this.texts].filter(([path]) => inside(path)).map(([path, text]) => [short(path), text])),
    );
  }
}

/** Files that detection and descriptors read; everything else is known by its path only. */
export const READ = [
  "**/service.yaml", "**/go.mod", "**/go.work", "**/package.json", "**/pyproject.toml", "**/requirements.txt",
  "**/Pipfile", "**/Cargo.toml", "**/pom.xml", "**/build.gradle", "**/build.gradle.kts", "**/build.sbt",
  "**/project/build.properties", "**/.nvmrc", "**/.node-version", "**/.python-version", "**/.java-version",
  "**/.tool-versions", "**/rust-toolchain", "**/rust-toolchain.toml", "**/pnpm-workspace.yaml", "**/.yarnrc.yml",
  "**/Procfile", "**/Dockerfile", "**/application.properties", "**/application.conf",
];
