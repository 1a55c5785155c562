import { describe, expect, it } from "vitest";
import { complete } from "../../../src/descriptor/with-defaults.ts";
import { failureText } from "../../../src/failure.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { execFailure } from "../../../src/module/failure.ts";

const service = complete(Snapshot.of({}).under("services/shop"), "shop", "go", {}, undefined);
const text = (failed: Parameters<typeof execFailure>[1]) => failureText(execFailure(service, failed));
const failed = { exitCode: 2, stdout: "", stderr: "main.go:3:15: undefined: x\n" };

describe("a failed command on an engine", () => {
  it("is told with its service, stage and last lines, and how to look at it", () => {
    expect(text({ ...failed, cmd: ["go", "test", "./..."] })).toBe(
      [
        "shop: test failed (exit 2): go test ./...",
        "  │ main.go:3:15: undefined: x",
        "  → dagger --interactive call build --service shop --stage test, with the same --source, opens a shell in it",
      ].join("\n"),
    );
  });

  it("is a base's where no stage of the service runs it", () => {
    const said = text({ ...failed, cmd: ["sh", "-c", "npm install\nstrip node"] });
    expect(said).toMatch(/^shop: a base failed \(exit 2\): sh -c npm install …\n/);
  });

  it("quotes no more than ten lines", () => {
    const stderr = Array.from({ length: 30 }, (_, at) => `line ${at}`).join("\n");
    const said = text({ ...failed, stderr, cmd: ["go", "test", "./..."] });
    expect(said.match(/│/g)).toHaveLength(10);
    expect(said).toContain("line 29");
  });
});
