/** One piece of work among many. */
export interface Job {
  name: string;
  /** Names of jobs that must succeed first. */
  needs: string[];
  /** How long it took last time, in milliseconds; what isn't known is thought slow. */
  expectedMs?: number;
  /**
   * Jobs of one kind fill the same caches. While the first of a kind runs, those of others begin before the next
   * of it: two at once would download and compile the same. By default a kind of its own.
   */
  kind?: string;
}

/** How a job ended. */
export type Outcome<R> = { job: string; result: R } | { job: string; skipped: string };

export interface FanOutOptions<R> {
  /** Most jobs at once. */
  concurrency: number;
  /** Starts nothing more after the first that failed. */
  failFast?: boolean;
  /** Whether a result counts as a failure: what needs it is skipped then. */
  failed(result: R): boolean;
  /** Told of a job as soon as it is clear that it will never run, and why. */
  skipped?(job: string, reason: string): void;
  /** Starts nothing more; running jobs are told through their own signal. */
  signal?: AbortSignal;
}

/** What a fan-out did. */
export interface FanOut<R> {
  outcomes: Outcome<R>[];
  /** Most jobs that ever ran at once. */
  observed: number;
}

/**
 * Runs jobs concurrently, slow ones first, each after those it needs. A failing job stops no other but
 * those that need it; outcomes come in the order of the jobs.
 *
 * @param work must not reject: what fails is a result.
 */
export async function fanOut<J extends Job, R>(
  jobs: readonly J[],
  work: (job: J) => Promise<R>,
  options: FanOutOptions<R>,
): Promise<FanOut<R>> {
  const run = new Run(jobs, work, options);
  await run.finished();
  return { outcomes: jobs.map(({ name }) => run.outcome(name)), observed: run.observed };
}

class Run<J extends Job, R> {
  observed = 0;
  readonly #waiting: J[];
  readonly #names: Set<string>;
  readonly #running = new Set<Promise<void>>();
  /** Kinds whose first job runs, and those that had one. */
  readonly #filling = new Set<string>();
  readonly #filled = new Set<string>();
  readonly #outcomes = new Map<string, Outcome<R>>();
  readonly #work: (job: J) => Promise<R>;
  readonly #options: FanOutOptions<R>;

  constructor(jobs: readonly J[], work: (job: J) => Promise<R>, options: FanOutOptions<R>) {
    const slowness = ({ expectedMs = Number.POSITIVE_INFINITY }: J) => expectedMs;
    this.#waiting = [...jobs].sort((a, b) => compare(slowness(b), slowness(a)));
    this.#names = new Set(jobs.map(({ name }) => name));
    this.#work = work;
    this.#options = options;
  }

  outcome(name: string): Outcome<R> {
    return this.#outcomes.get(name) ?? { job: name, skipped: "never started" };
  }

  async finished(): Promise<void> {
    for (;;) {
      this.#startReady();
      if (!this.#running.size) return this.#skipRest();
      await Promise.race(this.#running);
    }
  }

  #startReady(): void {
    for (const job of [...this.#waiting]) {
      const reason = this.#hindrance(job);
      if (reason) this.#skip(job, reason);
    }
    while (this.#running.size < this.#options.concurrency) {
      const ready = this.#waiting.filter((job) => this.#ready(job));
      const next = ready.find((job) => !this.#filling.has(kindOf(job))) ?? ready[0];
      if (!next) return;
      this.#start(next);
    }
  }

  /** Why a job will never run, if so. */
  #hindrance(job: J): string | undefined {
    if (this.#options.signal?.aborted) return "interrupted";
    if (this.#options.failFast && [...this.#outcomes.values()].some((end) => this.#hasFailed(end)))
      return "another service failed";
    const broken = job.needs.find((name) => {
      const end = this.#outcomes.get(name);
      return end && this.#hasFailed(end);
    });
    return broken && `it needs ${broken}`;
  }

  #ready(job: J): boolean {
    return job.needs.every((name) => this.#outcomes.has(name) || !this.#names.has(name));
  }

  #start(job: J): void {
    this.#waiting.splice(this.#waiting.indexOf(job), 1);
    const kind = kindOf(job);
    if (!this.#filled.has(kind)) this.#filling.add(kind);
    const running = this.#work(job).then((result) => {
      this.#running.delete(running);
      this.#filling.delete(kind);
      this.#filled.add(kind);
      this.#outcomes.set(job.name, { job: job.name, result });
    });
    this.#running.add(running);
    this.observed = Math.max(this.observed, this.#running.size);
  }

  #skip(job: J, reason: string): void {
    this.#waiting.splice(this.#waiting.indexOf(job), 1);
    this.#outcomes.set(job.name, { job: job.name, skipped: reason });
    this.#options.skipped?.(job.name, reason);
  }

  #hasFailed(outcome: Outcome<R>): boolean {
    return "skipped" in outcome || this.#options.failed(outcome.result);
  }

  #skipRest(): void {
    for (const job of [...this.#waiting]) this.#skip(job, "it waits for itself");
  }
}

function kindOf({ name, kind = name }: Job): string {
  return kind;
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
