import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProcessIdentity } from './identity';

/** How a process is started. Secrets are in files that the arguments name, never here. */
export interface ProcessSpec {
  name: string;
  command: string;
  args: string[];
  /** What is added to the environment. */
  environment?: Record<string, string>;
  directory?: string;
}

/** A process as the state file remembers it. */
export interface ProcessRecord extends ProcessSpec {
  /** Absent where it was stopped on purpose. */
  identity?: ProcessIdentity;
}

/** What a control plane keeps of itself, so that another command can find it. */
export interface State {
  /** In the order in which they were started. */
  processes: ProcessRecord[];
}

const EMPTY: State = { processes: [] };

/** The state in a folder; nothing where there is no state file. Throws where the file is not one of ours. */
export function readState(folder: string): State {
  const file = stateFile(folder);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return EMPTY;
    }
    throw error;
  }
  const state = parse(text);
  if (!state) {
    throw new Error(
      `${file} is damaged; stop what runs of the control plane by hand and remove ${folder}`,
    );
  }
  return state;
}

/** Replaces the state in one step: a reader never sees half of it. */
export function writeState(folder: string, state: State): void {
  const draft = `${stateFile(folder)}.${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(draft, `${JSON.stringify(state, undefined, 2)}\n`, {
      mode: 0o600,
    });
    renameSync(draft, stateFile(folder));
  } finally {
    rmSync(draft, { force: true });
  }
}

function stateFile(folder: string): string {
  return join(folder, 'state.json');
}

function parse(text: string): State | undefined {
  try {
    const state: unknown = JSON.parse(text);
    const isOurs =
      typeof state === 'object' &&
      state !== null &&
      'processes' in state &&
      Array.isArray(state.processes);
    return isOurs ? (state as State) : undefined;
  } catch {
    return undefined;
  }
}
