/**
 * What every engine must make of the same repository and the same call. Services are the smallest that there are: a
 * Dockerfile that copies a file to an empty image needs no base and no network.
 */
export interface Situation {
  name: string;
  files: Record<string, string>;
  /** Is committed first; the same files where `true`. */
  committed?: Record<string, string> | true;
  /** A function and its flags, as `daggerw call` takes them. */
  call: [string, Record<string, string | string[] | number | boolean>?];
  expected: Observed;
}

/** A result as any engine tells it: what isn't said may be anything. */
export interface Observed {
  exitCode: number;
  services?: {
    name: string;
    status?: string;
    message?: RegExp;
    reason?: RegExp;
    tags?: RegExp[];
    code?: number;
  }[];
  /** Of the call as a whole, where it is refused. */
  message?: RegExp;
}

const service = (
  name: string,
  more: Record<string, string> = {},
  dockerfile = "FROM scratch\nCOPY file /file\n",
) => ({
  [`services/${name}/Dockerfile`]: dockerfile,
  [`services/${name}/file`]: name,
  ...Object.fromEntries(Object.entries(more).map(([file, text]) => [`services/${name}/${file}`, text])),
});

const described = (name: string, descriptor: string) => service(name, { "service.yaml": descriptor });
const TWO = { ...service("api"), ...service("web") };
const NODE = { "services/shop/package.json": '{ "name": "shop" }', "services/shop/server.js": "" };
const FAULTY = { ...service("api"), ...described("web", "prot: 80\n") };
const UNCLEAR = { ...service("api"), "services/notes/notes.txt": "what is this" };
const REFUSED = /services\/web\/service\.yaml:1:1: unknown field "prot"/;
const STAGING = "environments: { staging: { variables: { A: b } } }\n";

