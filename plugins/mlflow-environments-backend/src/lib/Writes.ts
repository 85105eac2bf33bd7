import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { setTimeout as sleep } from 'node:timers/promises';

const SHORTEST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

interface Write {
  what: string;
  run: () => Promise<unknown>;
}

/**
 * Writes one after another, in the background: what is live in memory doesn't wait for the database. While the database is away,
 * writes wait for it; one that fails though the database is there is tried once more, and given up.
 */
export class Writes {
  private readonly waiting: Write[] = [];
  private draining: Promise<void> = Promise.resolve();
  private isDraining = false;
  private readonly stopping = new AbortController();

  constructor(
    private readonly options: {
      logger: LoggerService;
      /** Rejects while the database can't be asked anything. */
      ping: () => Promise<unknown>;
    },
  ) {}

  /** @param what - for people, in an error: `that churn is Healthy` */
  add(what: string, run: () => Promise<unknown>): void {
    this.waiting.push({ what, run });
    if (!this.isDraining) {
      this.isDraining = true;
      this.draining = this.drain();
    }
  }

  /** Resolves once everything added so far is written or given up. */
  async settled(): Promise<void> {
    await this.draining;
  }

  /** How many writes wait for the database. */
  get pending(): number {
    return this.waiting.length;
  }

  /** Writes what can be written at once, and waits for nothing. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.draining;
  }

  private async drain(): Promise<void> {
    for (
      let write = this.waiting[0];
      write !== undefined;
      write = this.waiting[0]
    ) {
      await this.writeOrGiveUp(write);
      // Empty when all were given up.
      this.waiting.shift();
    }
    this.isDraining = false;
  }

  private async writeOrGiveUp(write: Write): Promise<void> {
    try {
      await write.run();
    } catch (first) {
      if (!(await this.untilReachable(first))) {
        this.giveUpAll();
        return;
      }
      try {
        await write.run();
      } catch (error) {
        // What it said is seen again when the environment changes, or at the next start.
        this.options.logger.error(
          `Could not store ${write.what}`,
          toError(error),
        );
      }
    }
  }

  /** To stop while the database is away is to lose what waits for it; it is seen again at the next start. */
  private giveUpAll(): void {
    this.options.logger.error(
      `${this.pending} changes could not be stored, because the database could not be reached until the end`,
    );
    this.waiting.length = 0;
  }

  /** Returns false when told to stop before the database was there. */
  private async untilReachable(failure: unknown): Promise<boolean> {
    const { logger, ping } = this.options;
    const isThere = () =>
      ping().then(
        () => true,
        () => false,
      );
    let pause = SHORTEST_PAUSE_MS;
    let isTold = false;
    while (!(await isThere())) {
      if (this.stopping.signal.aborted) {
        return false;
      }
      if (!isTold) {
        isTold = true;
        logger.warn(
          'The database can not be reached; what is to be stored waits for it',
          toError(failure),
        );
      }
      await sleep(pause, undefined, { signal: this.stopping.signal }).catch(
        () => {},
      );
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
    }
    if (isTold) {
      logger.info(
        `The database is back; ${this.pending} changes are stored now`,
      );
    }
    return true;
  }
}
