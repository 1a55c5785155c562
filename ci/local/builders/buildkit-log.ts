import type { DockerfileStage } from "../../../src/dockerfile/stage.ts";
import type { BuildEvent, StageResult } from "./builder.ts";

/** Reads what BuildKit prints with `--progress plain`: `#7 [build 2/4] RUN …`, `#7 CACHED`, `#7 DONE 1.2s`. */
export class BuildkitLog {
  stage: string;
  step = "";
  tail: string[] = [];
  readonly #stages: DockerfileStage[];
  readonly #vertices = new Map<string, Vertex>();

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
    return this.#printed(vertex, seconds ? "" : what);
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
    const known = this.#vertices.get(id);
    this.#vertices.set(id, known ?? { stage, text, cached: false, seconds: 0, tail: [] });
    [this.stage, this.step] = [stage, text];
    return { kind: "step", stage, text };
  }

  /** What other steps print at the same time says nothing of why this one failed. */
  #printed(vertex: Vertex, what: string): BuildEvent {
    const text = what.replace(/^[\d.]+ /, "");
    vertex.tail = extended(vertex.tail, text);
    if (!what.startsWith("ERROR")) return this.#line(text);
    [this.stage, this.step, this.tail] = [vertex.stage, vertex.text, vertex.tail];
    return { kind: "line", text };
  }

  #line(text: string): BuildEvent {
    this.tail = extended(this.tail, text);
    return { kind: "line", text };
  }
}

/** One step, as BuildKit counts them. */
interface Vertex {
  stage: string;
  text: string;
  cached: boolean;
  seconds: number;
  /** What it printed, its last lines. */
  tail: string[];
}

function extended(tail: string[], text: string): string[] {
  return text ? [...tail, text].slice(-40) : tail;
}
