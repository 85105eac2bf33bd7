import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runDemoOn } from '@mlops-platform/sandbox';
import { startControlPlane, stopControlPlane } from './controlPlane';
import { crossplaneFromEnvironment } from './crossplane/options';
import { accessOf } from './kubernetes/start';
import { isReady } from './kubernetes/readiness';
import { ProcessTable } from './processes/processTable';
import { stateFolder } from './stateFolder';
import { ControlPlaneStatus, isComplete, statusReport } from './statusReport';

export type Print = (line: string) => void;

/** Starts what doesn't run yet, and says how to reach it. */
export async function up(print: Print): Promise<number> {
  // Half of a control plane is no use: what an interrupted start has started ends as this process exits.
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  const folder = stateFolder(process.env);
  const crossplane = crossplaneFromEnvironment(process.env);
  const controlPlane = await startControlPlane({ folder, crossplane, print });
  print(
    [
      `Control plane ready${
        controlPlane.crossplane ? ', with Crossplane' : ''
      }`,
      `  Kubernetes API  ${controlPlane.server}`,
      `  Logs            ${folder}/logs`,
      `  export KUBECONFIG=${controlPlane.kubeconfigPath}`,
    ].join('\n'),
  );
  return 0;
}

/** Runs the whole demo in the foreground. A control plane that was up before stays up, any other ends with it. */
export async function upWithDemo(print: Print): Promise<number> {
  const folder = stateFolder(process.env);
  const wasUp = existsSync(folder);
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  const crossplane = crossplaneFromEnvironment(process.env);
  const controlPlane = await startControlPlane({ folder, crossplane, print });
  try {
    if (!interruption.signal.aborted) {
      await runDemoOn({
        url: controlPlane.server,
        token: controlPlane.adminToken,
        caData: controlPlane.caData,
        hasCrossplane: controlPlane.crossplane !== undefined,
      });
    }
  } finally {
    if (!wasUp) {
      await controlPlane.stop();
    }
  }
  return 0;
}

/** Stops what runs and removes what it kept. */
export async function down(print: Print): Promise<number> {
  const folder = stateFolder(process.env);
  if (!existsSync(folder)) {
    print('No control plane is up');
    return 0;
  }
  await stopControlPlane(folder);
  print('The control plane is down, and its data is removed');
  return 0;
}

/** Says what runs. Exit code 0: all of it; 1: something of it doesn't; 3: nothing was started (as `systemctl status` has it). */
export async function status(print: Print): Promise<number> {
  const folder = stateFolder(process.env);
  if (!existsSync(folder)) {
    print('No control plane is up');
    return 3;
  }
  const table = new ProcessTable(folder);
  const { server, caData, kubeconfigPath } = accessOf(table);
  const current: ControlPlaneStatus = {
    processes: table.records.map(({ name, identity }) => ({
      name,
      pid: table.isRunning(name) ? identity?.pid : undefined,
    })),
    server,
    isReady: await isReady(server, Buffer.from(caData, 'base64')).catch(
      () => false,
    ),
    kubeconfigPath,
    logs: join(folder, 'logs'),
  };
  print(statusReport(current));
  return isComplete(current) ? 0 : 1;
}
