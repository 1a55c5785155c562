/** What tells a language, for the message where nothing does. */
const MANIFESTS: Record<string, string> = {
  go: "go.mod",
  node: "package.json",
  python: "pyproject.toml, requirements.txt or Pipfile",
  rust: "Cargo.toml",
  java: "pom.xml or build.gradle",
  scala: "build.sbt",
  static: "index.html",
  dockerfile: "Dockerfile",
};

/** What other ecosystems call a language. */
const ALIASES: Record<string, string> = {
  golang: "go",
  nodejs: "node",
  javascript: "node",
  typescript: "node",
  js: "node",
  ts: "node",
  bun: "node",
  py: "python",
  django: "python",
  flask: "python",
  cargo: "rust",
  kotlin: "java",
  jvm: "java",
  spring: "java",
  maven: "java",
  gradle: "java",
  sbt: "scala",
  play: "scala",
  html: "static",
  web: "static",
  docker: "dockerfile",
};

/** `go.mod, package.json, …` for the languages there are. */
export function expectedManifests(languages: string[]): string {
  return languages.map((name) => MANIFESTS[name] ?? `what tells ${name}`).join(", ");
}

/** The language that goes by another name elsewhere: `golang` is `go`. */
export function languageAlias(name: string): string | undefined {
  return Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined;
}
