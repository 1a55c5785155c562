import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { $ } from "zx";
import { callOptions } from "../../../ci/local/call.ts";
import { FUNCTIONS } from "../../../ci/local/functions.ts";
import { readCheckout } from "../../../ci/local/publish/checkout.ts";
import { ignoreFile } from "../../../ci/local/source/ignore-file.ts";
import { readSource } from "../../../ci/local/source/source.ts";
import { GIT_FACTS } from "../../../src/publish/git-facts.ts";

afterEach(() => vi.unstubAllEnvs());

const git = (root: string, ...words: string[]) =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t", ...words], { cwd: root, stdio: "pipe" });

/** A repository with a service, a second commit, and a file that git must read again to know whether it differs. */
function repository(files: Record<string, string> = {}): { root: string; mark: string } {
  const directory = mkdtempSync(join(tmpdir(), "multistage-hostile-"));
  const root = join(directory, "r");
  mkdirSync(root);
  git(root, "init", "-q");
  write(root, { "services/s/index.html": "<h1>", "services/s/service.yaml": "port: 8080\n", ...files });
  git(root, "add", "-A", "--force");
  git(root, "commit", "-qm", "one");
  git(root, "commit", "-qm", "two", "--allow-empty");
  return { root, mark: join(directory, "executed") };
}

