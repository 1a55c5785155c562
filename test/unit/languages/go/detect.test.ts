import { expect, test } from "vitest";
import { Snapshot } from "../../../../src/files/snapshot.ts";
import { detectGo } from "../../../../src/languages/go/detect.ts";
import { facts, type Row } from "../../detection/facts.ts";

const MOD = "module example.com/x\n\ngo 1.26.1\n";

const table: Row[] = [
  ["no Go", { "main.go": "" }, "nothing"],
  [
    "a main at the root",
    { "go.mod": MOD, "main.go": "" },
    "version 1.26 (go.mod:3)",
    "entrypoint . (main.go)",
  ],
  [
    "a root without main.go",
    { "go.mod": MOD, "server.go": "", "server_test.go": "" },
    "version 1.26 (go.mod:3)",
    "entrypoint . (server.go)",
  ],
  [
    "one command",
    { "go.mod": MOD, "cmd/api/main.go": "", "internal/x.go": "" },
    "version 1.26 (go.mod:3)",
    "entrypoint ./cmd/api (cmd/api/main.go)",
  ],
  [
    "a command without main.go",
    { "go.mod": MOD, "cmd/api/api.go": "", "cmd/internal/x.go": "" },
    "version 1.26 (go.mod:3)",
    "entrypoint ./cmd/api (cmd/api/api.go)",
  ],
  [
    "the port that the code listens on, over its framework's",
    {
      "go.mod": `${MOD}\nrequire github.com/gofiber/fiber/v2 v2.52.5\n`,
      "main.go": 'package main\nfunc main() {\n\tapp.Listen(":3001")\n\tclient.Get(":9")\n}\n',
    },
    "version 1.26 (go.mod:3)",
    "entrypoint . (main.go)",
    "port 3001 (main.go:3)",
  ],
  [
    "no port where the code listens on two",
    {
      "go.mod": MOD,
      "main.go":
        'package main\nfunc main() {\n\thttp.ListenAndServe(":3001", nil)\n\thttp.ListenAndServe(":9090", nil)\n}\n',
    },
    "version 1.26 (go.mod:3)",
    "entrypoint . (main.go)",
  ],
  [
    "settings that viper looks for by a name without an ending",
    {
      "go.mod": MOD,
      "config.yaml": "",
      "main.go":
        'package main\nfunc main() {\n\tviper.SetConfigName("config")\n\tviper.AddConfigPath(".")\n}\n',
    },
    "version 1.26 (go.mod:3)",
    "entrypoint . (main.go)",
    "files config.yaml (main.go:3)",
  ],
  [
    "several commands",
    { "go.mod": MOD, "cmd/api/main.go": "", "cmd/worker/main.go": "", "lib.go": "" },
    "version 1.26 (go.mod:3)",
    "entrypoint? ./cmd/api | ./cmd/worker",
  ],
  [
    "a root and a command",
    { "go.mod": MOD, "main.go": "", "cmd/job/main.go": "" },
    "version 1.26 (go.mod:3)",
    "entrypoint? . | ./cmd/job",
  ],
  [
    "cobra's package of commands beside a main",
    { "go.mod": MOD, "main.go": "", "cmd/root.go": "" },
    "version 1.26 (go.mod:3)",
    "entrypoint . (main.go)",
  ],
  [
    "a main elsewhere, not in examples or tools",
    {
      "go.mod": MOD,
      "app/main.go": "",
      "examples/a/main.go": "",
      "tools/b/main.go": "",
      "vendor/c/main.go": "",
    },
    "version 1.26 (go.mod:3)",
    "entrypoint ./app (app/main.go)",
  ],
  ["a library", { "go.mod": MOD, "pkg/x/x.go": "" }, "tooling", "version 1.26 (go.mod:3)", "entrypoint?"],
  [
    "a toolchain above the go line",
    { "go.mod": "module x\ngo 1.22\ntoolchain go1.24.3\n", "main.go": "" },
    "version 1.24 (go.mod:3)",
    "entrypoint . (main.go)",
  ],
  [
    "a version file above the go line",
    { "go.mod": "module x\ngo 1.22\n", "main.go": "", ".tool-versions": "nodejs 22\ngolang 1.25.1\n" },
    "version 1.25 (.tool-versions:2)",
    "entrypoint . (main.go)",
  ],
  [
    "gin, required directly",
    {
      "go.mod":
        "module x\ngo 1.26\nrequire (\n\tgithub.com/gin-gonic/gin v1.10.0\n\tgithub.com/labstack/echo/v4 v4.1.0 // indirect\n)\n",
      "main.go": "",
    },
    "version 1.26 (go.mod:2)",
    "entrypoint . (main.go)",
    "port 8080 (default of github.com/gin-gonic/gin)",
  ],
  [
    "a Dockerfile's port",
    {
      "go.mod": MOD,
      "main.go": "",
      Dockerfile: "FROM golang AS b\nEXPOSE 1\nFROM scratch\nEXPOSE 9000/tcp\n",
    },
    "version 1.26 (go.mod:3)",
    "entrypoint . (main.go)",
    "port 9000 (Dockerfile:4)",
  ],
  [
    "a module by its path",
    {
      "services/x/go.mod":
        "module x\ngo 1.26\nreplace example.com/money => ../../libs/money\nreplace (\n\ta v1.0.0 => ./a\n\tb => b.org/c v1.2.3\n)\n",
      "services/x/main.go": "",
      "services/x/a/go.mod": "",
      "libs/money/go.mod": "",
    },
    "version 1.26 (go.mod:2)",
    "entrypoint . (main.go)",
    "inputs libs/money (go.mod:3)",
  ],
  [
    "a go.work of its own that uses what lies outside",
    {
      "services/x/go.work": "go 1.26\n\nuse (\n\t.\n\t../../libs/money\n)\n",
      "services/x/go.mod": "module example.com/x\ngo 1.25\n",
      "services/x/main.go": "",
      "libs/money/go.mod": "module example.com/money\n",
    },
    "version 1.26 (go.work:1)",
    "entrypoint . (main.go)",
    "inputs libs/money (go.work:5)",
  ],
  [
    "a go.work above: modules that are required whole, of others the manifests",
    {
      "go.work": "go 1.26\nuse ./services/x\nuse ./services/y\nuse ./libs/money\nuse ./libs/round\n",
      "go.work.sum": "",
      "services/x/go.mod": "module example.com/x\ngo 1.26\nrequire example.com/money v0.0.0\n",
      "services/x/main.go": "",
      "services/y/go.mod": "module example.com/y\n",
      "services/y/go.sum": "",
      "libs/money/go.mod": "module example.com/money\nrequire example.com/round v0.0.0\n",
      "libs/round/go.mod": "module example.com/round\n",
    },
    "version 1.26 (go.mod:2)",
    "workspace . (../../go.work)",
    "entrypoint . (main.go)",
    "inputs go.work go.work.sum (../../go.work)",
    "inputs services/y/go.mod services/y/go.sum (../../go.work:3)",
    "inputs libs/money (../../go.work:4)",
    "inputs libs/round (../../go.work:5)",
  ],
  [
    "a go.work above that uses others only",
    {
      "go.work": "go 1.26\nuse ./services/y\n",
      "services/x/go.mod": MOD,
      "services/x/main.go": "",
      "services/y/go.mod": "",
    },
    "version 1.26 (go.mod:3)",
    "entrypoint . (main.go)",
  ],
  [
    "a workspace as the service",
    {
      "go.work": "go 1.26\nuse ./app\nuse ./lib\n",
      "app/go.mod": MOD,
      "app/main.go": "",
      "lib/go.mod": "",
      "lib/x.go": "",
    },
    "version 1.26 (go.work:1)",
    "entrypoint ./app (app/main.go)",
  ],
];

