import type { DockerfileStage } from "../../../src/dockerfile/stage.ts";
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
  readonly #went = new Map<string, Course>();
  #stage: string;
  #since: number;

  constructor(stages: DockerfileStage[], clock: () => number = Date.now) {
    this.#stages = stages;
    this.#clock = clock;
    this.#stage = stages[0]?.name ?? "";
    this.#since = clock();
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
    this.#spend();
    return this.#stages.map(({ name, base }) => {
      const { milliseconds, ran } = this.#course(name);
      return { name, base, cached: !ran, durationMs: Math.round(milliseconds) };
    });
  }

  #begin(index: number, text: string): BuildEvent {
    this.#spend();
    this.#stage = this.#stages[index - 1]?.name ?? this.#stage;
    this.step = text;
    this.tail = [];
    this.#course(this.#stage).pending = !text.startsWith("FROM ");
    return { kind: "step", stage: this.#stage, text };
  }

  /** A step's outcome. A stage that copies from a later one announces its step, waits, and ends it afterwards. */
  #end(image: string, cached: boolean): BuildEvent {
    this.#spend();
    const said = this.previous?.startsWith(image);
    if (said) return { kind: "line", text: "" };
    this.previous = image;
    const waiting = [...this.#went].find(([, course]) => course.pending)?.[0];
    const stage = this.#course(this.#stage).pending ? this.#stage : waiting;
    if (stage === undefined) return { kind: "line", text: "" };
    const course = this.#course(stage);
    course.pending = false;
    course.ran ||= !cached;
    return cached ? { kind: "cached", stage } : { kind: "line", text: "" };
  }

  #spend(): void {
    const now = this.#clock();
    this.#course(this.#stage).milliseconds += now - this.#since;
    this.#since = now;
  }

  #course(stage: string): Course {
    const known = this.#went.get(stage) ?? { milliseconds: 0, ran: false, pending: false };
    this.#went.set(stage, known);
    return known;
  }
}

/** How a stage has gone so far. */
interface Course {
  milliseconds: number;
  /** Some step of it did not come from the cache. */
  ran: boolean;
  /** A step is under way. */
  pending: boolean;
}
