/** Bytes. */
const MB = 1_000_000;

/** What an image of one of the example services may be, and whom it shares its runtime with. */
export interface Expected {
  rawBytes: number;
  compressedBytes: number;
  /** Services with the same word have the same first layers: {@link SHARED}. */
  shares?: keyof typeof SHARED;
}

/** What the first layers hold that services with the same word have in common, at least: bytes, raw. */
export const SHARED = { node: 93 * MB, python: 31 * MB, java: 45 * MB };

function atMost(raw: number, compressed: number, shares?: Expected["shares"]): Expected {
  return { rawBytes: raw * MB, compressedBytes: compressed * MB, shares };
}

/** Largest sizes, raw and compressed: measured on Debian bases, with little room above. */
export const EXPECTED: Record<string, Expected> = {
  api: atMost(10, 4),
  login: atMost(11.5, 4.6),
  tools: atMost(7, 3),
  catalog: atMost(6, 2.5),
  web: atMost(95, 36, "node"),
  assets: atMost(95, 36, "node"),
  reports: atMost(38, 14, "python"),
  scores: atMost(60, 20, "python"),
  billing: atMost(80, 52, "java"),
  play: atMost(105, 73, "java"),
  orders: atMost(42, 20),
  site: atMost(3, 1.5),
  legacy: atMost(1.5, 1),
  docs: atMost(5, 2.5),
};

/** All layers of all services together, each counted once, compressed. */
export const ALL_BYTES = 260 * MB;

/**
 * What no image holds: compilers, package managers, shells, sources, caches, development dependencies.
 * Patterns of paths without the leading slash.
 */
export const FORBIDDEN = [
  /(^|\/)(ba|da|z|k|c|tc|fi)?sh$/,
  /(^|\/)busybox$/,
  /(^|\/)(apt|apt-get|dpkg|apk|yum|dnf|rpm)$/,
  /(^|\/)(npm|npx|yarn|pnpm|corepack|bun|esbuild|tsc|vite)$/,
  /(^|\/)(pip|pip3|uv|poetry|pdm|pipenv)(\d[\d.]*)?$/,
  /(^|\/)(go|gofmt|rustc|cargo|gcc|cc|g\+\+|ld|as|make|javac|jlink|mvn|gradle|sbt)$/,
  /(^|\/)(site-packages|lib)\/(pip|setuptools|wheel|pytest|httpx2?)\//,
  /(^|\/)node_modules\/(typescript|esbuild|vite|vitest)\//,
  /\.(go|rs|java|scala|c|h|ts|tsx|gradle|sbt)$/,
  /(^|\/)(go\.mod|Cargo\.toml|pom\.xml|package-lock\.json|pnpm-lock\.yaml|requirements[^/]*\.txt|service\.yaml)$/,
  /(^|\/)(root\/\.(cache|npm|cargo|m2)|var\/cache|\.git|\.cache)\//,
  /(^|\/)tests?\/[^/]*test[^/]*$/,
];

/** What interpreted languages need all the same, by language; the one place that allows anything. */
export const ALLOWED: Record<string, RegExp[]> = {
  // The standard library's own folders and modules.
  python: [/^usr\/lib\/python3\.\d+\//, /^app\/lib\/.*\.pyc$/],
  node: [],
  java: [],
  scala: [],
};
