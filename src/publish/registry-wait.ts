import { RegistryFailure } from "./publisher.ts";

/** How long one registry has kept a command waiting, over all of its requests. */
export class RegistryWait {
  readonly #host: string;
  readonly #most: number;
  /** When the trouble began that is going on. */
  #since: number | undefined;
  /** What earlier trouble took. */
  #before = 0;
  #givenUp: RegistryFailure | undefined;

  constructor(host: string, most: number) {
    this.#host = host;
    this.#most = most;
  }

  /** @throws what the registry was given up with, where it was. */
  refuse(): void {
    if (this.#givenUp) throw this.#givenUp;
  }

  /** The trouble is over, for now. */
  answered(): void {
    this.#before = this.#spent();
    this.#since = undefined;
  }

  /** A request that began then has failed. */
  failed(failure: RegistryFailure, began: number): void {
    this.#since = Math.min(this.#since ?? began, began);
    this.has(failure, 0);
  }

  /** Whether there is time for another wait, milliseconds; else the registry is given up. */
  has({ message, lines }: RegistryFailure, pause: number): boolean {
    const spent = this.#spent();
    if (spent + pause < this.#most) return true;
    const waited = `${this.#host} was waited for ${seconds(spent)} s, of ${seconds(this.#most)} s at most: --registry-wait SECONDS gives it more`;
    this.#givenUp ??= new RegistryFailure(message, "passing", [...lines, waited]);
    return false;
  }

  #spent(): number {
    return this.#before + (this.#since === undefined ? 0 : performance.now() - this.#since);
  }
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 1000);
}
