import type { DockerfileStage } from "../../src/dockerfile/stage.ts";
import type { BuildEvent, StageResult } from "./builder.ts";

/** Reads what BuildKit prints with `--progress plain`: `#7 [build 2/4] RUN …`, `#7 CACHED`, `#7 DONE 1.2s`. */
export class BuildkitLog {
  stage: string;
  step = "";
  tail: string[] = [];
  readonly #stages: DockerfileStage[];
  readonly #vertices = new Map<string, { stage: string; text: string; cached: boolean; seconds: number }>();

  constructor(stages: DockerfileStage[]) {
    this.#stages = stages;
    this.stage = stages[0]?.name ?? "";
  }

  read(line: string): BuildEvent {
    const [, id = "", stage, text] = /^#(\d+) \[([\w-]+) +\d+\/\d+\] (.*)$/.exec(line) ?? [];
    if (stage !== undefined && text !== undefined) return this.#begin(id, stage, text);
    const [, known = "", what = ""] = /^#(\d+) (.*)$/.exec(line) ?? [];
    const vertex = this.#vertices.get(known);
    if (!vertex) return this.#line(line);
    if (what === "CACHED") {
      vertex.cached = true;
      return { kind: "cached", stage: vertex.stage };
    }
    const seconds = /^DONE ([\d.]+)s$/.exec(what)?.[1];
    if (seconds) vertex.seconds = Number(seconds);
    if (/^ERROR/.test(what)) [this.stage, this.step] = [vertex.stage, vertex.text];
    return this.#line(seconds ? "" : what.replace(/^[\d.]+ /, ""));
  }

  results(): StageResult[] {
    return this.#stages.map(({ name, base }) => {
      const own = [...this.#vertices.values()].filter(
        ({ stage, text }) => stage === name && !text.startsWith("FROM "),
      );
      const seconds = own.reduce((sum, vertex) => sum + vertex.seconds, 0);
      return {
        name,
        base,
        cached: own.every(({ cached }) => cached),
        durationMs: Math.round(seconds * 1000),
      };
    });
  }

  #begin(id: string, stage: string, text: string): BuildEvent {
    this.#vertices.set(id, this.#vertices.get(id) ?? { stage, text, cached: false, seconds: 0 });
    [this.stage, this.step] = [stage, text];
    return { kind: "step", stage, text };
  }

  #line(text: string): BuildEvent {
    if (text) this.tail = [...this.tail, text].slice(-40);
    return { kind: "line", text };
  }
}
