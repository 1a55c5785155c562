import type { DockerfileStage } from "../../src/dockerfile/stages.ts";
import type { BuildEvent, StageResult } from "./builder.ts";

/** Reads what buildah prints: which step runs, which came from the cache, how long each stage took. */
export class BuildahLog {
  /** The command of the step under way. */
  step = "";
  /** What the step under way printed, its last lines. */
  tail: string[] = [];
  /** The newest finished layer's image: a shell there is a shell just before the step under way. */
  previous: string | undefined;
  readonly #stages: DockerfileStage[];
  readonly #clock: () => number;
  readonly #times = new Map<string, { begun: number; steps: number; cached: number; ended: number }>();
  #stage: string;

  constructor(stages: DockerfileStage[], clock: () => number = Date.now) {
    this.#stages = stages;
    this.#clock = clock;
    this.#stage = stages[0]?.name ?? "";
  }

  get stage(): string {
    return this.#stage;
  }

  /** What a line means. */
  read(line: string): BuildEvent {
    const [, index, text] = /^(?:\[(\d+)\/\d+\] )?STEP \d+\/\d+: (.*)$/.exec(line) ?? [];
    if (text !== undefined) return this.#begin(Number(index ?? 1), text);
    const [, cached, image] = /^--> (Using cache )?([0-9a-f]{10,64})$/.exec(line) ?? [];
    if (image) return this.#end(image, cached !== undefined);
    if (line) this.tail = [...this.tail, line].slice(-40);
    return { kind: "line", text: line };
  }

  /** How each stage went, in build order. */
  results(): StageResult[] {
    return this.#stages.map(({ name, base }) => {
      const time = this.#times.get(name);
      const cached = time === undefined || time.cached >= time.steps;
      return { name, base, cached, durationMs: time ? Math.round(time.ended - time.begun) : 0 };
    });
  }

  #begin(index: number, text: string): BuildEvent {
    this.#stage = this.#stages[index - 1]?.name ?? this.#stage;
    this.step = text;
    this.tail = [];
    const time = this.#time();
    if (!text.startsWith("FROM ")) time.steps += 1;
    return { kind: "step", stage: this.#stage, text };
  }

  #end(image: string, cached: boolean): BuildEvent {
    this.previous = image;
    if (!cached) return { kind: "line", text: "" };
    this.#time().cached += 1;
    return { kind: "cached", stage: this.#stage };
  }

  #time() {
    const now = this.#clock();
    const time = this.#times.get(this.#stage) ?? { begun: now, steps: 0, cached: 0, ended: now };
    time.ended = now;
    this.#times.set(this.#stage, time);
    return time;
  }
}
