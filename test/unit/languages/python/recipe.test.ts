import { expect, test } from "vitest";
import { resolve } from "../../../../src/descriptor/resolve.ts";
import { Snapshot } from "../../../../src/files/snapshot.ts";
import { LANGUAGES } from "../../../../src/languages/table.ts";
import { planService } from "../../../../src/pipeline/plan.ts";

/** The Dockerfile of the only service among files. */
function dockerfileOf(files: Record<string, string>): string {
  const [service] = resolve(Snapshot.of(files), LANGUAGES).services;
  if (!service) throw new Error("none found");
  return planService(service, service, {
    languages: LANGUAGES,
    environment: "development",
    address: (name, version) => `${name}:${version}`,
    snapshot: Snapshot.of(files),
  }).dockerfile;
}

test("what builds a workspace's member is what its own manifest asks for", () => {
  const dockerfile = dockerfileOf({
    "pyproject.toml": '[tool.uv.workspace]\nmembers = ["api"]\n',
    "uv.lock": "",
    "api/pyproject.toml":
      '[project]\nname = "api"\ndependencies = ["fastapi", "uvicorn"]\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n',
    "api/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
  });
  expect(dockerfile).toContain("/opt/backend");
  // The root's directory is left before its manifest is read.
  expect(dockerfile).toMatch(/\(cd \/src\/\S* && if grep .* fi\) && /);
});

test("an interpreter that the usual base lacks comes from the build stage", () => {
  const app = { "main.py": "from fastapi import FastAPI\napp = FastAPI()\n" };
  const requirements = { "requirements.txt": "fastapi\nuvicorn\n" };
  const later = dockerfileOf({ ...app, ...requirements, ".python-version": "3.13\n" });
  expect(later).toContain("FROM python:3.13 AS interpreter");
  expect(later).toContain("COPY --from=interpreter /interpreter/ /");
  expect(later).not.toContain("python-runtime");
  expect(dockerfileOf({ ...app, ...requirements })).toContain("FROM python-runtime:");
});
