import { describe, expect, it } from "vitest";
import type { Machine, Standing } from "../../../../ci/local/doctor/check.ts";
import { doctorText, examine } from "../../../../ci/local/doctor/checks.ts";
import { Snapshot } from "../../../../src/files/snapshot.ts";

/** What a machine answers: a command's text, or nothing where it isn't there. */
type Answers = Record<string, string>;

const ANSWERS: Answers = {
  "buildah --version": "buildah version 1.41.0 (image-spec 1.1.0)",
  "podman --version": "podman version 5.2.0",
  "git --version": "git version 2.47.1",
};

function machine(changes: Partial<Machine> & { answers?: Answers } = {}): Machine {
  const { answers = ANSWERS, ...more } = changes;
  const commands = Object.keys(answers).map((asked) => asked.split(" ")[0]);
  return {
    env: { HOME: "/home/ada", NO_PROXY: "localhost,127.0.0.1" },
    isRoot: false,
    node: "24.1.0",
    now: Date.UTC(2027, 2, 4),
    has: (command) => commands.includes(command) || command === "apt-get" || command === "sudo",
    exists: () => true,
    cache: "/home/ada/.cache/multistage",
    isolation: async () => "steps run by a container runtime without root",
    ask: async (command, ...words) => {
      const text = answers[[command, ...words].join(" ")];
      return text === undefined ? { exitCode: 127, text: "" } : { exitCode: 0, text };
    },
    free: async () => 50e9,
    refusesWrites: async () => undefined,
    registry: async () => ({ date: Date.UTC(2027, 2, 4) }),
    ...more,
  };
}

const LOCK = `golang:1.26: sha256:${"a".repeat(64)}\n`;

function standing(files: Record<string, string> = { "bases.lock": LOCK }, isShallow = false): Standing {
  return { snapshot: Snapshot.of(files), clone: { isShallow } };
}

async function found(name: string, on: Machine, at = standing()) {
  return (await examine(on, at)).find((one) => one.name === name);
}

it("a machine that has all of it is green but for what it does without", async () => {
  const all = await examine(machine(), standing());
  expect(all.filter(({ state }) => state !== "good").map(({ name }) => name)).toEqual(["dagger", "docker"]);
  expect(doctorText(all)).toMatch(/^✓ node +24\.1\.0\n✓ builds with +buildah\n! dagger/);
});

describe("what builds need and is missing", () => {
  it.each<[string, Parameters<typeof machine>[0], string, RegExp?]>([
    ["node", { node: "18.20.0" }, "18.20.0: 20 or newer is needed"],
    ["builds with", { answers: {} }, "nothing: no Dagger engine", /sudo apt-get install .* buildah/],
    ["builds with", { isolation: () => Promise.reject(new Error("no step can run")) }, "nothing"],
    ["cache", { refusesWrites: async () => "EACCES: permission denied" }, "EACCES", /XDG_CACHE_HOME/],
    ["disk", { free: async () => 9e8 }, "900 MB free", /buildah prune/],
    ["clock", { now: 0 }, "that is past"],
    ["certificates", { env: { SSL_CERT_FILE: "/x" }, exists: () => false }, "SSL_CERT_FILE names /x"],
    ["proxy", { env: { HTTPS_PROXY: "proxy:3128" } }, "no address"],
  ])("%s", async (name, changes, said, mend = /./) => {
    const one = await found(name, machine(changes));
    expect(one?.state).toBe("bad");
    expect(one?.said).toContain(said);
    if (one?.mend || mend.source !== ".") expect(one?.mend).toMatch(mend);
  });

  it("as root on Debian the first build installs what builds", async () => {
    expect(await found("builds with", machine({ answers: {}, isRoot: true }))).toMatchObject({
      state: "good",
    });
  });
});

describe("what works, and could be better", () => {
  it.each<[string, Parameters<typeof machine>[0], string]>([
    ["buildah", { answers: { "buildah --version": "buildah version 1.28.2" } }, "known holes: CVE-2024-1753"],
    ["buildah", { isolation: async () => "steps run by chroot" }, "steps run by chroot"],
    ["disk", { free: async () => 3e9 }, "3000 MB free"],
    ["proxy", { env: { HTTPS_PROXY: "http://ada:secret@proxy:3128" } }, "http://proxy:3128, also for"],
    ["certificates", { env: {}, exists: () => false }, "none of the system's"],
  ])("%s", async (name, changes, said) => {
    const one = await found(name, machine(changes));
    expect(one?.state).toBe("weak");
    expect(one?.said).toContain(said);
  });

  it("a proxy's password is shown nowhere", async () => {
    const all = await examine(machine({ env: { HTTPS_PROXY: "http://ada:secret@proxy:3128" } }), standing());
    expect(doctorText(all)).not.toContain("secret");
  });
});

describe("the repository", () => {
  it("a shallow clone, bases that aren't pinned, and bases of its own are told", async () => {
    const own = standing({ "bases.yaml": "golang: { image: 'golang:{version}' }\n" }, true);
    const all = await examine(machine(), own);
    const weak = all.filter(({ state, name }) => state === "weak" && !["dagger", "docker"].includes(name));
    expect(weak.map(({ name, mend = "" }) => [name, mend])).toEqual([
      ["git", "git fetch --unshallow"],
      ["bases pinned", "./daggerw call pin export --path bases.lock"],
      ["own files", ""],
    ]);
  });

  it("a faulty file is one red line, and the others are told", async () => {
    const all = await examine(
      machine(),
      standing({ "multistage.yaml": "regsitry: a\n", "bases.lock": "x: 1\n" }),
    );
    const red = all.filter(({ state }) => state === "bad").map(({ name, said }) => `${name}: ${said}`);
    expect(red).toHaveLength(2);
    expect(red[0]).toMatch(/^multistage.yaml: multistage.yaml:1: unknown field "regsitry"/);
    expect(red[1]).toMatch(/^bases pinned: bases.lock:1:/);
  });

  it.each([
    [{ refused: "unauthorized" }, /unauthorized/, /REGISTRY_USERNAME/],
    [{ unreachable: "no such host" }, /can't be reached: no such host/, /name right/],
  ])("a registry that says %j", async (answer, said, mend) => {
    const at = standing({ "multistage.yaml": "registry: registry.example/team\n" });
    const one = await found("registry", machine({ registry: async () => answer }), at);
    expect(one).toMatchObject({
      state: "bad",
      said: expect.stringMatching(said),
      mend: expect.stringMatching(mend),
    });
  });

  it("a clock that is not the registry's", async () => {
    const at = standing({ "multistage.yaml": "registry: registry.example/team\n" });
    const late = machine({ registry: async () => ({ date: Date.UTC(2027, 2, 5) }) });
    expect(await found("clock", late, at)).toMatchObject({ state: "bad" });
  });
});
