import { expect, test } from "vitest";
import { detectPython } from "../../../../src/languages/python/detect.ts";
import { facts, type Row } from "../../detection/facts.ts";

const PIP = "packageManager pip (requirements.txt)";
const SERVED = "--bind 0.0.0.0:8000 --worker-tmp-dir /dev/shm";

const table: Row[] = [
  [
    "Django served by channels' own daphne",
    {
      "requirements.txt": "django\nchannels[daphne]\n",
      "manage.py": "",
      "shop/asgi.py": "",
      "shop/wsgi.py": "",
    },
    PIP,
    "entrypoint shop.asgi:application (shop/asgi.py)",
    "command python3 -m daphne -b 0.0.0.0 -p 8000 shop.asgi:application (requirements.txt:2)",
    "testCommand python3 manage.py test (manage.py)",
    "port 8000 (default of django)",
  ],
  [
    "files collected with the settings that it is served with",
    {
      "requirements.txt": "django\ngunicorn\n",
      "manage.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")\n',
      "config/settings/base.py": 'INSTALLED_APPS = ["django.contrib.staticfiles"]\nSTATIC_ROOT = "static"\n',
      "config/settings/local.py": "from .base import *\n",
      "config/wsgi.py":
        'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")\napplication = get_wsgi_application()\n',
    },
    PIP,
    "entrypoint config.wsgi:application (config/wsgi.py)",
    `command python3 -m gunicorn ${SERVED} config.wsgi:application (requirements.txt:2)`,
    "buildCommand python3 manage.py collectstatic --noinput --settings=config.settings.production (config/settings/base.py:2)",
    "testCommand python3 manage.py test (manage.py)",
    "port 8000 (default of django)",
  ],
  [
    "conda's packages",
    { "environment.yml": "name: x\n", "app.py": "" },
    "environment.yml:undefined: conda's packages can't be installed here",
  ],
  ["conda's packages without a program", { "environment.yml": "name: x\n" }, "nothing"],
  [
    "of several console scripts the one that is called as the project is",
    {
      "pyproject.toml":
        '[project]\nname = "mail"\ndependencies = ["click"]\n[project.scripts]\nmail-admin = "mail.admin:main"\nmail = "mail.cli:main"\n',
      "mail/cli.py": "import click\n@click.command()\ndef main():\n    pass\n",
    },
    "packageManager pip (pyproject.toml)",
    "installs pyproject.toml (pyproject.toml)",
    "entrypoint mail.cli:main (pyproject.toml:6)",
    "command python3 -c import sys; from mail.cli import main; sys.exit(main()) (pyproject.toml:6)",
  ],
  ["no Python", { "app.py": "" }, "nothing"],
  [
    "pip, Flask and gunicorn",
    {
      "requirements.txt": "Flask==3.1\n# server\ngunicorn>=22 ; python_version > '3'\n",
      "app.py": "app = Flask(__name__)\n",
    },
    PIP,
    "entrypoint app:app (app.py)",
    `command python3 -m gunicorn ${SERVED} app:app (requirements.txt:3)`,
    "port 8000 (default of flask)",
  ],
  [
    "an object of another name, and its type",
    {
      "requirements.txt": "fastapi\nuvicorn[standard]\n",
      "main.py": "import fastapi\n\napi: FastAPI = fastapi.FastAPI()\n",
    },
    PIP,
    "entrypoint main:api (main.py)",
    "command python3 -m uvicorn --host 0.0.0.0 --port 8000 main:api (requirements.txt:2)",
    "port 8000 (default of fastapi)",
  ],
  [
    "a factory",
    { "requirements.txt": "flask\ngunicorn\n", "app.py": "def create_app():\n    return Flask(__name__)\n" },
    PIP,
    "entrypoint app:create_app() (app.py)",
    `command python3 -m gunicorn ${SERVED} app:create_app() (requirements.txt:2)`,
    "port 8000 (default of flask)",
  ],
  [
    "wsgi.py over app.py, its source unread",
    {
      "requirements.txt": "flask\ngunicorn\n",
      "app.py": "app = Flask(__name__)\n",
      "wsgi.py": "from app import app\n",
    },
    PIP,
    "entrypoint wsgi:app (wsgi.py)",
    `command python3 -m gunicorn ${SERVED} wsgi:app (requirements.txt:2)`,
    "port 8000 (default of flask)",
  ],
  [
    "gunicorn's own settings",
    { "requirements.txt": "flask\ngunicorn\n", "app.py": "", "gunicorn.conf.py": "" },
    PIP,
    "entrypoint app:app (app.py)",
    "command python3 -m gunicorn app:app (requirements.txt:2)",
    "port 8000 (default of flask)",
  ],
  [
    "uv, FastAPI with its own server, sources in src",
    {
      "pyproject.toml":
        '[project]\nname = "My.Shop"\nrequires-python = ">=3.11"\ndependencies = [\n  "fastapi[standard]>=0.110",\n]\n\n[dependency-groups]\ndev = ["pytest", "ruff"]\n',
      "uv.lock": "",
      "src/my_shop/app.py": "app = FastAPI()",
      "src/my_shop/__init__.py": "",
    },
    "minimumVersion 3.11 (pyproject.toml:3)",
    "packageManager uv (uv.lock)",
    "entrypoint my_shop.app:app (src/my_shop/app.py)",
    "command python3 -m uvicorn --host 0.0.0.0 --port 8000 my_shop.app:app (pyproject.toml:4)",
    "importRoot src (src/my_shop/app.py)",
    "testCommand python3 -m pytest (pyproject.toml)",
    "lintCommand python3 -m ruff check . (pyproject.toml)",
    "port 8000 (default of fastapi)",
  ],
  [
    "poetry",
    {
      "pyproject.toml":
        '[tool.poetry]\nname = "x"\n[tool.poetry.dependencies]\npython = "~3.12"\nflask = "^3"\ngunicorn = { version = "*" }\n[tool.poetry.group.dev.dependencies]\npytest = "*"\n',
      "poetry.lock": "",
      "app.py": "",
    },
    "version 3.12 (pyproject.toml:4)",
    "packageManager poetry (poetry.lock)",
    "entrypoint app:app (app.py)",
    `command python3 -m gunicorn ${SERVED} app:app (pyproject.toml:6)`,
    "testCommand python3 -m pytest (pyproject.toml)",
    "port 8000 (default of flask)",
  ],
  [
    "pdm by its table",
    { "pyproject.toml": '[project]\nname = "x"\n[tool.pdm]\ndistribution = false\n', "main.py": "" },
    "packageManager pdm (pyproject.toml:3)",
    "installs pyproject.toml (pyproject.toml)",
    "entrypoint main.py (main.py)",
  ],
  [
    "pdm by its lockfile",
    { "pyproject.toml": '[project]\nname = "x"\n', "pdm.lock": "", "main.py": "" },
    "packageManager pdm (pdm.lock)",
    "entrypoint main.py (main.py)",
  ],
  [
    "pipenv",
    {
      Pipfile: '[packages]\nflask = "*"\n[dev-packages]\npytest = "*"\n[requires]\npython_version = "3.11"\n',
      "Pipfile.lock": "",
      "app.py": "",
    },
    "version 3.11 (Pipfile:6)",
    "packageManager pipenv (Pipfile.lock)",
    "entrypoint app:app (app.py)",
    "command python3 -m flask --app app:app run --host 0.0.0.0 --port 8000 (default of flask: Pipfile has no gunicorn, uvicorn or the like)",
    "testCommand python3 -m pytest (Pipfile)",
    "port 8000 (default of flask)",
  ],
  [
    "two lockfiles",
    { "pyproject.toml": "", "uv.lock": "", "poetry.lock": "", "main.py": "" },
    "entrypoint main.py (main.py)",
    "packageManager? uv | poetry",
  ],
  [
    "Django",
    {
      "requirements.txt": "django\ngunicorn\n",
      "manage.py": "",
      "shop/wsgi.py": "",
      "shop/asgi.py": "",
      "tests/wsgi.py": "",
    },
    PIP,
    "entrypoint shop.wsgi:application (shop/wsgi.py)",
    `command python3 -m gunicorn ${SERVED} shop.wsgi:application (requirements.txt:2)`,
    "testCommand python3 manage.py test (manage.py)",
    "port 8000 (default of django)",
  ],
  [
    "Django by ASGI",
    { "requirements.txt": "django\nuvicorn\n", "manage.py": "", "shop/wsgi.py": "", "shop/asgi.py": "" },
    PIP,
    "entrypoint shop.asgi:application (shop/asgi.py)",
    "command python3 -m uvicorn --host 0.0.0.0 --port 8000 shop.asgi:application (requirements.txt:2)",
    "testCommand python3 manage.py test (manage.py)",
    "port 8000 (default of django)",
  ],
  [
    "two Django projects",
    { "requirements.txt": "django\n", "manage.py": "", "a/wsgi.py": "", "b/wsgi.py": "" },
    PIP,
    "testCommand python3 manage.py test (manage.py)",
    "port 8000 (default of django)",
    "entrypoint? a.wsgi:application | b.wsgi:application",
  ],
  [
    "a Procfile",
    {
      "requirements.txt": "flask\ngunicorn\n",
      "app.py": "",
      Procfile: "release: x\nweb: gunicorn app:app --bind 0.0.0.0:$PORT\n",
    },
    PIP,
    "command python3 -m gunicorn app:app --bind 0.0.0.0:8000 (Procfile:2)",
    "entrypoint app:app (app.py)",
    "port 8000 (default of flask)",
  ],
  [
    "a plain program",
    { "requirements.txt": "requests\n", "main.py": "" },
    PIP,
    "entrypoint main.py (main.py)",
  ],
  [
    "the only file",
    { "requirements.txt": "flask\nwaitress\n", "shop.py": "", "test_shop.py": "", "gunicorn.conf.py": "" },
    PIP,
    "entrypoint shop:app (shop.py)",
    "command python3 -m waitress --listen=0.0.0.0:8000 shop:app (requirements.txt:2)",
    "port 8000 (default of flask)",
  ],
  [
    "a package that runs",
    { "requirements.txt": "requests\n", "job/__main__.py": "", "job/__init__.py": "" },
    PIP,
    "entrypoint job (job/__main__.py)",
    "command python3 -m job (job/__main__.py)",
  ],
  [
    "a console script",
    { "pyproject.toml": '[project]\nname = "x"\n[project.scripts]\njob = "job.cli:run"\n', "job/cli.py": "" },
    "packageManager pip (pyproject.toml)",
    "installs pyproject.toml (pyproject.toml)",
    "entrypoint job.cli:run (pyproject.toml:4)",
    "command python3 -c import sys; from job.cli import run; sys.exit(run()) (pyproject.toml:4)",
  ],
  [
    "a package that may hold the application",
    {
      "requirements.txt": "flask\ngunicorn\n",
      "shop/__init__.py": "",
      "tests/__init__.py": "",
      "tests/test_a.py": "",
    },
    PIP,
    "testCommand python3 -m unittest discover (tests/test_a.py)",
    "port 8000 (default of flask)",
    "entrypoint? shop:app",
  ],
  [
    "settings of tools alone",
    { "pyproject.toml": "[tool.ruff]\nline-length = 110\n" },
    "tooling",
    "packageManager pip (pyproject.toml)",
    "entrypoint?",
  ],
  [
    "a version file over a range, a patch release",
    {
      "pyproject.toml": '[project]\nrequires-python = ">=3.9"\n',
      ".python-version": "3.11.4\n",
      "main.py": "",
    },
    "version 3.11 (.python-version:1)",
    "packageManager pip (pyproject.toml)",
    "installs pyproject.toml (pyproject.toml)",
    "entrypoint main.py (main.py)",
  ],
  [
    "a compatible release",
    { "pyproject.toml": '[project]\nrequires-python = "~=3.11.2"\n', "main.py": "" },
    "version 3.11 (pyproject.toml:2)",
    "packageManager pip (pyproject.toml)",
    "installs pyproject.toml (pyproject.toml)",
    "entrypoint main.py (main.py)",
  ],
  [
    "a range with an end",
    { "pyproject.toml": '[project]\nrequires-python = ">=3.9,<3.13"\n', "main.py": "" },
    "version 3.12 (pyproject.toml:2)",
    "packageManager pip (pyproject.toml)",
    "installs pyproject.toml (pyproject.toml)",
    "entrypoint main.py (main.py)",
  ],
  [
    "a list of tools",
    { "requirements.txt": "", ".tool-versions": "nodejs 22.1.0\npython 3.12.4\n", "main.py": "" },
    "version 3.12 (.tool-versions:2)",
    PIP,
    "entrypoint main.py (main.py)",
  ],
  [
    "runtime.txt",
    { "requirements.txt": "", "runtime.txt": "python-3.12.1\n", "main.py": "" },
    "version 3.12 (runtime.txt:1)",
    PIP,
    "entrypoint main.py (main.py)",
  ],
  [
    "packages by path",
    {
      "services/x/pyproject.toml":
        '[project]\nname = "x"\ndependencies = ["money"]\n[tool.uv.sources]\nmoney = { path = "../../libs/money", editable = true }\n',
      "services/x/main.py": "",
      "libs/money/pyproject.toml": "",
    },
    "packageManager uv (pyproject.toml:4)",
    "installs pyproject.toml (pyproject.toml)",
    "entrypoint main.py (main.py)",
    "inputs libs/money (pyproject.toml:5)",
  ],
  [
    "requirements by path",
    {
      "services/x/requirements.txt": "requests\n-e ../../libs/money\n-r ../base.txt\n",
      "services/x/main.py": "",
      "libs/money/x": "",
      "services/base.txt": "",
    },
    PIP,
    "entrypoint main.py (main.py)",
    "inputs libs/money (requirements.txt:2)",
    "inputs services/base.txt (requirements.txt:3)",
  ],
  [
    "a uv workspace above",
    {
      "pyproject.toml": '[tool.uv.workspace]\nmembers = ["services/*", "libs/*"]\n',
      "uv.lock": "",
      "services/x/pyproject.toml":
        '[project]\nname = "x"\ndependencies = ["money"]\n[tool.uv.sources]\nmoney = { workspace = true }\n',
      "services/x/main.py": "",
      "libs/money/pyproject.toml": '[project]\nname = "Money"\ndependencies = ["round"]\n',
      "libs/round/pyproject.toml": '[project]\nname = "round"\n',
      "libs/other/pyproject.toml": '[project]\nname = "other"\n',
    },
    "packageManager uv (../../pyproject.toml)",
    "workspace . (../../pyproject.toml)",
    "entrypoint main.py (main.py)",
    "inputs pyproject.toml uv.lock (../../pyproject.toml)",
    "inputs libs/money libs/round (../../pyproject.toml)",
  ],
];

test.each(table)("%s", (_name, files, ...expected) => {
  expect(facts(detectPython, files)).toEqual(expected);
});

test("the command serves what the descriptor names, where it says", () => {
  const files = { "requirements.txt": "flask\ngunicorn\n", "app.py": "", "api.py": "" };
  const command = (entrypoint: string, port?: number) =>
    facts(detectPython, files, { entrypoint, port }).find((line) => line.startsWith("command"));
  expect(command("api:make()", 9000)).toContain("--bind 0.0.0.0:9000 --worker-tmp-dir /dev/shm api:make()");
  expect(command("src/shop/api.py:app")).toContain(" shop.api:app");
  expect(command("api.py")).toBeUndefined();
});
