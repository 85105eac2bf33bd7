import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Tells a process from a later one that was given the same pid. */
export interface ProcessIdentity {
  pid: number;
  /** When it started, in whatever words the system has for it. */
  startTime: string;
}

/** The identity of a running process; `undefined` where there is none, or only what is left of one that has ended. */
export function identify(pid: number): ProcessIdentity | undefined {
  const startTime = existsSync('/proc/self/stat') ? fromProc(pid) : fromPs(pid);
  return startTime === undefined ? undefined : { pid, startTime };
}

/** Whether the very process still runs. */
export function isRunning({ pid, startTime }: ProcessIdentity): boolean {
  return identify(pid)?.startTime === startTime;
}

function fromProc(pid: number): string | undefined {
  try {
    return startTimeOf(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Reads the start time, in clock ticks since boot, from a line of `/proc/<pid>/stat` (proc(5)); `undefined` for a zombie.
 */
export function startTimeOf(stat: string): string | undefined {
  // The second field is the program's name in parentheses, which may contain anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  return state === 'Z' || state === 'X' ? undefined : fields[19];
}

function fromPs(pid: number): string | undefined {
  const { stdout } = spawnSync(
    'ps',
    ['-o', 'stat=', '-o', 'lstart=', '-p', `${pid}`],
    { encoding: 'utf8' },
  );
  const [state, ...startTime] = (stdout ?? '').trim().split(/\s+/);
  return !state || state.startsWith('Z') ? undefined : startTime.join(' ');
}
