/** Longest that a run waits in vain for a cache, milliseconds. */
export const MOST_WAITING = 5000;

/** A request that takes so long is one of a healthy registry, milliseconds: it isn't counted. */
const USUAL = 1000;

/**
 * Bounds what a run may lose to a cache that doesn't answer: each wait ends when the allowance does, and what is over
 * leaves nothing for later ones. Waits at the same time count once, as they pass.
 */
export class Allowance {
  #left: number;
  #waiting = 0;
  #since = 0;

  constructor(left = MOST_WAITING) {
    this.#left = left;
  }

  get isSpent(): boolean {
    return this.#left <= 0;
  }

  /** Nothing more is to be waited for. */
  spend(): void {
    this.#left = 0;
  }

  /**
   * Waits for some work.
   *
   * @param more milliseconds that it may take besides, such as those of an upload; they are not counted.
   * @throws Error where it takes longer than what is left.
   */
  async wait<T>(work: () => Promise<T>, more = 0): Promise<T> {
    if (this.isSpent) throw new Error("nothing is left to wait");
    const began = Date.now();
    if (this.#waiting === 0) this.#since = began;
    this.#waiting += 1;
    let free = more;
    try {
      const answer = await within(work(), this.#left + more);
      free += USUAL;
      return answer;
    } finally {
      this.#waiting -= 1;
      this.#count(began, free);
    }
  }

  #count(began: number, free: number): void {
    const ended = Date.now();
    const lost = ended - Math.max(began, this.#since) - free;
    if (lost <= 0) return;
    this.#left -= lost;
    this.#since = ended;
  }
}

function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`no answer within ${Math.ceil(ms / 1000)} s`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
