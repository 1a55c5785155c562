import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { callOptions } from "../../../ci/local/call.ts";
import { services } from "../../../ci/local/commands/read.ts";

const FILES = {
  "services/api/go.mod": "module a\ngo 1.26\n",
  "services/api/main.go": "package main\nfunc main() {}\n",
  "libs/money/go.mod": "module money\ngo 1.26\n",
  "libs/money/money.go": "package money\n",
  "examples/one/main.go": "package main\nfunc main() {}\n",
  "examples/one/go.mod": "module one\ngo 1.26\n",
};

function repository(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), "multistage-services-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

it("tells with --all what could have been taken for a service, and why it wasn't", async () => {
  const source = repository(FILES);
  const { text, data } = await services(callOptions({ source, all: true }));
  expect(data).toMatchObject({
    services: [{ name: "api" }],
    passedOver: [
      { directory: "examples", reason: "examples" },
      { directory: "libs/money", reason: "go.mod starts nothing" },
    ],
  });
  expect(text).toContain("PASSED OVER  WHY\nexamples     examples\nlibs/money   go.mod starts nothing");
  expect((await services(callOptions({ source }))).text).not.toContain("examples");
});

it("says so where nothing was passed over", async () => {
  const source = repository({ "a/go.mod": FILES["services/api/go.mod"], "a/main.go": "package main\n" });
  expect((await services(callOptions({ source, all: true }))).text).toContain("\n\nnothing was passed over");
});
