import { Logger } from '../logger';
import { messageOf } from '../errors';

/** When to look at a key again although nothing reported a change: after so many milliseconds, or never. */
export type NextVisit = number | undefined;

/**
 * Reconciles keys one after the other, as Kubernetes controllers do: a key that is
 * added several times while it waits is handled once, a key is never handled twice at
 * the same time, and one whose handling failed comes back ever later.
 */
export class WorkQueue {
  private readonly waiting = new Set<string>();
  private readonly running = new Set<string>();
  private readonly failures = new Map<string, number>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private stopped = false;
  private idle: (() => void) | undefined;

  constructor(
    private readonly handle: (key: string) => Promise<NextVisit>,
    private readonly options: {
      logger: Logger;
      concurrency?: number;
      firstRetryMs?: number;
      lastRetryMs?: number;
    },
  ) {}

  add(key: string): void {
    if (this.stopped) {
      return;
    }
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    this.waiting.add(key);
    this.next();
  }

  addAfter(key: string, milliseconds: number): void {
    if (this.stopped) {
      return;
    }
    clearTimeout(this.timers.get(key));
    const timer = setTimeout(() => this.add(key), Math.max(0, milliseconds));
    this.timers.set(key, timer);
  }

  /** Takes no more keys and waits for the handling that is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.waiting.clear();
    this.timers.forEach(timer => clearTimeout(timer));
    this.timers.clear();
    if (this.running.size > 0) {
      await new Promise<void>(resolve => {
        this.idle = resolve;
      });
    }
  }

  private next(): void {
    for (const key of this.waiting) {
      if (this.running.size >= (this.options.concurrency ?? 4)) {
        return;
      }
      if (!this.running.has(key)) {
        this.waiting.delete(key);
        this.running.add(key);
        void this.visit(key);
      }
    }
  }

  private async visit(key: string): Promise<void> {
    try {
      const after = await this.handle(key);
      this.failures.delete(key);
      if (after !== undefined && !this.waiting.has(key)) {
        this.addAfter(key, after);
      }
    } catch (error) {
      if (!this.stopped) {
        this.retry(key, error);
      }
    }
    this.running.delete(key);
    if (this.stopped && this.running.size === 0) {
      this.idle?.();
    }
    this.next();
  }

  private retry(key: string, error: unknown): void {
    const { firstRetryMs = 500, lastRetryMs = 30_000, logger } = this.options;
    const failures = this.failures.get(key) ?? 0;
    this.failures.set(key, failures + 1);
    const delay = Math.min(firstRetryMs * 2 ** failures, lastRetryMs);
    logger.warn(`${key}: ${messageOf(error)} (again in ${delay} ms)`);
    if (!this.waiting.has(key)) {
      this.addAfter(key, delay);
    }
  }
}
