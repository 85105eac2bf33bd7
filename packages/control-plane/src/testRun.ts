import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { startControlPlane } from './controlPlane';
import { PACKAGE_FOLDER } from './packageFolder';

/** Jest, as Backstage configures it, for one folder. */
interface JestRun {
  directory: string;
  args: string[];
}

/** Whatever a test must see of a real server. Each run ends with jest's own summary. */
const RUNS: JestRun[] = [
  {
    directory: dirname(require.resolve('@mlops-platform/sandbox/package.json')),
    args: ['src/contract/contract.test.ts'],
  },
  {
    directory: PACKAGE_FOLDER,
    args: ['--config', 'jest.suites.config.js'],
  },
];

/**
 * Starts one control plane, with Crossplane where `CROSSPLANE_BINARY` names one, runs every suite that needs a real server
 * against it, one after the other, and stops it, also when somebody interrupts.
 *
 * @returns the exit code: 0 where all tests passed
 */
export async function testRun(print: (line: string) => void): Promise<number> {
  const interruption = new AbortController();
  // Ctrl-C in a terminal reaches jest by itself; a signal to us alone is passed on.
  process.on('SIGINT', () => interruption.abort());
  process.on('SIGTERM', () => interruption.abort());
  const controlPlane = await startControlPlane({ crossplane: true, print });
  try {
    const { kubeconfigPath, crossplane, etcd } = controlPlane;
    print(
      `Control plane ready, ${
        crossplane
          ? 'with Crossplane'
          : 'without Crossplane: CROSSPLANE_BINARY is not set, and the suites that need it are skipped'
      }`,
    );
    const environment = {
      ...process.env,
      CONTRACT_KUBECONFIG: kubeconfigPath,
      CONTRACT_ETCD: etcd,
      CONTROL_PLANE_KUBECONFIG: kubeconfigPath,
    };
    // One that was there from the first change on still remembers it, and the contract asks for what is forgotten.
    await controlPlane.restartApiServer();
    let worst = 0;
    for (const run of RUNS) {
      const code = await jest(run, environment, interruption.signal);
      worst = Math.max(worst, code);
    }
    return worst;
  } finally {
    await controlPlane.stop();
  }
}

function jest(
  { directory, args }: JestRun,
  environment: NodeJS.ProcessEnv,
  interrupted: AbortSignal,
): Promise<number> {
  if (interrupted.aborted) {
    return Promise.resolve(1);
  }
  const cli = dirname(require.resolve('@backstage/cli/package.json'));
  const child = spawn(
    process.execPath,
    [
      join(cli, 'bin', 'backstage-cli'),
      ...['package', 'test', '--no-watch', '--runInBand'],
      ...args,
    ],
    { cwd: directory, env: environment, stdio: 'inherit' },
  );
  interrupted.addEventListener('abort', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => resolve(code ?? 1));
  });
}
