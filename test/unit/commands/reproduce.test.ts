import { describe, expect, it } from "vitest";
import { reproduce } from "../../../src/commands/reproduce.ts";

/** An engine that knows how its caller gives a command. */
class Called {
  readonly flags: [string, string][] = [["source", "../my shop"]];
  readonly #command = "npx multistage";

  command(words: string): string {
    return `${this.#command} ${words}`;
  }
}

describe("the command that does one service again", () => {
  it("is the engine's own, with the flags that it was opened with", () => {
    expect(reproduce(new Called(), "web", "test", { environment: "testing" })).toBe(
      "npx multistage test --service web --environment testing --source '../my shop'",
    );
  });

  it("is the wrapper's where an engine knows none", () => {
    expect(reproduce({}, "web", "runtime", { environment: "development" })).toBe(
      "./daggerw call build --service web",
    );
  });
});
