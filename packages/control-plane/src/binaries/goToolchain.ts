import { spawnSync } from 'node:child_process';
import { GO_MODULE } from './versions';

const INSTALL =
  'install Go from https://go.dev/dl or your system and put it on the PATH';

/**
 * Makes sure that there is a Go that can build the binaries. A newer Go than is installed is used where its toolchain
 * management allows that. Throws one sentence that says what to do.
 */
export function requireGo(
  wanted: string,
  environment: NodeJS.ProcessEnv = process.env,
): void {
  const { error, status, stdout, stderr } = spawnSync(
    'go',
    ['env', 'GOVERSION'],
    { cwd: GO_MODULE, encoding: 'utf8', env: environment },
  );
  if (error) {
    throw new Error(
      `The control plane is built with Go ${wanted} or newer, and there is no "go" on the PATH; ${INSTALL}`,
    );
  }
  if (status !== 0) {
    throw new Error(`Go does not work: ${stderr.trim()}`);
  }
  const found = stdout.trim().replace(/^go/, '');
  if (!isAtLeast(found, wanted)) {
    throw new Error(
      `The control plane is built with Go ${wanted} or newer, and "go" on the PATH is ${found}; ${INSTALL}`,
    );
  }
}

/** Whether a version of Go such as `1.24.3` or `1.26rc1` is a given one or newer. */
export function isAtLeast(version: string, wanted: string): boolean {
  const numbers = (text: string) =>
    text
      .split(/[.-]|rc|beta/)
      .slice(0, 3)
      .map(Number);
  const have = numbers(version);
  const want = numbers(wanted);
  for (let i = 0; i < want.length; i++) {
    const difference = (have[i] || 0) - (want[i] || 0);
    if (difference !== 0) {
      return difference > 0;
    }
  }
  return true;
}
