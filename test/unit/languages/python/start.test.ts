import { expect, test } from "vitest";
import { Snapshot } from "../../../../src/files/snapshot.ts";
import { detectPython } from "../../../../src/languages/python/detect.ts";

type Row = [name: string, requirements: string, files: Record<string, string>, ...expected: string[]];

const FLASK = "from flask import Flask\n";
const FASTAPI = "from fastapi import FastAPI\n";
const MAIN = 'if __name__ == "__main__":\n';
const GUNICORN = "--bind 0.0.0.0:8000 --worker-tmp-dir /dev/shm";

const table: Row[] = [
  [
    "a program that makes its application inside is run, on the port that it says",
    "fastapi uvicorn",
    {
      "run.py": `${FASTAPI}def start():\n    uvicorn.run(FastAPI(), host="0.0.0.0", port=8010)\n${MAIN}    start()\n`,
    },
    "entrypoint run.py",
    "port 8010",
  ],
  [
    "a function of any name, in any file, that returns an application",
    "flask",
    { "shop.py": `${FLASK}def build(debug=False):\n    web = Flask(__name__)\n    return web\n` },
    "entrypoint shop:build()",
    "command python3 -m flask --app shop:build() run --host 0.0.0.0 --port 8000",
    "port 8000",
  ],
  [
    "a factory by its type, deep in a package",
    "fastapi uvicorn",
    {
      "shop/__init__.py": "",
      "shop/core/__init__.py": "",
      "shop/core/web.py": `${FASTAPI}def get() -> "FastAPI":\n    return made()\n`,
    },
    "entrypoint shop.core.web:get()",
    "command python3 -m uvicorn --factory --host 0.0.0.0 --port 8000 shop.core.web:get",
    "port 8000",
  ],
  [
    "an object that another module's factory makes, over the factory",
    "flask gunicorn",
    {
      "shop/__init__.py": `${FLASK}def create(config):\n    app = Flask(__name__)\n    return app\n`,
      "serve.py": 'from shop import create\nweb = create("x")\n',
    },
    "entrypoint serve:web",
    `command python3 -m gunicorn ${GUNICORN} serve:web`,
    "port 8000",
  ],
  [
    "a factory that must be told something: the program that calls it",
    "flask gunicorn",
    {
      "shop/__init__.py": `${FLASK}def create(config):\n    app = Flask(__name__)\n    return app\n`,
      "run.py": `from shop import create\n${MAIN}    create("x").run(host="0.0.0.0", port=5001)\n`,
    },
    "entrypoint run.py",
    "port 5001",
  ],
  [
    "a class that extends a framework's",
    "flask gunicorn",
    { "service.py": `${FLASK}class Shop(Flask):\n    pass\nweb = Shop(__name__)\n` },
    "entrypoint service:web",
    `command python3 -m gunicorn ${GUNICORN} service:web`,
    "port 8000",
  ],
  [
    "what a text or a comment says is no code",
    "flask gunicorn",
    { "shop.py": `"""\napp = Flask(x)\n"""\n# app = Flask(y)\n${FLASK}web = Flask(__name__)\n` },
    "entrypoint shop:web",
    `command python3 -m gunicorn ${GUNICORN} shop:web`,
    "port 8000",
  ],
  [
    "modules beside the file: it starts in its directory",
    "fastapi uvicorn",
    { "backend/main.py": `${FASTAPI}from routes import r\napp = FastAPI()\n`, "backend/routes.py": "" },
    "entrypoint main:app",
    "command python3 -m uvicorn --host 0.0.0.0 --port 8000 main:app",
    "startDirectory backend",
    "port 8000",
  ],
  [
    "modules named from the root",
    "fastapi uvicorn",
    { "src/main.py": `${FASTAPI}from src.db import r\napp = FastAPI()\n`, "src/db.py": "" },
    "entrypoint src.main:app",
    "command python3 -m uvicorn --host 0.0.0.0 --port 8000 src.main:app",
    "port 8000",
  ],
  [
    "two applications that have nothing to do with each other",
    "flask gunicorn",
    { "app.py": `${FLASK}app = Flask(__name__)\n`, "api.py": `${FLASK}app = Flask(__name__)\n` },
    "port 8000",
    "entrypoint? app:app | api:app",
  ],
  [
    "ASGI without a server",
    "fastapi",
    { "main.py": `${FASTAPI}app = FastAPI()\n` },
    "entrypoint main:app",
    "port 8000",
    "command? a server for main:app of fastapi: add uvicorn to requirements.txt",
  ],
  [
    "ASGI by gunicorn with uvicorn's worker",
    "fastapi gunicorn uvicorn",
    { "main.py": `${FASTAPI}app = FastAPI()\n` },
    "entrypoint main:app",
    `command python3 -m gunicorn --worker-class uvicorn.workers.UvicornWorker ${GUNICORN} main:app`,
    "port 8000",
  ],
  [
    "Dash's server",
    "dash gunicorn",
    { "app.py": `from dash import Dash\napp = Dash(__name__)\nserver = app.server\n` },
    "entrypoint app:server",
    `command python3 -m gunicorn ${GUNICORN} app:server`,
    "port 8000",
  ],
  [
    "aiohttp is run, on the port that a variable replaces",
    "aiohttp",
    {
      "main.py": `from aiohttp import web\n${MAIN}    web.run_app(make(), port=int(os.environ.get("PORT", 8090)))\n`,
    },
    "entrypoint main.py",
    "port 8090",
  ],
  [
    "a server beside its client",
    "grpcio",
    {
      "mail_server.py": `PORT = 50051\n${MAIN}    server.add_insecure_port(f"[::]:{PORT}")\n    server.start()\n`,
      "mail_client.py": `${MAIN}    call()\n`,
    },
    "entrypoint mail_server.py",
  ],
  [
    "what listens inside the container alone is told",
    "flask",
    { "app.py": `${FLASK}def main():\n    Flask(__name__).run()\n${MAIN}    main()\n` },
    "entrypoint app.py",
    "app.py:3! listens on 127.0.0.1 alone, which nobody outside the container reaches",
  ],
  [
    "a page of Streamlit",
    "streamlit",
    { "dashboard.py": "import streamlit as st\n" },
    "command python3 -m streamlit run dashboard.py --server.port 8501 --server.address 0.0.0.0 --server.headless true",
    "port 8501",
  ],
  [
    "a worker of Celery",
    "celery",
    { "shop/__init__.py": "", "shop/celery.py": 'from celery import Celery\napp = Celery("shop")\n' },
    "command python3 -m celery -A shop.celery worker --loglevel info",
  ],
  [
    "a worker of arq",
    "arq",
    { "jobs.py": "class WorkerSettings:\n    pass\n" },
    "command python3 -m arq jobs.WorkerSettings",
  ],
  [
    "what a cloud calls has no server",
    "boto3",
    { "lambda_function.py": "def lambda_handler(event, context):\n    return 1\n" },
    "entrypoint? a program: lambda_function.py has a function that a cloud calls, and no server",
  ],
  [
    "the program that uses the others",
    "requests",
    { "main.py": `import other\n${MAIN}    other.go()\n`, "other.py": `${MAIN}    go()\n` },
    "entrypoint main.py",
  ],
  [
    "Django below, of any name, by its settings",
    "django gunicorn",
    {
      "site/manage.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "example.settings")\n',
      "site/example/settings.py": 'WSGI_APPLICATION = "example.wsgi.application"\n',
      "site/example/wsgi.py": "application = get_wsgi_application()\n",
      "site/tests/wsgi.py": "application = None\n",
    },
    "entrypoint example.wsgi:application",
    `command python3 -m gunicorn ${GUNICORN} example.wsgi:application`,
    "startDirectory site",
    "testCommand python3 site/manage.py test",
    "port 8000",
  ],
  [
    "a Dockerfile's command, where it starts, and the port in it",
    "flask gunicorn",
    {
      Dockerfile:
        "FROM python\nENV PORT=5005\nWORKDIR /srv\nCOPY src/ .\nCMD exec gunicorn --bind :$PORT shop:app\n",
      "src/shop.py": "",
    },
    "command python3 -m gunicorn --bind :5005 shop:app",
    "startDirectory src",
    "port 5005",
  ],
  [
    "a virtual environment's programs, by their names, and an agent before one",
    "grpcio opentelemetry-distro",
    {
      Dockerfile:
        'FROM python\nENTRYPOINT ["/venv/bin/opentelemetry-instrument", "/venv/bin/python", "server.py"]\n',
      "server.py": `${MAIN}    print(1)\n`,
    },
    "command opentelemetry-instrument python3 server.py",
    "entrypoint server.py",
  ],
  [
    "a Dockerfile's script, with what it does before",
    "django gunicorn",
    {
      Dockerfile:
        'FROM python\nWORKDIR /srv\nCOPY . .\nENTRYPOINT ["/srv/run.sh"]\nCMD ["gunicorn", "-b", ":80", "x.wsgi"]\n',
      "run.sh": '#!/bin/sh\nset -e\npython manage.py migrate\nexec "$@"\n',
    },
    "command python3 -m gunicorn -b :80 x.wsgi",
    "port 80",
    'Dockerfile:4! "python manage.py migrate" doesn\'t run when the image starts',
  ],
  [
    "a command that needs a shell, and an application that doesn't",
    "flask gunicorn",
    { Procfile: "web: gunicorn app:app | tee log\n", "app.py": `${FLASK}app = Flask(__name__)\n` },
    "entrypoint app:app",
    `command python3 -m gunicorn ${GUNICORN} app:app`,
    "port 8000",
    "Procfile:1! the command isn't taken: it needs a shell for |",
  ],
  [
    "a runner's command, a script that has another module, gunicorn's port by a variable",
    "flask gunicorn waitress",
    { Procfile: "web: uv run --frozen waitress-serve --port=$PORT app:app\n", "app.py": "" },
    "command python3 -m waitress --port=8000 app:app",
    "entrypoint app:app",
    "port 8000",
  ],
  [
    "gunicorn of a Procfile listens where it is told by a variable",
    "flask gunicorn",
    { Procfile: "web: poetry run gunicorn app:app\n", "app.py": "" },
    "command python3 -m gunicorn app:app",
    "entrypoint app:app",
    "variables PORT=8000",
    "port 8000",
  ],
  [
    "a function of ASGI without any framework",
    "uvicorn",
    { "main.py": "async def app(scope, receive, send):\n    await send({})\n" },
    "entrypoint main:app",
    "command python3 -m uvicorn --host 0.0.0.0 --port 8000 main:app",
    "port 8000",
  ],
  [
    "a function of WSGI, whatever its name and types",
    "gunicorn",
    { "hello.py": "def simple(environ: dict, start_response) -> list[bytes]:\n    return []\n" },
    "entrypoint hello:simple",
    `command python3 -m gunicorn ${GUNICORN} hello:simple`,
    "port 8000",
  ],
  [
    "an object of a class that is called as ASGI",
    "uvicorn",
    {
      "web.py":
        "class App:\n    def __init__(self): ...\n    async def __call__(self, scope, receive, send): ...\n\nservice = App()\n",
    },
    "entrypoint web:service",
    "command python3 -m uvicorn --host 0.0.0.0 --port 8000 web:service",
    "port 8000",
  ],
  [
    "a framework's application over what only wraps requests",
    "fastapi uvicorn",
    {
      "a.py": "async def log(scope, receive, send): ...\n",
      "b.py": `${FASTAPI}web = FastAPI()\n`,
    },
    "entrypoint b:web",
    "command python3 -m uvicorn --host 0.0.0.0 --port 8000 b:web",
    "port 8000",
  ],
  [
    "a Procfile's line for the web, and what else it starts",
    "celery gunicorn",
    {
      Procfile: "release: ./migrate\nweb: gunicorn app:app -b :80\nworker: celery -A tasks worker\n",
    },
    "command python3 -m gunicorn app:app -b :80",
    "port 80",
    'Procfile:3! this image doesn\'t start "worker"',
  ],
  [
    "a server in a group of Poetry's that an image gets, and none of those that it doesn't",
    "",
    {
      "pyproject.toml":
        '[tool.poetry.dependencies]\nflask = "*"\n[tool.poetry.group.serving.dependencies]\ngunicorn = "*"\n[tool.poetry.group.dev.dependencies]\nuvicorn = "*"\n',
      "poetry.lock": "",
      "app.py": `${FLASK}app = Flask(__name__)\n`,
    },
    "entrypoint app:app",
    `command python3 -m gunicorn ${GUNICORN} app:app`,
    "port 8000",
  ],
  [
    "a server in an optional group of Poetry's is in no image",
    "",
    {
      "pyproject.toml":
        '[tool.poetry.dependencies]\nflask = "*"\n[tool.poetry.group.serving]\noptional = true\n[tool.poetry.group.serving.dependencies]\ngunicorn = "*"\n',
      "poetry.lock": "",
      "app.py": `${FLASK}app = Flask(__name__)\n`,
    },
    "entrypoint app:app",
    "command python3 -m flask --app app:app run --host 0.0.0.0 --port 8000",
    "port 8000",
  ],
  [
    "a script of Pipenv's own, behind its runner",
    "flask gunicorn",
    {
      Procfile: "web: pipenv run web\n",
      Pipfile: '[packages]\ngunicorn = "*"\n[scripts]\nweb = "gunicorn -b 0.0.0.0:5000 app:app"\n',
      "Pipfile.lock": "{}",
      "app.py": `${FLASK}app = Flask(__name__)\n`,
    },
    "command python3 -m gunicorn -b 0.0.0.0:5000 app:app",
    "entrypoint app:app",
    "port 5000",
  ],
  [
    "a script of PDM's, with what it is told besides",
    "",
    {
      "pyproject.toml":
        '[project]\nname = "x"\ndependencies = ["uvicorn"]\n[tool.pdm.scripts]\nserve = {cmd = "uvicorn web:app --port 8100"}\n',
      "pdm.lock": "",
      Procfile: "web: pdm run serve --workers 2\n",
      "web.py": "async def app(scope, receive, send): ...\n",
    },
    "command python3 -m uvicorn web:app --port 8100 --workers 2",
    "entrypoint web:app",
    "port 8100",
  ],
  [
    "the only console script of setup.cfg, on the port of its file",
    "aiohttp",
    {
      "setup.py": "from setuptools import setup\nsetup()\n",
      "setup.cfg": "[options.entry_points]\nconsole_scripts =\n    shop = shop.cli:main\n",
      "shop/__init__.py": "",
      "shop/cli.py": "from aiohttp import web\ndef main():\n    web.run_app(make(), port=9000)\n",
    },
    "entrypoint shop.cli:main",
    "command python3 -c import sys; from shop.cli import main; sys.exit(main())",
    "port 9000",
  ],
];

