import { ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, WriteStream } from 'node:fs';
import { StoppedError } from './runningProcesses';

const REMEMBERED_LINES = 30;
/** How long a process may take to end before it is made to. */
const GRACE_MS = 5000;

export interface ChildOptions {
  /** What people call it. */
  name: string;
  command: string;
  args: string[];
  directory: string;
  environment: NodeJS.ProcessEnv;
  /** Where its output goes. */
  logFile: string;
}

/** A process with all the processes it starts itself: they share a process group and end together. */
export class Child {
  private readonly lastLines: string[] = [];
  private readonly log: WriteStream;
  private readonly process: ChildProcess;
  private isStopping = false;
  /** Settles when the process has ended, however that came about. */
  readonly ended: Promise<void>;

  constructor(private readonly options: ChildOptions) {
    const { command, args, directory, environment, logFile } = options;
    this.log = createWriteStream(logFile);
    this.process = spawn(command, args, {
      cwd: directory,
      env: environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process.stdout?.on('data', chunk => this.remember(chunk));
    this.process.stderr?.on('data', chunk => this.remember(chunk));
    this.ended = new Promise(resolve => {
      this.process.once('error', error => {
        this.remember(Buffer.from(`${error.message}\n`));
        resolve();
      });
      this.process.once('close', () => resolve());
    });
  }

  get name(): string {
    return this.options.name;
  }

  /** Rejects when the process has ended: with its last words, if nobody asked it to. */
  async died(): Promise<never> {
    await this.ended;
    if (this.isStopping) {
      throw new StoppedError();
    }
    throw new Error(
      [
        `${this.name} ended unexpectedly. Its last output, all of it in ${this.options.logFile}:`,
        ...this.lastLines,
      ].join('\n'),
    );
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    this.signal('SIGTERM');
    const timer = setTimeout(() => this.kill(), GRACE_MS);
    await this.ended;
    clearTimeout(timer);
    // A grandchild can outlive the process that started it.
    this.kill();
    this.log.end();
  }

  /** Ends the whole group at once. */
  kill(): void {
    this.isStopping = true;
    this.signal('SIGKILL');
  }

  private signal(signal: NodeJS.Signals): void {
    const { pid } = this.process;
    if (pid === undefined) {
      return;
    }
    try {
      process.kill(-pid, signal);
    } catch (error) {
      // No process of the group is left.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
        throw error;
      }
    }
  }

  private remember(chunk: Buffer): void {
    this.log.write(chunk);
    const lines = chunk.toString().split('\n').filter(Boolean);
    this.lastLines.push(...lines);
    this.lastLines.splice(0, this.lastLines.length - REMEMBERED_LINES);
  }
}
