import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lineLogger, Logger } from '../logger';

/** A folder with the output of everything that a run starts. */
export class Logs {
  private readonly sandbox: NodeJS.WritableStream;

  private constructor(readonly folder: string) {
    this.sandbox = createWriteStream(this.file('sandbox'));
  }

  static async create(): Promise<Logs> {
    return new Logs(await mkdtemp(join(tmpdir(), 'mlflow-demo-logs-')));
  }

  /** The file for the output of one process. */
  file(name: string): string {
    return join(this.folder, `${name}.log`);
  }

  /** The logger of one part of the sandbox. */
  loggerOf(part: string): Logger {
    return lineLogger(part, line => this.sandbox.write(line));
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
