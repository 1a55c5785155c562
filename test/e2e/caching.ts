/** How one example service is edited. Paths are relative to its directory; `/libs/x` to the repository. */
export interface Edit {
  /** A source, and what is appended to it: a comment, and a statement that reaches the image. */
  source: string;
  comment: string;
  code: string;
  /** What names the dependencies, and what is appended so that it is another and means the same. */
  lock: string;
  more: string;
  /** A comment changes nothing in the image. */
  compiled?: boolean;
  /** Directories outside the service's own that it reads. */
  inputs?: string[];
}

/** Makes each run's edits new: what an earlier run built is in the cache, as it should be. */
export const now = Date.now();

const hash = { comment: `\n# A comment, ${now}.\n`, more: `\n# Locked again, ${now}.\n` };
const slashes = { comment: `\n// A comment, ${now}.\n` };
const spaces = " ".repeat(1 + (now % 100_000));
const go = { ...slashes, lock: "go.mod", more: `\n// Locked again, ${now}.\n`, compiled: true };

/** A comment after the last line moves no line number, which is all that a class keeps of it. */
const java = {
  ...slashes,
  code: `\nclass Edited { static final long AT = ${now}L; }\n`,
  lock: "pom.xml",
  more: `\n<!-- Locked again, ${now}. -->\n`,
  compiled: true,
};

/** By service: one row a language and a kind of lockfile. */
export const EDITS: Record<string, Edit> = {
  api: { ...go, source: "main.go", code: `\nfunc init() { println(${now}) }\n` },
  tools: {
    ...go,
    source: "/libs/money/money.go",
    code: `\nfunc init() { println(${now}) }\n`,
    inputs: ["libs/money"],
  },
  web: {
    ...slashes,
    source: "src/page.js",
    code: `\nconsole.log(${now});\n`,
    lock: "package-lock.json",
    more: spaces,
  },
  assets: {
    ...slashes,
    source: "src/badge.ts",
    code: `\nconsole.log(${now});\n`,
    lock: "pnpm-lock.yaml",
    more: hash.more,
  },
  reports: { ...hash, source: "reports/sales.py", code: `\nEDITED = ${now}\n`, lock: "requirements.txt" },
  catalog: {
    ...slashes,
    source: "src/main.rs",
    code: `\n#[used]\nstatic EDITED: u64 = ${now};\n`,
    lock: "Cargo.lock",
    more: hash.more,
  },
  site: {
    ...slashes,
    source: "src/main.ts",
    code: `\nconsole.log(${now});\n`,
    lock: "package-lock.json",
    more: spaces,
    compiled: true,
  },
  billing: {
    ...java,
    source: "src/main/java/example/billing/Billing.java",
  },
  orders: {
    ...java,
    source: "book/src/main/java/example/orders/book/Book.java",
  },
  play: {
    ...slashes,
    source: "app/links/Shortener.scala",
    code: `\nval edited = ${now}L\n`,
    lock: "build.sbt",
    more: `\n// Locked again, ${now}.\n`,
  },
};
