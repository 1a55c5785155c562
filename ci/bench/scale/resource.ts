/** Something that all runners share and that serves one request after another, such as a registry's front. */
export class Queue {
  #freeAt = 0;

  /** @param at seconds from the start. Answers when a request that then comes, and takes so long, is done. */
  done(at: number, seconds: number): number {
    this.#freeAt = Math.max(this.#freeAt, at) + seconds;
    return this.#freeAt;
  }
}

/** Events in the order of their times; of equal times the one that was added first. */
export class Timeline {
  readonly #events: { at: number; order: number; run(at: number): void }[] = [];
  #order = 0;

  add(at: number, run: (at: number) => void): void {
    const event = { at, order: this.#order++, run };
    let [low, high] = [0, this.#events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isLater(this.#events[middle] as typeof event, event)) low = middle + 1;
      else high = middle;
    }
    this.#events.splice(low, 0, event);
  }

  /** Runs all events, those that they add too; answers the time of the last. */
  run(): number {
    let now = 0;
    for (let event = this.#events.pop(); event; event = this.#events.pop()) {
      now = event.at;
      event.run(now);
    }
    return now;
  }
}

/** The next event stands last, where it is taken. */
function isLater(a: { at: number; order: number }, b: { at: number; order: number }): boolean {
  return a.at > b.at || (a.at === b.at && a.order > b.order);
}
