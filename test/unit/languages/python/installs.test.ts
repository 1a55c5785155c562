import { expect, test } from "vitest";
import { Snapshot } from "../../../../src/files/snapshot.ts";
import { detectPython } from "../../../../src/languages/python/detect.ts";

type Row = [name: string, files: Record<string, string>, ...expected: string[]];

const PROJECT = '[project]\nname = "shop"\nversion = "1"\ndependencies = ["flask"]\n';
const BUILT = '[build-system]\nrequires = ["hatchling"]\n';
const SCM = '[build-system]\nrequires = ["setuptools", "setuptools-scm>=8"]\n';
const LOCK = { "uv.lock": "" };
const MAIN = { "main.py": "print(1)\n" };

const table: Row[] = [
  ["pinned requirements", { "requirements.txt": "flask==3.1.0\n", ...MAIN }],
  [
    "a requirement without a version",
    { "requirements.txt": "# web\nflask==3.1\ngunicorn>=22\n", ...MAIN },
    "unlocked requirements.txt:3 gunicorn has no version: another may be installed tomorrow",
  ],
  [
    "sums pin whatever is beside them",
    { "requirements.txt": "flask==3 \\\n    --hash=sha256:00\nx\n", ...MAIN },
  ],
  [
    "requirements of production in a folder",
    {
      "requirements/base.txt": "flask==3\n",
      "requirements/production.txt": "-r base.txt\ngunicorn==22\n",
      "requirements/dev.txt": "pytest\n",
      ...MAIN,
    },
    "installs requirements/production.txt",
  ],
  [
    "two that nothing tells apart",
    { "requirements/web.txt": "flask==3\n", "requirements/worker.txt": "celery==5\n", ...MAIN },
    "fault requirements/web.txt requirements: requirements/web.txt or requirements/worker.txt?",
  ],
  [
    "UTF-16, as it is when it is read as UTF-8",
    { "requirements.txt": "\uFFFD\uFFFDf\0l\0a\0s\0k\0=\0=\u00003\0\r\0\n\0", ...MAIN },
  ],
  [
    "the service itself among its requirements brings what it depends on",
    {
      "requirements.txt": "-e .[web]\n",
      "setup.py": 'setup(name="shop", install_requires=["flask"])\n',
      ...MAIN,
    },
    "installs . requirements.txt",
  ],
  [
    "a manifest without a lockfile",
    { "pyproject.toml": PROJECT, ...MAIN },
    "installs pyproject.toml",
    "unlocked pyproject.toml:undefined nothing is locked: other releases may be installed tomorrow",
  ],
  [
    "a package without a lockfile",
    { "pyproject.toml": PROJECT + BUILT, ...MAIN },
    "installs pyproject.toml .",
    "unlocked pyproject.toml:undefined nothing is locked: other releases may be installed tomorrow",
  ],
  [
    "setup.py alone",
    { "setup.py": 'setup(name="shop", install_requires=["flask"])\n', ...MAIN },
    "installs .",
    "unlocked setup.py:undefined nothing is locked: other releases may be installed tomorrow",
  ],
  ["a lockfile", { "pyproject.toml": PROJECT, ...LOCK, ...MAIN }],
  [
    "a lockfile, and a package",
    { "pyproject.toml": PROJECT + BUILT, ...LOCK, ...MAIN },
    "installs uv.lock .",
  ],
  [
    "a package that isn't to be one",
    { "pyproject.toml": `${PROJECT}${BUILT}[tool.uv]\npackage = false\n`, ...LOCK, ...MAIN },
  ],
  [
    "Poetry without a package, whatever builds it",
    { "pyproject.toml": `[tool.poetry]\nname = "shop"\n${BUILT}`, "poetry.lock": "", ...MAIN },
  ],
  [
    "a version that git would tell",
    { "pyproject.toml": `[project]\nname = "shop"\ndynamic = ["version"]\n${SCM}`, ...LOCK, ...MAIN },
    "installs uv.lock .",
    "warning pyproject.toml:5 setuptools-scm reads the version off git's tags, which a build doesn't see: it is 0.0.0",
  ],
  [
    "requirements, and code that asks for the package's own version",
    {
      "requirements.txt": "flask==3\n",
      "pyproject.toml": PROJECT + BUILT,
      "main.py": 'from importlib.metadata import version\nprint(version("shop"))\n',
    },
    "installs requirements.txt .",
  ],
];

test.each(table)("%s", (_name, files, ...expected) => {
  const { facts = [], faults = [], warnings = [], unlocked } = detectPython(Snapshot.of(files)) ?? {};
  const said = [
    ...facts
      .filter(({ field }) => field === "installs")
      .map(({ value }) => `installs ${[value].flat().join(" ")}`),
    ...faults.map(({ file, message }) => `fault ${file} ${message}`),
    ...warnings.map(({ file, line, message }) => `warning ${file}:${line} ${message}`),
    ...(unlocked ? [`unlocked ${unlocked.file}:${unlocked.line} ${unlocked.message}`] : []),
  ];
  expect(said).toEqual(expected);
});