const MAIN = "package main\n\nfunc main() {}\n";
const START = ["version 1.26 (go.mod:3)", "entrypoint . (main.go)"];
const source = (imports: string, code = "") => `package main\n\nimport (\n${imports}\n)\n\n${code}\n`;

const sources: Row[] = [
  [
    "the only program, whatever its files are called",
    {
      "go.mod": MOD,
      "lib.go": "package q\n",
      "worker/worker.go": MAIN,
      "worker/x_test.go": "package main\n",
    },
    "version 1.26 (go.mod:3)",
    "entrypoint ./worker (worker/worker.go)",
  ],
  [
    "a program that no build reads, and a library in cmd",
    {
      "go.mod": MOD,
      "gen.go": "//go:build ignore\n\npackage main\n",
      "cmd/root/x.go": "package root\n",
      "app/a.go": MAIN,
    },
    "version 1.26 (go.mod:3)",
    "entrypoint ./app (app/a.go)",
  ],
  [
    "the program that a Dockerfile compiles, and what it starts it with",
    {
      "go.mod": MOD,
      "cmd/a/main.go": MAIN,
      "cmd/b/main.go": MAIN,
      Dockerfile:
        'FROM golang AS x\nRUN go build -o /b ./cmd/b\nFROM scratch\nENTRYPOINT ["/b"]\nCMD ["-port", "80"]\n',
    },
    "version 1.26 (go.mod:3)",
    "entrypoint ./cmd/b (Dockerfile:2)",
    "arguments -port 80 (Dockerfile:4)",
  ],
  [
    "a program of a module above: its packages, and those that they import",
    {
      "go.mod": MOD,
      "go.sum": "",
      "services/x/main.go": source('\t"example.com/x/internal/a"'),
      "services/x/pages/p.go": "package pages\n",
      "internal/a/a.go": 'package a\n\nimport _ "example.com/x/internal/b"\n',
      "internal/b/b.go": "package b\n",
      "internal/c/c.go": "package c\n",
    },
    "version 1.26 (../../go.mod:3)",
    "entrypoint . (main.go)",
    "inputs go.mod go.sum (../../go.mod)",
    "inputs internal/a internal/b (../../go.mod)",
  ],
  ["a library of a module above", { "go.mod": MOD, "services/x/a.go": "package x\n" }, "nothing"],
  [
    "modules in vendor",
    { "go.mod": MOD, "main.go": MAIN, "vendor/modules.txt": "", "vendor/a/a.go": MAIN },
    "version 1.26 (go.mod:3)",
    "packageManager vendor (vendor/modules.txt)",
    "entrypoint . (main.go)",
  ],
  [
    "cgo for a module that is nothing without",
    { "go.mod": MOD, "main.go": source('\t_ "github.com/mattn/go-sqlite3"') },
    ...START,
    "linkage dynamic (main.go:4 (github.com/mattn/go-sqlite3))",
  ],
  [
    "cgo of its own, and a library of the system's",
    {
      "go.mod": MOD,
      "main.go": source('\t"example.com/x/img"'),
      "img/i.go": 'package img\n\nimport "C"\nimport "github.com/davidbyttow/govips/v2/vips"\n',
    },
    ...START,
    "linkage dynamic (img/i.go:4 (github.com/davidbyttow/govips/v2))",
    "buildPackages libvips-dev (img/i.go:4 (github.com/davidbyttow/govips/v2))",
    "runtimePackages libvips42 (img/i.go:4 (github.com/davidbyttow/govips/v2))",
  ],
  [
    "tags that a Dockerfile builds with",
    {
      "go.mod": MOD,
      "main.go": source(""),
      Dockerfile:
        "FROM golang\nRUN go mod download\nRUN go build -v -tags netgo,prod -o /x . && go test -tags none\n",
    },
    ...START,
    "features netgo prod (Dockerfile:3)",
  ],
  [
    "no cgo where a Dockerfile says so, and where only a test or a comment has it",
    {
      "go.mod": MOD,
      "main.go": source('\t"C"\n\t// "github.com/mattn/go-sqlite3"'),
      "x_test.go": source('\t"github.com/mattn/go-sqlite3"'),
      Dockerfile: "FROM golang\nENV CGO_ENABLED=0\n",
    },
    ...START,
  ],
  [
    "files that it reads, those in it left out",
    {
      "go.mod": MOD,
      "main.go": source(
        '\t"embed"',
        [
          "//go:embed assets/*",
          "var assets embed.FS",
          'var a = template.ParseGlob("templates/*.html")',
          'var b = http.FileServer(http.Dir("./static"))',
          'var c = "static"; var d = "/static/"; var e = "config"',
          'var f = migrate.New("file://db/migrations", url)',
          'var g = os.ReadFile("missing.txt"); var h = godotenv.Load(".env")',
          'var i = template.ParseFS(assets, "assets/x.html")',
        ].join("\n"),
      ),
      "templates/a.html": "",
      "static/a.css": "",
      "db/migrations/1.sql": "",
      "assets/x.html": "",
      "config/c.go": "package config\n",
      ".env": "",
    },
    ...START,
    "files templates (main.go:9)",
    "files static (main.go:10)",
    "files db/migrations (main.go:12)",
  ],
  [
    "no program that only a tool asks for, and what stands after a single import",
    {
      "go.mod": MOD,
      "magefile.go": "//go:build mage\n\npackage main\n",
      "lib.go": "package lib\n",
      "cmd/a/main.go": 'package main\n\nimport "net/http"\n\nvar dir = http.Dir("cmd/a/static")\n',
      "cmd/a/static/x.css": "",
    },
    "version 1.26 (go.mod:3)",
    "entrypoint ./cmd/a (cmd/a/main.go)",
    "files cmd/a/static (cmd/a/main.go:5)",
  ],
  [
    "files that a path names from the module's directory",
    {
      "go.mod": MOD,
      "services/x/main.go": source("", 'var a = template.ParseGlob("web/*.html")'),
      "web/a.html": "",
    },
    "version 1.26 (../../go.mod:3)",
    "entrypoint . (main.go)",
    "inputs go.mod (../../go.mod)",
    "files web (main.go:7)",
    "inputs web (main.go:7)",
  ],
  [
    "no file that generated code was made of",
    {
      "go.mod": MOD,
      "main.go": source('\t_ "example.com/x/pb"'),
      "pb/shop.pb.go":
        '// Code generated by protoc-gen-go-grpc. DO NOT EDIT.\n\npackage pb\n\nvar Metadata = "shop.proto"\n',
      "shop.proto": "",
    },
    ...START,
  ],
  [
    "files beside its program",
    {
      "go.mod": MOD,
      "cmd/web/main.go": source("", 'var a = os.Open("pages/index.html")'),
      "cmd/web/pages/index.html": "",
    },
    "version 1.26 (go.mod:3)",
    "entrypoint ./cmd/web (cmd/web/main.go)",
    "files cmd/web/pages/index.html:pages/index.html (cmd/web/main.go:7)",
  ],
  [
    "what an image from nothing lacks",
    {
      "go.mod": MOD,
      "main.go": source(
        '\t"os/user"',
        'var a = get("https://api.example/x"); var b = time.LoadLocation("Asia/Tokyo")',
      ),
    },
    ...START,
    "extras certificates (main.go:7)",
    "extras timezones (main.go:7)",
    "extras user (main.go:4)",
  ],
  [
    "a package that only somebody's machine has",
    {
      "go.mod": `${MOD}require example.com/x/other v1.0.0\n`,
      "main.go": source(
        '\t"example.com/x/pb"\n\t"example.com/x/other/y"',
        "//go:generate protoc --go_out=. x.proto",
      ),
    },
    ...START,
    "main.go:4: imports example.com/x/pb, which the repository lacks",
  ],
];

test.each(sources)("sources: %s", (_name, files, ...expected) => {
  expect(facts(detectGo, files)).toEqual(expected);
});

test.each(table)("%s", (_name, files, ...expected) => {
  expect(facts(detectGo, files)).toEqual(expected);
});

test("the descriptor's CGO_ENABLED decides before all", () => {
  const tree = Snapshot.of({
    "go.mod": "module x\n",
    "main.go": 'package main\n\nimport _ "github.com/mattn/go-sqlite3"\n\nfunc main() {}\n',
  });
  const linkage = (CGO_ENABLED?: string) =>
    detectGo(tree, CGO_ENABLED ? { buildArguments: { CGO_ENABLED } } : {})
      ?.facts.filter(({ field }) => field === "linkage")
      .map(({ from }) => from);
  expect(linkage()).toEqual(["main.go:3 (github.com/mattn/go-sqlite3)"]);
  expect(linkage("0")).toEqual([]);
  expect(linkage("1")).toHaveLength(1);
});
