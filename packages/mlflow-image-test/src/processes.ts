import { ChildProcess, spawn, SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** How a process ended. */
export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A process of a test, with what it said. */
export class TestProcess {
  output = '';
  private readonly child: ChildProcess;
  private readonly ending: Promise<Ending>;

  constructor(
    private readonly name: string,
    [command, ...args]: string[],
    options: SpawnOptions,
  ) {
    this.child = spawn(command, args, {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', text => {
        this.output += text;
      });
    }
    this.ending = once(this.child, 'exit').then(([code, signal]) => ({
      code,
      signal,
    }));
  }

  /** Throws, with what the process said, once it is no longer running. */
  expectRunning(): void {
    const { exitCode, signalCode } = this.child;
    if (exitCode !== null || signalCode !== null) {
      throw new Error(
        `${this.name} ended with ${exitCode ?? signalCode}:\n${this.output}`,
      );
    }
  }

  /** What the kernel says of it: a field of /proc/PID/status. */
  status(field: string): string {
    const text = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    return new RegExp(`^${field}:\\s+(.*)$`, 'm').exec(text)?.[1] ?? '';
  }

  /** The file systems that it sees: where, and how (`ro`, `rw` and the like). */
  mounts(): [path: string, flags: string][] {
    const text = readFileSync(`/proc/${this.child.pid}/mountinfo`, 'utf8');
    return text
      .trim()
      .split('\n')
      .map(line => line.split(' '))
      .map(fields => [fields[4], fields[5]]);
  }

  /** How it ends after SIGTERM; killed, which shows in the signal, when that takes longer than the grace period. */
  async stop(graceSeconds: number): Promise<Ending> {
    const killing = setTimeout(
      () => this.child.kill('SIGKILL'),
      graceSeconds * 1000,
    );
    this.child.kill('SIGTERM');
    try {
      return await this.ending;
    } finally {
      clearTimeout(killing);
    }
  }
}

/** Asks until the answer is yes; throws with the last obstacle after three minutes, which the startup probe allows. */
export async function eventually(
  ask: () => Promise<boolean>,
  process: TestProcess,
): Promise<void> {
  const end = Date.now() + 180_000;
  let obstacle: unknown = new Error('It never came true');
  while (Date.now() < end) {
    process.expectRunning();
    try {
      if (await ask()) return;
    } catch (error) {
      obstacle = error;
    }
    await new Promise(resolve => {
      setTimeout(resolve, 200);
    });
  }
  throw new Error(`${obstacle}\n${process.output}`);
}
