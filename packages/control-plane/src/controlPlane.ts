import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureBinaries } from './binaries/build';
import {
  CrossplaneOptions,
  crossplaneFromEnvironment,
} from './crossplane/options';
import { ControlledFunction, functionOf } from './crossplane/function';
import { CROSSPLANE, untilCoreReady } from './crossplane/core';
import { startCrossplane } from './crossplane/start';
import {
  Access,
  accessOf,
  startKubernetes,
  untilApiServerReady,
} from './kubernetes/start';
import { ProcessTable } from './processes/processTable';
import { readState } from './processes/state';

/** What to start. */
export interface ControlPlaneOptions {
  /** Keeps state, logs and the kubeconfig. Default: a temporary folder, whose control plane ends with this process. */
  folder?: string;
  /** Whether Crossplane runs too: `true` takes what the environment variable `CROSSPLANE_BINARY` names. Default `false`. */
  crossplane?: boolean | CrossplaneOptions;
  /** Whether kube-controller-manager runs too, which collects garbage and empties namespaces. Default `true`. */
  controllers?: boolean;
  /** Is told what takes its time. */
  print?(line: string): void;
}

/** Something that can be switched off and on again. */
export interface Switch {
  stop(): Promise<void>;
  start(): Promise<void>;
}

/**
 * A real control plane on this machine: etcd, kube-apiserver with RBAC and kube-controller-manager, on loopback.
 *
 * There are no nodes: Deployments get no pods. Objects are garbage-collected and namespaces emptied as on any cluster;
 * kinds defined less than half a minute ago are collected late, since the collector looks for new ones that often.
 */
export interface ControlPlane extends Access {
  /** Its state, logs (`logs/<process>.log`) and kubeconfig. */
  folder: string;
  /** Stops kube-apiserver and starts it again at the same address. Resolves when it is ready. */
  restartApiServer(): Promise<void>;
  /** Crossplane core; `undefined` where it isn't installed. */
  crossplane?: Switch;
  /** The composition function that Crossplane calls; `undefined` without Crossplane. */
  function?: ControlledFunction;
  /** Stops everything and removes the folder. */
  stop(): Promise<void>;
}

/**
 * Starts a control plane, building first what isn't built yet. What runs already in the folder is kept, so that calling
 * this twice is the same as calling it once, and `crossplane` may be added later.
 *
 * @throws where Go is missing or too old and nothing is built yet, where a process doesn't come up, with its last output,
 * and where Crossplane is asked for and its binary or CRDs are missing
 */
export async function startControlPlane(
  options: ControlPlaneOptions = {},
): Promise<ControlPlane> {
  const crossplane =
    options.crossplane === true
      ? crossplaneFromEnvironment(process.env)
      : options.crossplane || undefined;
  const binaries = await ensureBinaries({ print: options.print });
  const isNew = !options.folder || !existsSync(options.folder);
  const folder =
    options.folder ?? mkdtempSync(join(tmpdir(), 'mlflow-control-plane-'));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const table = new ProcessTable(folder);
  const abandon = () => {
    table.killAll();
    rmSync(folder, { recursive: true, force: true });
  };
  if (isNew) {
    process.once('exit', abandon);
  }
  try {
    const access = await startKubernetes(table, binaries, {
      controllers: options.controllers ?? true,
    });
    if (crossplane) {
      await startCrossplane(table, access, crossplane);
    }
    if (options.folder) {
      // Whoever names a folder can stop it from another process.
      process.off('exit', abandon);
    }
  } catch (error) {
    // What came up is no use alone. The logs stay where the error says.
    process.off('exit', abandon);
    await table.stopAll();
    throw error;
  }
  return controlPlaneOf(table);
}

/**
 * The control plane whose kubeconfig this is, for another process to steer; the environment variable
 * `CONTROL_PLANE_KUBECONFIG` names it in suites.
 */
export function openControlPlane(kubeconfigPath: string): ControlPlane {
  return controlPlaneOf(new ProcessTable(dirname(kubeconfigPath)));
}

/** Stops the control plane of a folder, however much of it runs, and removes the folder. */
export async function stopControlPlane(folder: string): Promise<void> {
  await new ProcessTable(folder).stopAll();
  rmSync(folder, { recursive: true, force: true });
}

function controlPlaneOf(table: ProcessTable): ControlPlane {
  const { folder } = table;
  const hasCrossplane = readState(folder).processes.some(
    ({ name }) => name === CROSSPLANE,
  );
  return {
    ...accessOf(table),
    folder,
    restartApiServer: async () => {
      await table.stop('kube-apiserver');
      table.restart('kube-apiserver');
      await untilApiServerReady(table);
      // A controller manager that was just starting has given up.
      table.revive();
    },
    ...(hasCrossplane && {
      crossplane: {
        stop: () => table.stop(CROSSPLANE),
        start: async () => {
          table.restart(CROSSPLANE);
          await untilCoreReady(table);
        },
      },
      function: functionOf(table),
    }),
    stop: () => stopControlPlane(folder),
  };
}
