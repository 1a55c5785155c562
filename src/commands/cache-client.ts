import { Allowance, MOST_WAITING } from "../cache/allowance.ts";
import type { Engine } from "../engine.ts";
import { type Publisher, RegistryFailure } from "../publish/publisher.ts";
import { hostOf } from "../publish/reference.ts";

/** Requests that may fail before the cache is off for the run. */
const MOST_FAILURES = 3;

/**
 * The registry of a shared cache, as one run asks it. Whatever goes wrong with it costs one warning and a bounded wait, and
 * never a build.
 */
export class CacheClient {
  /** `HOST/PREFIX` */
  readonly repository: string;
  readonly engine: Engine;
  readonly #allowance = new Allowance();
  /** Ends what is under way when the allowance is spent. */
  readonly #over = new AbortController();
  #publisher: Promise<Publisher> | undefined;
  #failures = 0;
  /** Uploads under way: builds don't wait for them. */
  readonly #working = new Set<Promise<unknown>>();

  constructor(engine: Engine, repository: string) {
    this.engine = engine;
    this.repository = repository;
  }

  /**
   * Asks something of the registry; undefined where it fails, or has failed too often.
   *
   * @param more milliseconds that it may take besides, such as those of an upload.
   */
  async asked<T>(work: (publisher: Publisher) => Promise<T>, more = 0): Promise<T | undefined> {
    if (this.#allowance.isSpent) return undefined;
    const { requestOverheadMs = 0 } = this.engine;
    try {
      // An engine may have to install its client first: nobody waits for the registry then.
      const publisher = await this.#opened();
      return await this.#allowance.wait(() => work(publisher), more + requestOverheadMs);
    } catch (error) {
      this.failed(error);
      return undefined;
    }
  }

  #opened(): Promise<Publisher> {
    const options = { timeout: MOST_WAITING, signal: this.#over.signal };
    this.#publisher ??= this.engine.registry([hostOf(this.repository)], options);
    return this.#publisher;
  }

  /** Says that something couldn't be had: what is wrong with one entry may be with others. */
  failed(error: unknown): void {
    this.#failures += 1;
    if (this.#failures === 1) this.engine.progress.note(warning(this.repository, error));
    if (this.#failures >= MOST_FAILURES) this.#allowance.spend();
    if (this.#allowance.isSpent) this.#over.abort();
  }

  /** Works beside what else the run does. */
  beside(work: () => Promise<unknown>): void {
    const working = work().finally(() => this.#working.delete(working));
    this.#working.add(working);
  }

  /** Ends when everything is done that goes on beside. */
  async settled(): Promise<void> {
    while (this.#working.size) await Promise.all(this.#working);
  }
}

function warning(repository: string, error: unknown): string {
  const said = error instanceof RegistryFailure ? error.lines.at(-1) : undefined;
  const why = said ?? (error instanceof Error ? error.message : String(error));
  return `shared cache ${repository}: ${why}: what it doesn't tell is built here (--cache off asks nothing of it)`;
}