function write(root: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** Everything that asks git about a source tree. */
const COMMANDS: [string, (source: string) => Promise<unknown>][] = [
  ["services", (source) => called("services", { source })],
  ["plan", (source) => called("plan", { source, bases: "debian" })],
  [
    "dockerfile",
    (source) => called("dockerfile", { source, service: "s", stage: "runtime", bases: "debian" }),
  ],
  ["affected", (source) => called("affected", { source, since: "HEAD~1" })],
  [
    "what a build ignores",
    async (source) => ignoreFile(await readSource(source), { context: "services/s", ignored: "" }),
  ],
  ["what is published", (source) => readCheckout(source)],
  ["what a module publishes", (source) => $({ quiet: true, nothrow: true, cwd: source })`sh -c ${GIT_FACTS}`],
];

const called = (name: string, values: Record<string, string>) =>
  (FUNCTIONS[name] as (typeof FUNCTIONS)[string]).run(callOptions({ environment: "development", ...values }));

/** The commands that executed something, each with what it executed; also the ones that couldn't be run. */
async function executions({ root, mark }: { root: string; mark: string }, source = root): Promise<string[]> {
  const found: string[] = [];
  for (const [name, run] of COMMANDS) {
    write(root, { "services/s/index.html": `<h1>${name}` });
    await run(source).catch((error: Error) => found.push(`${name}: ${error.message}`));
    if (existsSync(mark)) found.push(`${name}: ${readFileSync(mark, "utf8")}`);
    rmSync(mark, { force: true });
  }
  return found;
}

/** Settings of a repository that name a command; `RUN` stands for one that leaves a mark. */
const SETTINGS: [string, Record<string, string>][] = [
  ["core.fsmonitor", { "core.fsmonitor": "RUN; false" }],
  [
    "core.fsmonitor of an older version",
    { "core.fsmonitor": "RUN; false", "core.fsmonitorHookVersion": "1" },
  ],
  ["core.sshCommand", { "core.sshCommand": "RUN", "remote.origin.url": "ssh://git.invalid/x", ...lazy() }],
  [
    "a transport that is a command",
    { "remote.origin.url": "ext::sh -c RUN", "protocol.ext.allow": "always", ...lazy() },
  ],
  ["a gitProxy", { "core.gitProxy": "RUN", "remote.origin.url": "git://git.invalid/x", ...lazy() }],
  ["an uploadpack", { "remote.origin.uploadpack": "RUN", "remote.origin.url": "/nowhere", ...lazy() }],
  [
    "a vcs",
    {
      "remote.origin.vcs": "ext",
      "remote.origin.url": "sh -c RUN",
      "protocol.ext.allow": "always",
      ...lazy(),
    },
  ],
  [
    "credential.helper",
    { "credential.helper": "!RUN", "remote.origin.url": "https://127.0.0.1:1/x", ...lazy() },
  ],
  ["core.askPass", { "core.askPass": "RUN", "remote.origin.url": "https://127.0.0.1:1/x", ...lazy() }],
  [
    "core.pager",
    {
      "core.pager": "RUN",
      "pager.diff": "RUN",
      "pager.log": "RUN",
      "pager.tag": "RUN",
      "pager.config": "RUN",
    },
  ],
  ["core.editor", { "core.editor": "RUN", "sequence.editor": "RUN" }],
  ["filter.clean", { "filter.x.clean": "RUN; cat", "filter.x.required": "true" }],
  ["filter.smudge", { "filter.x.smudge": "RUN; cat" }],
  ["filter.process", { "filter.x.process": "RUN" }],
  ["filter with an = in its name", { "filter.x=y.clean": "RUN; cat" }],
  ["diff.external", { "diff.external": "RUN" }],
  ["diff.command", { "diff.x.command": "RUN" }],
  ["diff.textconv", { "diff.x.textconv": "RUN; cat", "diff.x.cachetextconv": "true" }],
  ["merge.driver", { "merge.x.driver": "RUN" }],
  [
    "alias",
    Object.fromEntries(
      ["ls-files", "diff", "log", "config", "tag", "rev-parse"].map((name) => [`alias.${name}`, "!RUN"]),
    ),
  ],
  ["gpg.program", { "gpg.program": "RUN", "log.showSignature": "true", "tag.gpgSign": "true" }],
  ["interactive.diffFilter", { "interactive.diffFilter": "RUN" }],
  ["trailer.command", { "trailer.x.command": "RUN", "trailer.x.cmd": "RUN" }],
  ["tar.command", { "tar.x.command": "RUN" }],
  ["maintenance", { "gc.auto": "1", "maintenance.auto": "true", "gc.recentObjectsHook": "RUN" }],
  ["alternates", { "core.alternateRefsCommand": "RUN" }],
];

/** A clone that lacks objects asks for them where its settings say. */
function lazy(): Record<string, string> {
  return {
    "core.repositoryformatversion": "1",
    "extensions.partialClone": "origin",
    "remote.origin.promisor": "true",
    "remote.origin.partialclonefilter": "blob:none",
  };
}

function withSettings(
  root: string,
  mark: string,
  settings: Record<string, string>,
  ...where: string[]
): void {
  const run = `echo hit >> ${mark}`;
  for (const [name, value] of Object.entries(settings))
    git(root, "config", ...where, name, value.replace("RUN", run));
}

const ATTRIBUTES = { ".gitattributes": "*.html filter=x diff=x merge=x\n*.yaml filter=x=y\n" };

describe("a repository's settings", { timeout: 60_000 }, () => {
  it.each(SETTINGS)("execute nothing: %s", async (_name, settings) => {
    const hostile = repository(ATTRIBUTES);
    withSettings(hostile.root, hostile.mark, settings);
    if ("extensions.partialClone" in settings) loseBlobs(hostile.root);
    expect((await executions(hostile)).filter((line) => line.includes("hit"))).toEqual([]);
  });

  it("answer, also where they are hostile", async () => {
    const hostile = repository(ATTRIBUTES);
    withSettings(hostile.root, hostile.mark, {
      "core.fsmonitor": "RUN; false",
      "filter.x.clean": "RUN; cat",
    });
    expect(await executions(hostile)).toEqual([]);
  });

  it.each([
    ["include.path", (root: string) => git(root, "config", "include.path", "../hostile.config")],
    ["includeIf", (root: string) => git(root, "config", "includeIf.gitdir:**.path", "../hostile.config")],
    [
      "config.worktree",
      (root: string) => {
        git(root, "config", "extensions.worktreeConfig", "true");
        writeFileSync(join(root, ".git/config.worktree"), readFileSync(join(root, "hostile.config")));
      },
    ],
  ])("execute nothing by way of %s", async (_name, include) => {
    const hostile = repository(ATTRIBUTES);
    const settings = { "core.fsmonitor": "RUN; false", "filter.x.clean": "RUN; cat" };
    withSettings(hostile.root, hostile.mark, settings, "--file", "hostile.config");
    include(hostile.root);
    expect(await executions(hostile)).toEqual([]);
  });

  it("execute nothing by attributes of the repository's own, or of a file that it names", async () => {
    const hostile = repository();
    withSettings(hostile.root, hostile.mark, {
      "filter.x.clean": "RUN; cat",
      "core.attributesFile": `${hostile.root}/a`,
    });
    write(hostile.root, { ".git/info/attributes": "* filter=x\n", a: "* filter=x\n" });
    expect(await executions(hostile)).toEqual([]);
  });

  it.each([[".git/hooks"], ["hooks"]])("execute no hooks: %s", async (directory) => {
    const hostile = repository();
    const hooks = [
      "post-index-change",
      "fsmonitor-watchman",
      "reference-transaction",
      "post-checkout",
      "pre-auto-gc",
    ];
    for (const name of hooks) {
      write(hostile.root, { [`${directory}/${name}`]: `#!/bin/sh\necho hit >> ${hostile.mark}\n` });
      execFileSync("chmod", ["+x", join(hostile.root, directory, name)]);
    }
    git(hostile.root, "config", "core.hooksPath", directory);
    expect(await executions(hostile)).toEqual([]);
  });
});

/** Objects of the first commit that no file of the working tree gives back. */
function loseBlobs(root: string): void {
  const blob = git(root, "rev-parse", "HEAD:services/s/service.yaml").toString().trim();
  rmSync(join(root, ".git/objects", blob.slice(0, 2), blob.slice(2)));
}

describe("a repository within the tree", { timeout: 60_000 }, () => {
  const BARE = (mark: string) => ({
    HEAD: "ref: refs/heads/main\n",
    "objects/.keep": "",
    "refs/.keep": "",
    config: `[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n\tfsmonitor = "echo hit >> ${mark}; false"\n`,
  });
  const below = (directory: string, files: Record<string, string>) =>
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`${directory}/${path}`, text]));

  it.each([
    ["services/s"],
    ["services"],
    ["."],
  ])("executes nothing where it has no working tree: %s", async (place) => {
    const hostile = repository();
    write(hostile.root, below(place, BARE(hostile.mark)));
    git(hostile.root, "add", "-A");
    git(hostile.root, "commit", "-qm", "more");
    git(hostile.root, "commit", "-qm", "more", "--allow-empty");
    expect(await executions(hostile)).toEqual([]);
  });

  it("executes nothing where it is a submodule with settings of its own", async () => {
    const hostile = repository(ATTRIBUTES);
    const library = mkdtempSync(join(tmpdir(), "multistage-hostile-"));
    git(library, "init", "-q");
    write(library, { ...ATTRIBUTES, "a.html": "" });
    git(library, "add", "-A");
    git(library, "commit", "-qm", "one");
    git(hostile.root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library, "lib");
    git(hostile.root, "commit", "-qam", "lib");
    git(hostile.root, "commit", "-qm", "more", "--allow-empty");
    const submodule = join(hostile.root, "lib");
    withSettings(submodule, hostile.mark, { "core.fsmonitor": "RUN; false", "filter.x.clean": "RUN; cat" });
    write(submodule, { "a.html": "other" });
    expect(await executions(hostile)).toEqual([]);
    expect(await readCheckout(hostile.root)).toMatchObject({ dirty: true });
  });

  it("is not taken for the tree's where a file .git leads to it", async () => {
    const { root: secret } = repository();
    const hostile = repository();
    rmSync(join(hostile.root, ".git"), { recursive: true });
    for (const target of [join(secret, ".git"), "../.././../nowhere"]) {
      writeFileSync(join(hostile.root, ".git"), `gitdir: ${target}\n`);
      await expect(readSource(hostile.root)).rejects.toMatchObject({
        exitCode: 2,
        message: expect.stringContaining(".git leads to "),
      });
    }
    rmSync(join(hostile.root, ".git"));
    execFileSync("ln", ["-s", join(secret, ".git"), join(hostile.root, ".git")]);
    await expect(readSource(hostile.root)).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe("files of a repository's own", { timeout: 60_000 }, () => {
  const NEVER = "a line of a file outside";

  it.each([
    ["shallow"],
    ["packed-refs"],
    ["index"],
    ["info/sparse-checkout"],
    ["objects/info/alternates"],
  ])("show nothing of what they are links to: %s", async (name) => {
    const hostile = repository();
    write(hostile.root, { "../outside": `${NEVER}\n` });
    rmSync(join(hostile.root, ".git", name), { force: true });
    symlinkSync(join(hostile.root, "../outside"), join(hostile.root, ".git", name));
    const told = await executions(hostile);
    expect(told.join("\n")).toContain(`${name} is a link to a file that git doesn't keep there`);
    expect(told.join("\n")).not.toContain(NEVER);
  });

  it("show nothing of what other stores of objects are links to", async () => {
    const hostile = repository({ "store/info/.keep": "" });
    write(hostile.root, {
      "../outside": `${NEVER}\n`,
      ".git/objects/info/alternates": "../../store\n",
      ".git/HEAD": `${"1".repeat(40)}\n`,
    });
    symlinkSync("../../../outside", join(hostile.root, "store/info/alternates"));
    const told = await executions(hostile);
    expect(told.join("\n")).toContain("store/info/alternates is a link to a file");
    expect(told.join("\n")).not.toContain(NEVER);
  });

  it("may be links to their like, as tools share a repository", async () => {
    const { root } = repository();
    const shared = mkdtempSync(join(tmpdir(), "multistage-hostile-"));
    for (const name of ["objects", "refs"]) {
      renameSync(join(root, ".git", name), join(shared, name));
      symlinkSync(join(shared, name), join(root, ".git", name));
    }
    expect((await readSource(root)).snapshot.paths).toContain("services/s/index.html");
    expect(await readCheckout(root)).toMatchObject({ dirty: false });
  });

  it.concurrent.each([
    [".gitignore"],
    ["services/.gitignore"],
    [".gitattributes"],
    [".git/objects/info/alternates"],
    [".git/objects/info/commit-graph"],
  ])("are no queue that is waited at: %s", async (name) => {
    const { root } = repository();
    write(root, { "services/s/index.html": "other" });
    execFileSync("mkfifo", [join(root, name)]);
    const asked = async () => [await readSource(root), await readCheckout(root)];
    await expect(asked()).rejects.toMatchObject({
      exitCode: 2,
      message: `${join(root, name)} is a queue, where git would wait for ever`,
    });
  });
});

describe("the environment", { timeout: 60_000 }, () => {
  it("of a caller names no command for a source tree, and no other repository", async () => {
    const hostile = repository(ATTRIBUTES);
    const { root: other } = repository();
    const run = `echo hit >> ${hostile.mark}`;
    const variables = {
      GIT_DIR: join(other, ".git"),
      GIT_WORK_TREE: other,
      GIT_EXTERNAL_DIFF: run,
      GIT_PAGER: run,
      GIT_SSH_COMMAND: run,
      GIT_CONFIG_COUNT: "2",
      GIT_CONFIG_KEY_0: "core.fsmonitor",
      GIT_CONFIG_VALUE_0: `${run}; false`,
      GIT_CONFIG_KEY_1: "filter.x.clean",
      GIT_CONFIG_VALUE_1: `${run}; cat`,
      GIT_TRACE: hostile.mark,
    };
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    for (const [name, command] of COMMANDS.slice(0, -1)) {
      await command(hostile.root);
      expect(existsSync(hostile.mark), name).toBe(false);
    }
    expect((await readSource(hostile.root)).snapshot.paths).toContain(".gitattributes");
  });

  it("has a PATH with . in it: what lies in the tree is no git", async () => {
    const hostile = repository();
    write(hostile.root, { git: `#!/bin/sh\necho hit >> ${hostile.mark}\n` });
    execFileSync("chmod", ["+x", join(hostile.root, "git")]);
    vi.stubEnv("PATH", `.:${process.env.PATH}`);
    for (const [, command] of COMMANDS.slice(0, -1)) await command(hostile.root);
    expect(existsSync(hostile.mark)).toBe(false);
  });
});
