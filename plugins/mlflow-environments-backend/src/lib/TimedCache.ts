interface Entry<T> {
  value: Promise<T>;
  expiresAt: number;
}

/**
 * Keeps answers for a while, and lets callers that ask at the same time share one. Failures aren't kept.
 */
export class TimedCache<T> {
  private readonly entries = new Map<string, Entry<T>>();

  constructor(
    private readonly options: {
      /** 0 keeps nothing. */
      keptForMs: number;
      maxEntries: number;
      now?: () => number;
    },
  ) {}

  get(key: string, ask: () => Promise<T>): Promise<T> {
    if (this.options.keptForMs === 0) {
      return ask();
    }
    const now = (this.options.now ?? Date.now)();
    const known = this.entries.get(key);
    if (known && known.expiresAt > now) {
      return known.value;
    }

    const value = ask();
    this.keep(key, { value, expiresAt: now + this.options.keptForMs });
    value.catch(() => {
      if (this.entries.get(key)?.value === value) {
        this.entries.delete(key);
      }
    });
    return value;
  }

  private keep(key: string, entry: Entry<T>): void {
    // A map iterates in insertion order, so the first key is the one kept longest.
    this.entries.delete(key);
    const [oldest] = this.entries.keys();
    if (oldest !== undefined && this.entries.size >= this.options.maxEntries) {
      this.entries.delete(oldest);
    }
    this.entries.set(key, entry);
  }
}
