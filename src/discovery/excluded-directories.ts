/** What keeps a directory of a name from being searched for services. */
interface Aside {
  names: RegExp;
  reason: string;
  /** A deployment file that names such a directory outweighs its name. */
  unlessNamed?: boolean;
}

/** Directories by what their names say of all that is in them, at any depth. */
const ASIDES: Aside[] = [
  { names: /^\.(?!$)/, reason: "hidden" },
  {
    names: /^(node_modules|bower_components|vendor|third[-_]?party|site-packages)$/,
    reason: "installed packages",
  },
  { names: /^(dist|target|out|generated|__generated__|genproto|gen|protobuf|protos?)$/, reason: "generated" },
  { names: /^(__)?(tests?|testing|e2e|fixtures?|mocks?|specs?)(__)?$|^testdata$/, reason: "tests" },
  { names: /[-_](e2e|tests?|specs?)$|^(e2e|tests?)[-_]|^(cypress|playwright)$/, reason: "tests" },
  { names: /^(examples?|samples?|demos?)$/, reason: "examples", unlessNamed: true },
  { names: /^(fuzz|fuzzers?|fuzzing|bench|benches|benchmarks?)$/, reason: "measurements", unlessNamed: true },
  { names: /^(tools?|tooling|scripts?|hack|xtask)$/, reason: "tools", unlessNamed: true },
  { names: /^(templates?|boilerplates?|scaffold(ing|s)?)$/, reason: "templates", unlessNamed: true },
];

/** Why a path lies where no services are looked for, with the directory that says so; undefined where one may be. */
export function excludedBy(
  path: string,
): { directory: string; reason: string; unlessNamed: boolean } | undefined {
  const parts = path.split("/");
  for (const [at, part] of parts.entries()) {
    const found = ASIDES.find(({ names }) => names.test(part));
    if (!found) continue;
    const { reason, unlessNamed = false } = found;
    return { directory: parts.slice(0, at + 1).join("/"), reason, unlessNamed };
  }
  return undefined;
}
