import { Ports } from '../ports';
import { Sandbox, startSandbox } from '../sandbox';
import { Child } from './childProcess';
import { startFunction } from './functionProcess';
import { Logs } from './logs';

/** The sandbox with the process of its composition function. */
export interface ControlPlane {
  sandbox: Sandbox;
  functionProcess: Child;
}

/** Starts the sandbox at the demo's ports, and the function it calls. */
export async function startControlPlane(options: {
  ports: Ports;
  logs: Logs;
  gitPassword: string;
  environment: NodeJS.ProcessEnv;
}): Promise<ControlPlane> {
  const { ports, logs, gitPassword, environment } = options;
  const functionProcess = startFunction({
    port: ports.function,
    logFile: logs.file('function'),
  });
  try {
    const sandbox = await startSandbox({
      apiPort: ports.api,
      gitPort: ports.git,
      functionPort: ports.function,
      gitPassword,
      speed: readSpeed(environment),
      crdFolders: environment.SANDBOX_CRDS_DIR,
      withSeeds: true,
      // As Argo CD and Flux do, let some seconds pass, so that a request is seen pending.
      gitOpsDelayMs: 4000,
      loggerOf: part => logs.loggerOf(part),
    });
    return { sandbox, functionProcess };
  } catch (error) {
    await functionProcess.stop();
    throw error;
  }
}

/** The Git user's password: from the environment, or the documented one. */
export function readGitPassword(environment: NodeJS.ProcessEnv): string {
  return environment.SANDBOX_GIT_PASSWORD || 'sandbox';
}

function readSpeed(environment: NodeJS.ProcessEnv): number {
  const speed = Number(environment.SANDBOX_SPEED || 1);
  if (!(speed > 0)) {
    throw new Error(
      `SANDBOX_SPEED is "${environment.SANDBOX_SPEED}"; set how many times faster than normal the clouds shall be, for example 10`,
    );
  }
  return speed;
}
