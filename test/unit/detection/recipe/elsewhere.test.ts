import { describe, expect, it } from "vitest";
import { exposedPort } from "../../../../src/detection/ports.ts";
import { recipeElsewhere } from "../../../../src/detection/recipe/elsewhere.ts";
import { Snapshot } from "../../../../src/files/snapshot.ts";

const START = '\nEXPOSE 7000\nCMD ["app"]\n';
const told = (files: Record<string, string>, directory = ".") =>
  recipeElsewhere(Snapshot.of(files).under(directory));

describe("the recipe in another directory that builds this one", () => {
  it.each<[string, Record<string, string>, string, string | undefined]>([
    [
      "a directory of recipes, whose context is the service's",
      { "go.mod": "", "main.go": "", "build/package/Dockerfile": `FROM a\nCOPY go.mod main.go ./${START}` },
      ".",
      "build/package/Dockerfile",
    ],
    [
      "one above, which copies the directory by name",
      { Dockerfile: `FROM a\nCOPY backend /src${START}`, "backend/go.mod": "" },
      "backend",
      "../Dockerfile",
    ],
    [
      "of several the one that is called as the service is",
      {
        "docker/api/Dockerfile": `FROM a\nCOPY api web /x/${START}`,
        "docker/web/Dockerfile": `FROM a\nCOPY api web /x/${START}`,
        "api/go.mod": "",
        "web/go.mod": "",
      },
      "api",
      "../docker/api/Dockerfile",
    ],
    [
      "none where several may be meant",
      {
        "a.py": "",
        "docker/x/Dockerfile": `FROM a\nCOPY a.py .${START}`,
        "docker/y/Dockerfile": `FROM a\nCOPY a.py .${START}`,
      },
      ".",
      undefined,
    ],
    [
      "none of those for who works on it, tests it, or of what stands beside it",
      {
        "a.py": "",
        "docker/Dockerfile.dev": `FROM a\nCOPY a.py .${START}`,
        ".devcontainer/Dockerfile": `FROM a\nCOPY a.py .${START}`,
        "proxy/Dockerfile": `FROM nginx:1\nCOPY a.py .${START}`,
      },
      ".",
      undefined,
    ],
    [
      "none that starts nothing",
      { "a.py": "", "docker/Dockerfile": "FROM a\nCOPY a.py .\n" },
      ".",
      undefined,
    ],
  ])("%s", (_what, files, directory, expected) => expect(told(files, directory)).toBe(expected));

  it("says what the service's own doesn't: nothing where there is one", () => {
    const files = { "a.py": "", "docker/Dockerfile": `FROM a\nCOPY a.py .${START}` };
    expect(exposedPort(Snapshot.of(files))?.from).toBe("docker/Dockerfile:3");
    expect(exposedPort(Snapshot.of({ ...files, Dockerfile: "FROM a\n" }))).toBeUndefined();
    expect(exposedPort(Snapshot.of({ "Dockerfile.prod": "FROM a\nEXPOSE 80\n" }))?.value).toBe(80);
  });
});
