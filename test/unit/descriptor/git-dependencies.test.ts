import { describe, expect, it } from "vitest";
import { gitWarnings } from "../../../src/descriptor/git-dependencies.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { faultText } from "../../../src/yaml/fault.ts";

const SSH = "git+ssh://git@git.example/acme/money.git#v1.2.0";

function warned(files: Record<string, string>, git?: Record<string, string>): string[] {
  const root = Snapshot.of(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`api/${path}`, text])),
  );
  return gitWarnings(root.under("api"), { git }, { installs: ["requirements/base.txt"] }).map(
    (fault) => faultText(fault).split(" comes by ssh")[0] ?? "",
  );
}

describe("dependencies that come by ssh", () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      "of npm",
      { "package.json": `{\n  "dependencies": {\n    "money": "${SSH}"\n  }\n}` },
      ["api/package.json:3: git.example/acme/money.git"],
    ],
    [
      "of npm, as one would clone them",
      { "package.json": '{ "devDependencies": { "money": "git@git.example:acme/money" } }' },
      ["api/package.json:1: git.example/acme/money"],
    ],
    [
      "of pip",
      { "requirements/base.txt": `flask\nmoney @ ${SSH.replace("#", "@")}\n` },
      ["api/requirements/base.txt:2: git.example/acme/money.git"],
    ],
    [
      "of Cargo",
      { "Cargo.toml": '[dependencies]\nmoney = { git = "ssh://git@git.example:2222/acme/money" }\n' },
      ["api/Cargo.toml:2: git.example:2222/acme/money"],
    ],
    [
      "of Poetry",
      { "pyproject.toml": 'money = {git = "git@git.example:acme/money.git", tag = "v1"}\n' },
      ["api/pyproject.toml:1: git.example/acme/money.git"],
    ],
    ["none that come otherwise", { "requirements.txt": "money @ git+https://git.example/acme/money\n" }, []],
    ["none in remarks", { "requirements.txt": `# money @ ${SSH}\n` }, []],
    [
      "not where the package itself lies",
      {
        "package.json": `{ "repository": { "url": "${SSH}" } }`,
        "Cargo.toml": 'repository = "ssh://git@git.example/acme/app"\n',
      },
      [],
    ],
  ])("%s", (_name, files, expected) => {
    expect(warned(files)).toEqual(expected);
  });

  it.each<[Record<string, string>, number]>([
    [{ "git.example": "ssh" }, 0],
    [{ "git.example/acme": "deploy_token" }, 0],
    [{ "git.example/other": "ssh" }, 1],
    [{ "git.exam": "ssh" }, 1],
  ])("are no matter where %o gives access", (git, left) => {
    expect(warned({ "requirements.txt": `money @ ${SSH}\n` }, git)).toHaveLength(left);
  });

  it("say what gives access", () => {
    const [fault] = gitWarnings(Snapshot.of({ "requirements.txt": `money @ ${SSH}\n` }), {}, {});
    expect(fault?.hint).toBe(
      "say `git: { git.example: ssh }` in service.yaml and build with --ssh default; or name a secret there",
    );
  });
});
