import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProcessTable } from '../processes/processTable';
import { ProcessSpec } from '../processes/state';

const ATTEMPTS = 20;
const PAUSE_MS = 500;

/**
 * Runs `crossplane core init` until it succeeds: it uses kinds that it has only just defined, and gives up where the API
 * server doesn't serve them yet.
 */
export async function initialize(
  table: ProcessTable,
  spec: ProcessSpec,
): Promise<void> {
  for (let attempt = 1; !(await succeeds(table, spec)); attempt++) {
    if (attempt === ATTEMPTS) {
      throw new Error(
        `crossplane core init failed ${ATTEMPTS} times; ${table.logFile(
          spec.name,
        )} says why`,
      );
    }
    await sleep(PAUSE_MS);
  }
}

function succeeds(table: ProcessTable, spec: ProcessSpec): Promise<boolean> {
  const log = openSync(table.logFile(spec.name), 'a', 0o600);
  const child = spawn(spec.command, spec.args, {
    cwd: table.folder,
    env: { ...process.env, ...spec.environment },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  return new Promise((resolve, reject) => {
    child.once('error', error =>
      reject(
        new Error(`${spec.command} could not be started: ${error.message}`),
      ),
    );
    child.once('close', code => resolve(code === 0));
  });
}
