import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify, isRunning } from './identity';
import { ProcessRecord, ProcessSpec, readState, writeState } from './state';

const POLL_MS = 50;
/** How long a process may take to end before it is made to. */
const GRACE_MS = 5000;
const LAST_LINES = 20;

/**
 * The processes of one control plane. They outlive the command that starts them: what is known of them is in the state
 * folder, and every command works from there.
 */
export class ProcessTable {
  constructor(readonly folder: string) {
    mkdirSync(this.logs, { recursive: true, mode: 0o700 });
  }

  get records(): ProcessRecord[] {
    return readState(this.folder).processes;
  }

  find(name: string): ProcessRecord | undefined {
    return this.records.find(record => record.name === name);
  }

  isRunning(name: string): boolean {
    const identity = this.find(name)?.identity;
    return identity !== undefined && isRunning(identity);
  }

  logFile(name: string): string {
    return join(this.logs, `${name}.log`);
  }

  /** Starts a process, as it was the first time where it is known already. A running one is left alone. */
  start(spec: ProcessSpec): void {
    if (!this.isRunning(spec.name)) {
      this.spawn(this.find(spec.name) ?? spec);
    }
  }

  /** Starts a known process again, as it was the first time. A running one is left alone. */
  restart(name: string): void {
    const known = this.find(name);
    if (!known) {
      throw new Error(`No ${name} was ever started in ${this.folder}`);
    }
    this.start(known);
  }

  /** Starts again what has ended although nobody stopped it. */
  revive(): void {
    for (const { name, identity } of this.records) {
      if (identity) {
        this.restart(name);
      }
    }
  }

  /** Stops a process and waits until it has ended. One that isn't running is fine. */
  async stop(name: string): Promise<void> {
    const record = this.find(name);
    if (!record?.identity) {
      return;
    }
    const { identity } = record;
    if (isRunning(identity)) {
      signal(identity.pid, 'SIGTERM');
      const end = Date.now() + GRACE_MS;
      while (isRunning(identity)) {
        if (Date.now() > end) {
          signal(identity.pid, 'SIGKILL');
        }
        await sleep(POLL_MS);
      }
    }
    this.record({ ...record, identity: undefined });
  }

  /** Stops all, what was started last first. */
  async stopAll(): Promise<void> {
    for (const { name } of this.records.reverse()) {
      await this.stop(name);
    }
  }

  /** Ends all at once, without waiting. */
  killAll(): void {
    for (const { identity } of this.records) {
      if (identity && isRunning(identity)) {
        signal(identity.pid, 'SIGKILL');
      }
    }
  }

  /**
   * Resolves once a question about a process is answered with yes.
   * @throws with the process's last words where it ends, or takes longer than it may
   */
  async until(
    name: string,
    question: () => Promise<boolean>,
    patienceMs = 120_000,
  ): Promise<void> {
    const end = Date.now() + patienceMs;
    let obstacle = '';
    for (;;) {
      // Somebody else may be the one who answers.
      if (!this.isRunning(name)) {
        throw new Error(`${name} ended unexpectedly. ${this.lastWords(name)}`);
      }
      try {
        if (await question()) {
          return;
        }
      } catch (error) {
        obstacle = error instanceof Error ? `: ${error.message}` : '';
      }
      if (Date.now() > end) {
        throw new Error(
          `${name} is not ready after ${
            patienceMs / 1000
          } s${obstacle}. ${this.lastWords(name)}`,
        );
      }
      await sleep(POLL_MS);
    }
  }

  private spawn(spec: ProcessSpec): void {
    const { command, args, environment, directory } = spec;
    const log = openSync(this.logFile(spec.name), 'a', 0o600);
    const child = spawn(command, args, {
      cwd: directory ?? this.folder,
      env: { ...process.env, ...environment },
      // A group of its own: Ctrl-C in a terminal is not meant for it.
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    child.unref();
    // A command that doesn't exist has no pid; whoever waits for the process finds it ended.
    child.on('error', () => {});
    const identity = child.pid ? identify(child.pid) : undefined;
    this.record({ ...spec, identity });
  }

  private get logs(): string {
    return join(this.folder, 'logs');
  }

  private record(record: ProcessRecord): void {
    const state = readState(this.folder);
    const isKnown = state.processes.some(({ name }) => name === record.name);
    const processes = isKnown
      ? state.processes.map(each => (each.name === record.name ? record : each))
      : [...state.processes, record];
    writeState(this.folder, { ...state, processes });
  }

  private lastWords(name: string): string {
    const file = this.logFile(name);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    return [
      `Its last output, all of it in ${file}:`,
      ...lines.slice(-LAST_LINES),
    ].join('\n');
  }
}

/** Reaches the whole group: a process may have started others. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error;
    }
  }
}