export const SITUATIONS: Situation[] = [
  {
    name: "the root's .nvmrc goes from 20 to 22",
    files: { ...NODE, ...service("api"), ".nvmrc": "22\n" },
    committed: { ...NODE, ...service("api"), ".nvmrc": "20\n" },
    call: ["affected", { since: "HEAD" }],
    expected: { exitCode: 0, services: [{ name: "shop", reason: /its version is "22", and was "20"/ }] },
  },
  {
    name: "a commit that nobody knows",
    files: TWO,
    committed: true,
    call: ["affected", { since: "elsewhere" }],
    expected: { exitCode: 2, message: /git knows no commit "elsewhere"/ },
  },
  {
    name: "an unclear directory is listed as skipped",
    files: UNCLEAR,
    call: ["services"],
    expected: {
      exitCode: 0,
      services: [
        { name: "api", status: "planned" },
        { name: "notes", status: "skipped", message: /services\/notes/, code: 2 },
      ],
    },
  },
  {
    name: "an unclear directory stops no plan",
    files: UNCLEAR,
    committed: true,
    call: ["plan"],
    expected: {
      exitCode: 0,
      services: [
        { name: "api", status: "planned", tags: [/^development-[0-9a-f]{12}$/, /^development$/] },
        { name: "notes", status: "skipped" },
      ],
    },
  },
  {
    name: "a version that no base has stops no other's plan",
    files: {
      ...service("api"),
      "services/old/go.mod": "module a\ngo 1.11\n",
      "services/old/main.go": "package main\n",
    },
    call: ["plan", { bases: "debian" }],
    expected: { exitCode: 0, services: [{ name: "api", status: "planned" }, { name: "old" }] },
  },
  {
    name: "plan of one",
    files: TWO,
    call: ["plan", { only: ["web"] }],
    expected: { exitCode: 0, services: [{ name: "web", status: "planned" }] },
  },
  {
    name: "plan of one that there isn't",
    files: TWO,
    call: ["plan", { only: ["wbe"] }],
    expected: { exitCode: 2, message: /there is no service "wbe": did you mean "web"\?/ },
  },
  {
    name: "plan tells the tags that a publish gives",
    files: { ...service("api"), "multistage.yaml": 'tags: ["{revision}", "{environment}-newest"]\n' },
    committed: true,
    call: ["plan", { environment: "testing" }],
    expected: { exitCode: 0, services: [{ name: "api", tags: [/^[0-9a-f]{12}$/, /^testing-newest$/] }] },
  },
  {
    name: "build-all: one faulty descriptor fails alone",
    files: FAULTY,
    call: ["build-all"],
    expected: {
      exitCode: 1,
      services: [
        { name: "api", status: "built" },
        { name: "web", status: "failed", message: REFUSED, code: 2 },
      ],
    },
  },
  {
    name: "build-all: a failing build fails alone, and what needs it is skipped",
    files: {
      ...service("api"),
      ...service("bad", {}, "FROM scratch\nCOPY missing /missing\n"),
      ...described("needy", "needs: [bad]\n"),
    },
    call: ["build-all"],
    expected: {
      exitCode: 1,
      services: [
        { name: "api", status: "built" },
        { name: "bad", status: "failed", code: 1 },
        { name: "needy", status: "skipped", message: /needy: skipped: it needs bad/ },
      ],
    },
  },
  {
    name: "build-all: an image over its budget",
    files: { ...described("api", "budget: 1 kB\n"), "services/api/file": "x".repeat(3000) },
    call: ["build-all"],
    expected: {
      exitCode: 1,
      services: [
        { name: "api", status: "failed", message: /api: the image has .*, its budget is 1 kB/, code: 3 },
      ],
    },
  },
  {
    name: "an image that can't start",
    files: {
      ...service("api"),
      ...service("mute", {}, 'FROM scratch\nCOPY --chmod=755 file /bin/server\nENTRYPOINT ["/app/server"]\n'),
    },
    committed: true,
    call: ["publish-all"],
    expected: {
      exitCode: 1,
      services: [
        { name: "api", status: "built" },
        { name: "mute", status: "failed", message: /mute: the image can't start: there is no \/app\/server/ },
      ],
    },
  },
  {
    name: "an image of files alone, which Docker wants a command for",
    files: service("data", {}, 'FROM scratch\nCOPY file /file\nCMD ["/none"]\n'),
    call: ["build-all"],
    expected: { exitCode: 0, services: [{ name: "data", status: "built" }] },
  },
  {
    name: "an image that can't start, and nobody looks",
    files: service(
      "mute",
      {},
      'FROM scratch\nCOPY --chmod=755 file /bin/server\nENTRYPOINT ["/app/server"]\n',
    ),
    call: ["build-all", { noStartCheck: true }],
    expected: { exitCode: 0, services: [{ name: "mute", status: "built" }] },
  },
  {
    name: "an environment that only one service names",
    files: { ...service("api"), ...described("web", STAGING) },
    call: ["build-all", { environment: "staging" }],
    expected: {
      exitCode: 0,
      services: [
        { name: "api", status: "built" },
        { name: "web", status: "built" },
      ],
    },
  },
  {
    name: "an environment that multistage.yaml alone names",
    files: { ...service("api"), "multistage.yaml": "environments: { staging: { registry: a.example/b } }\n" },
    call: ["plan", { environment: "staging" }],
    expected: { exitCode: 0, services: [{ name: "api", status: "planned" }] },
  },
  {
    name: "an environment that nothing names",
    files: TWO,
    call: ["build-all", { environment: "prodction" }],
    expected: { exitCode: 2, message: /unknown environment "prodction": did you mean "production"\?/ },
  },
  {
    name: "no service at once",
    files: TWO,
    call: ["build-all", { concurrency: 0 }],
    expected: { exitCode: 2, message: /--concurrency 0: expected a whole number from 1/ },
  },
  {
    name: "services that need one another in a circle",
    files: { ...described("a", "needs: [b]\n"), ...described("b", "needs: [a]\n") },
    call: ["build-all"],
    expected: { exitCode: 2, message: /needs go in a circle: a → b → a/ },
  },
  {
    name: "a service that isn't there",
    files: TWO,
    call: ["build-all", { only: ["wbe"] }],
    expected: { exitCode: 2, message: /there is no service "wbe": did you mean "web"\?/ },
  },
  {
    name: "a part that is none",
    files: TWO,
    call: ["build-all", { shard: "3/2" }],
    expected: { exitCode: 2, message: /--shard 3\/2: expected i\/n/ },
  },
  {
    name: "what another needs can't be left out",
    files: { ...service("api"), ...described("web", "needs: [api]\n") },
    call: ["build-all", { exclude: ["api"] }],
    expected: { exitCode: 2, message: /--exclude api: web needs api/ },
  },
  {
    name: "a half",
    files: TWO,
    call: ["build-all", { shard: "2/2" }],
    expected: { exitCode: 0, services: [{ name: "web", status: "built" }] },
  },
  {
    name: "what changed, with what needs it",
    files: {
      ...service("api"),
      ...described("web", "needs: [api]\n"),
      ...service("site"),
      "services/api/file": "new",
    },
    committed: { ...service("api"), ...described("web", "needs: [api]\n"), ...service("site") },
    call: ["build-all", { affectedSince: "HEAD" }],
    expected: {
      exitCode: 0,
      services: [
        { name: "api", status: "built" },
        { name: "web", status: "built" },
      ],
    },
  },
  {
    name: "publish-all: one faulty descriptor, and nothing is published",
    files: FAULTY,
    committed: true,
    call: ["publish-all"],
    expected: {
      exitCode: 2,
      services: [
        { name: "api", status: "built" },
        { name: "web", status: "failed", message: REFUSED },
      ],
    },
  },
  {
    name: "publish-all: sources that are not committed",
    files: { ...TWO, "services/api/file": "new" },
    committed: TWO,
    call: ["publish-all", { environment: "production" }],
    expected: { exitCode: 3, message: /not committed, and production takes committed sources only/ },
  },
  {
    name: "a secret that isn't given",
    files: described("api", "secrets: [npm_token]\n"),
    call: ["build-all"],
    expected: { exitCode: 2, message: /api needs the secret npm_token/ },
  },
  {
    name: "a secret for git that isn't given",
    files: described("api", "git: { git.example: deploy_token }\n"),
    call: ["build-all"],
    expected: { exitCode: 2, message: /api needs the secret deploy_token/ },
  },
  {
    name: "an ssh agent that isn't lent",
    files: described("api", "git: { git.example: ssh }\n"),
    call: ["build-all"],
    expected: { exitCode: 2, message: /api reaches repositories by ssh, and has no agent/ },
  },
];

/** Options as words: `affectedSince: "HEAD"` is `--affected-since=HEAD`. */
export function flags(options: NonNullable<Situation["call"][1]>): string[] {
  return Object.entries(options).map(([name, value]) => {
    const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return `--${flag}=${[value].flat().join(",")}`;
  });
}
