import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { setTimeout as sleep } from 'node:timers/promises';
import { breathe } from './breathe';

const SHORTEST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/** Most that is written at once, in one transaction: others wait for it, and those that fail together are tried one by one. */
const MOST_TOGETHER = 100;

/** Something that is written for many at once when there are many. */
export interface Batch<T> {
  /** For people, in an error: `that churn is Healthy` */
  what: (item: T) => string;
  run: (items: T[]) => Promise<unknown>;
}

interface Part {
  what: string;
  run: () => Promise<unknown>;
}

interface Write {
  run: () => Promise<unknown>;
  /** What it is made of, to be written one by one where that can't be done together. */
  parts: () => Part[];
}

/** The items of a batch that wait to be written together. */
class BatchWrite<T> implements Write {
  readonly items: T[];

  constructor(readonly batch: Batch<T>, first: T) {
    this.items = [first];
  }

  run(): Promise<unknown> {
    return this.batch.run(this.items);
  }

  parts(): Part[] {
    const { what, run } = this.batch;
    return this.items.map(item => ({
      what: what(item),
      run: () => run([item]),
    }));
  }
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
    this.push({ run, parts: () => [{ what, run }] });
  }

  /** Writes an item together with those of the same batch that wait already. Batches don't wait for the order of each other. */
  addTo<T>(batch: Batch<T>, item: T): void {
    const waiting = this.waitingBatch(batch);
    if (waiting) {
      waiting.items.push(item);
    } else {
      this.push(new BatchWrite(batch, item));
    }
  }

  /** The last one that isn't being written yet, unless something else waits behind it that may depend on what came before. */
  private waitingBatch<T>(batch: Batch<T>): BatchWrite<T> | undefined {
    // The first one is being written.
    for (let index = this.waiting.length - 1; index > 0; index -= 1) {
      const write = this.waiting[index];
      if (!(write instanceof BatchWrite)) {
        return undefined;
      }
      if (write.batch === batch) {
        return write.items.length < MOST_TOGETHER ? write : undefined;
      }
    }
    return undefined;
  }

  private push(write: Write): void {
    this.waiting.push(write);
    if (!this.isDraining) {
      this.isDraining = true;
      this.draining = this.drain();
    }
  }

  /** Resolves once everything added so far is written or given up. */
  async settled(): Promise<void> {
    await this.draining;
  }

  /** How many changes wait for the database. */
  get pending(): number {
    return this.waiting.reduce((sum, write) => sum + write.parts().length, 0);
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
      // SQLite answers at once, and so would never let others have their turn.
      await breathe();
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
      await this.retry(write);
    }
  }

  private async retry(write: Write): Promise<void> {
    for (const { what, run } of write.parts()) {
      try {
        await run();
      } catch (error) {
        // What it said is seen again when the environment changes, or at the next start.
        this.options.logger.error(`Could not store ${what}`, toError(error));
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
