import type { Clock } from './clock';

const FIRST_MS = 800;
const LONGEST_MS = 15_000;
/** After this long without trouble, the next trouble is a new one. */
const FORGET_AFTER_MS = 60_000;

/** How long to wait after each failure in a row: twice as long each time, and not all at once. */
export class Backoff {
  readonly #clock: Clock;
  #next = FIRST_MS;
  #quietSince = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * How long to wait now, in milliseconds.
   *
   * A success alone doesn't start it over: a server that lists well and then breaks every watch would be asked for
   * whole lists without end.
   */
  next(): number {
    if (this.#clock.now() - this.#quietSince > FORGET_AFTER_MS) {
      this.#next = FIRST_MS;
    }
    const wait = this.#next * (1 + this.#clock.random() / 2);
    this.#next = Math.min(this.#next * 2, LONGEST_MS);
    this.#quietSince = this.#clock.now() + wait;
    return wait;
  }
}
