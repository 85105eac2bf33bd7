import { Sandbox, startSandbox } from '../sandbox';
import { Child } from './childProcess';
import { startFunction } from './functionProcess';
import { RunContext } from './runContext';

/** The sandbox with the process of its composition function. */
export interface ControlPlane {
  sandbox: Sandbox;
  /** Absent where Crossplane has one already. */
  functionProcess?: Child;
}

/** Starts the sandbox at the demo's ports, and the function it calls. */
export async function startControlPlane(
  context: RunContext,
): Promise<ControlPlane> {
  const { settings, cluster, running, logs } = context;
  const { ports, gitPassword, speed, crdFolders } = settings;
  const functionProcess = cluster?.hasCrossplane
    ? undefined
    : startFunction({ port: ports.function, logFile: logs.file('function') });
  if (functionProcess) {
    await running.add(functionProcess);
  }
  const sandbox = await startSandbox({
    cluster,
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
