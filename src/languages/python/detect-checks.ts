import type { Snapshot } from "../../files/snapshot.ts";
import type { Fact } from "../../microservice.ts";
import type { PythonProject } from "./project.ts";

/** How a service is tested and linted. */
export function checkFacts(tree: Snapshot, project: PythonProject): Fact[] {
  return [...testFacts(tree, project), ...lintFacts(project)];
}

/** pytest where it is asked for, Django's own runner, or the standard library's. */
function testFacts(
  tree: Snapshot,
  { dependencies, development, manifest, pyproject }: PythonProject,
): Fact[] {
  const settings = ["pytest.ini", "conftest.py", "tests/conftest.py"].find((file) => tree.has(file));
  const table = pyproject?.has("tool.pytest") ? "pyproject.toml" : undefined;
  const named = development.has("pytest") || dependencies.has("pytest") ? manifest : undefined;
  const from = settings ?? table ?? named;
  const test = (value: string[], file: string): Fact[] => [{ field: "testCommand", value, from: file }];
  if (from) return test(["python3", "-m", "pytest"], from);
  const [manage] = tree.named("manage.py");
  if (manage) return test(["python3", manage, "test"], manage);
  const [first] = tree.find(/^tests?\/(.*\/)?test_[^/]*\.py$/);
  return first ? test(["python3", "-m", "unittest", "discover"], first) : [];
}

const LINTERS = {
  ruff: ["ruff", "check", "."],
  flake8: ["flake8"],
  pylint: ["pylint", "--recursive=y", "."],
};

/** A linter that is installed with the development dependencies. */
function lintFacts({ dependencies, development, manifest }: PythonProject): Fact[] {
  const found = Object.entries(LINTERS).find(([name]) => development.has(name) || dependencies.has(name));
  return found ? [{ field: "lintCommand", value: ["python3", "-m", ...found[1]], from: manifest }] : [];
}
