import { quoted, type Saying } from "./saying.ts";

/** Most compilers leave imports as they are written. */
const WHOLE = "an ES module imports files by their whole names: `./greeting.js`, unless a bundler builds it";

/** Node and Bun, and what packages say of their compiled parts. */
export const NODE: Saying[] = [
  {
    of: /(?:Error: Cannot find module|Error \[ERR_MODULE_NOT_FOUND\]: Cannot find (?:module|package)) '([^']+)'/,
    missing: (name) => `there is no module ${quoted(name)} in the image`,
    mend: (name) =>
      /^\/.*\/[^/.]+$/.test(name)
        ? `which build makes it? ${WHOLE}`
        : /^[./]/.test(name)
          ? "which build makes it? say `entrypoint:` or `command:`"
          : `name ${name} in dependencies, not in devDependencies`,
  },
  {
    of: /ERR_UNSUPPORTED_DIR_IMPORT\]: Directory import '([^']+)'/,
    missing: (name) => `${name} is a directory, which an ES module can't import`,
    mend: () => WHOLE,
  },
  {
    of: /(?:Could not locate the bindings file|No native build was found for platform=|Cannot find native binding|Failed to load native binding|Could not load the "sharp" module)/,
    missing: () => "a package's compiled part isn't there",
    mend: () =>
      "is the script that builds it allowed to run (pnpm's `onlyBuiltDependencies`, npm's `ignore-scripts`), and its platform in the lockfile?",
  },
  {
    of: /(?:@prisma\/client did not initialize yet|Prisma Client could not locate the Query Engine)/,
    missing: () => "Prisma's client isn't there",
    mend: () => "run `prisma generate` in its build or postinstall script",
  },
  {
    of: /Could not find a production build in the '([^']+)' directory/,
    missing: (name) => `there is no build of Next's in ${name}`,
    mend: () => "name its build script `build`",
  },
  {
    of: /^error: (?:Module not found|Cannot find (?:module|package)) ["']([^"']+)["']/m,
    missing: (name) => `there is no module ${quoted(name)} in the image`,
    mend: () => "name it in dependencies, not in devDependencies",
  },
  {
    of: /ReferenceError: (Bun|Deno) is not defined|Cannot find package '(bun)'/,
    missing: (first, second) => `it is written for ${first || second}, which the image lacks`,
    mend: () => "start it by Node, or build it by its own Dockerfile",
  },
  {
    of: /No such built-in module: (node:\w+)/,
    missing: (name) => `its Node has no ${name}`,
    mend: () => 'say a newer `version: "24"`',
  },
  {
    of: /ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING\]: .* for "?([^"\s]+)"?/,
    missing: (name) => `Node runs no TypeScript of packages: ${name}`,
    mend: () => "give that package a build script, and a `main` that is its result",
  },
  {
    of: /ERR_(?:UNSUPPORTED|INVALID)_TYPESCRIPT_SYNTAX\]: (.*)/,
    missing: (words) => `Node doesn't run this TypeScript as it is: ${words}`,
    mend: () => "compile it in its build script, or start it by tsx from dependencies",
  },
  {
    of: /ERR_UNKNOWN_FILE_EXTENSION\]: Unknown file extension "([^"]+)"/,
    missing: (name) => `Node doesn't run ${name} files as they are`,
    mend: () => "compile them in its build script, or start them by tsx from dependencies",
  },
  {
    of: /SyntaxError: (Cannot use import statement outside a module|Unexpected token 'export'|The requested module .* does not provide an export named .*)/,
    missing: (words) => `Node can't load it: ${words}`,
  },
  {
    of: /(ERR_REQUIRE_ESM|ReferenceError: (?:require|module|exports|__dirname) is not defined in ES module scope)/,
    missing: (words) => `Node can't load it: ${words}`,
    mend: () => 'is `"type": "module"` right in its package.json?',
  },
];
