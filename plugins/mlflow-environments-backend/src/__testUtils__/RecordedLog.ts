import { RootLoggerService } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';

interface Line {
  level: 'error' | 'warn' | 'info' | 'debug';
  message: string;
  meta: string;
}

/** Keeps what is logged. */
export class RecordedLog implements RootLoggerService {
  constructor(
    readonly lines: Line[] = [],
    private readonly meta: JsonObject = {},
  ) {}

  /** Everything that was logged, with what goes with it. */
  get text(): string {
    return this.lines
      .map(({ level, message, meta }) => `${level} ${message} ${meta}`)
      .join('\n');
  }

  error(message: string, meta?: Error | JsonObject): void {
    this.add('error', message, meta);
  }

  warn(message: string, meta?: Error | JsonObject): void {
    this.add('warn', message, meta);
  }

  info(message: string, meta?: Error | JsonObject): void {
    this.add('info', message, meta);
  }

  debug(message: string, meta?: Error | JsonObject): void {
    this.add('debug', message, meta);
  }

  child(meta: JsonObject): RecordedLog {
    return new RecordedLog(this.lines, { ...this.meta, ...meta });
  }

  private add(
    level: Line['level'],
    message: string,
    meta: Error | JsonObject = {},
  ): void {
    const own =
      meta instanceof Error ? { error: String(meta), stack: meta.stack } : meta;
    this.lines.push({
      level,
      message,
      meta: JSON.stringify({ ...this.meta, ...own }),
    });
  }
}
