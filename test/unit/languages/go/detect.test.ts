import { expect, test } from "vitest";
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

test.each(table)("%s", (_name, files, ...expected) => {
  expect(facts(detectGo, files)).toEqual(expected);
});
