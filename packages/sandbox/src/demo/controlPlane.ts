import { Sandbox, startSandbox } from '../sandbox';
import { Child } from './childProcess';
import { startFunction } from './functionProcess';
import { RunContext } from './runContext';

/** The sandbox with the process of its composition function. */
export interface ControlPlane {
  sandbox: Sandbox;
  functionProcess: Child;
}

/** Starts the sandbox at the demo's ports, and the function it calls. */
export async function startControlPlane({
  settings,
  running,
  logs,
}: RunContext): Promise<ControlPlane> {
  const { ports, gitPassword, speed, crdFolders } = settings;
  const functionProcess = startFunction({
    port: ports.function,
    logFile: logs.file('function'),
  });
  await running.add(functionProcess);
  const sandbox = await startSandbox({
    apiPort: ports.api,
    gitPort: ports.git,
    functionPort: ports.function,
    gitPassword,
    speed,
    crdFolders,
    withSeeds: true,
    // As Argo CD and Flux do, let some seconds pass, so that a request is seen pending.
    gitOpsDelayMs: 6000,
    loggerOf: part => logs.loggerOf(part),
  });
  await running.add(sandbox);
  return { sandbox, functionProcess };
}
