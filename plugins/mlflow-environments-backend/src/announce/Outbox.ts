import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';

/** Publishing may be a request to another process: these many at a time keep it busy without drowning it. */
const AT_ONCE = 32;

/**
 * Publishes the newest word on each subject, and only that where words come faster than they can be published: at start, ten
 * thousand environments are news at once. Words on the same subject are never published out of order.
 */
export class Outbox<T> {
  private readonly waiting = new Map<string, T>();
  private readonly publishing = new Set<string>();

  constructor(
    private readonly options: {
      /** For people, in a warning: `signal a change`. */
      what: string;
      logger: LoggerService;
      publish: (word: T) => Promise<void>;
    },
  ) {}

  put(subject: string, word: T): void {
    this.waiting.set(subject, word);
    this.publishNext();
  }

  private publishNext(): void {
    for (const [subject, word] of this.waiting) {
      if (this.publishing.size >= AT_ONCE) {
        return;
      }
      if (!this.publishing.has(subject)) {
        this.waiting.delete(subject);
        this.publishing.add(subject);
        void this.publish(subject, word);
      }
    }
  }

  private async publish(subject: string, word: T): Promise<void> {
    const { what, logger, publish } = this.options;
    try {
      await publish(word);
    } catch (error) {
      logger.warn(`Could not ${what}`, toError(error));
    }
    this.publishing.delete(subject);
    this.publishNext();
  }
}