test.each(table)("%s", (_name, requirements, files, ...expected) => {
  const tree = Snapshot.of({ "requirements.txt": requirements.replaceAll(" ", "\n"), ...files });
  const { facts = [], choices = [], warnings = [] } = detectPython(tree) ?? {};
  const said = [
    ...facts.map(({ field, value }) => `${field} ${[value].flat().join(" ")}`),
    ...choices.map(({ field, values, expected: wanted }) => `${field}? ${values.join(" | ") || wanted}`),
    ...warnings.map(({ file, line, message }) => `${file}:${line}! ${message}`),
  ];
  expect(said.filter((line) => !line.startsWith("packageManager"))).toEqual(expected);
});

test("a library starts nothing, and is no service", () => {
  const files = { "pyproject.toml": '[project]\nname = "money"\n', "money/__init__.py": "def add(): ...\n" };
  expect(detectPython(Snapshot.of(files))?.rank).toBe("tooling");
});

test("a console script of setup.py is a program of the image", () => {
  const files = {
    "setup.py":
      'setup(name="shop", entry_points={"console_scripts": ["shop-web = shop.web:main", "x=a:b"]})\n',
    Procfile: "web: shop-web --verbose\n",
  };
  const { facts = [] } = detectPython(Snapshot.of(files)) ?? {};
  expect(facts).toContainEqual({ field: "command", value: ["shop-web", "--verbose"], from: "Procfile:1" });
});

test.each([
  ["applications", `${FLASK}app = Flask(__name__)\n`, `${FLASK}app = Flask(__name__)\n`, "orders/app.py:app"],
  [
    "programs, one of which listens",
    "HTTPServer(1)\nserve()\n",
    "def main(): ...\nmain()\n",
    "orders/app.py",
  ],
])("%s in directories beside each other are services of their own", (_name, mail, other, entrypoint) => {
  const tree = Snapshot.of({
    "requirements.txt": "flask\n",
    "mail/app.py": mail,
    "orders/app.py": other,
  });
  const programs = detectPython(tree)?.programs?.map(({ name, ...rest }) => [name, rest.entrypoint]);
  expect(programs?.sort()).toEqual([
    ["mail", entrypoint.replace("orders", "mail")],
    ["orders", entrypoint],
  ]);
});

test("a file beside that another imports is no service", () => {
  const tree = Snapshot.of({
    "requirements.txt": "flask\n",
    "mail/app.py": `${FLASK}from orders.app import app as other\napp = Flask(__name__)\n`,
    "orders/app.py": `${FLASK}app = Flask(__name__)\n`,
  });
  expect(detectPython(tree)?.programs ?? []).toEqual([]);
});
