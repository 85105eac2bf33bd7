import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';

/** Writes one after another, in the background: what is live in memory doesn't wait for the database. */
export class Writes {
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly logger: LoggerService) {}

  /** A failed write is logged: what it said is seen again at the next change or start. */
  add(what: string, write: () => Promise<unknown>): void {
    this.queue = this.queue.then(async () => {
      try {
        await write();
      } catch (error) {
        this.logger.error(`Could not store ${what}`, toError(error));
      }
    });
  }

  /** Resolves once everything added so far is written. */
  async settled(): Promise<void> {
    await this.queue;
  }
}
