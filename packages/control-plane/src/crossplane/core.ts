import { join } from 'node:path';
import { ProcessTable } from '../processes/processTable';
import { ProcessSpec } from '../processes/state';
import { NAMESPACE, SERVICE_ACCOUNT } from './roles';

export const CROSSPLANE = 'crossplane';
export const AUTHORITY_SECRET = 'crossplane-root-ca';
export const CLIENT_SECRET = 'crossplane-tls-client';

/**
 * How many changes of its resources Crossplane follows at once before it takes them for a fight and slows down; its own
 * default is 100. Too few for an environment that comes up, see crossplane/README.md.
 */
const CIRCUIT_BREAKER_BURST = 500;

export interface CoreOptions {
  binary: string;
  /** The kubeconfig of Crossplane's own account. */
  kubeconfigPath: string;
}

/** `crossplane core init` installs core's kinds and makes its certificates; it ends when it is done. */
export function coreInit(
  { binary, kubeconfigPath }: CoreOptions,
  coreCrds: string,
): ProcessSpec {
  return {
    name: 'crossplane-init',
    command: binary,
    args: [
      'core',
      'init',
      `--namespace=${NAMESPACE}`,
      `--service-account=${SERVICE_ACCOUNT}`,
      '--enable-webhooks=false',
      `--tlsca-secret-name=${AUTHORITY_SECRET}`,
      `--tls-client-secret-name=${CLIENT_SECRET}`,
    ],
    environment: { KUBECONFIG: kubeconfigPath, CRDS_PATH: coreCrds },
  };
}

/** `crossplane core start` with functions that somebody else runs. */
export function coreStart(
  { binary, kubeconfigPath }: CoreOptions,
  folder: string,
  ports: { metrics: number; health: number },
): ProcessSpec {
  return {
    name: CROSSPLANE,
    command: binary,
    args: [
      'core',
      'start',
      `--namespace=${NAMESPACE}`,
      `--service-account=${SERVICE_ACCOUNT}`,
      '--package-runtime=External',
      '--enable-webhooks=false',
      `--tls-client-certs-dir=${clientCertificatesFolder(folder)}`,
      `--xpkg-cache-dir=${join(folder, 'crossplane', 'packages')}`,
      `--circuit-breaker-burst=${CIRCUIT_BREAKER_BURST}`,
      `--metrics-port=${ports.metrics}`,
      `--health-probe-port=${ports.health}`,
    ],
    environment: { KUBECONFIG: kubeconfigPath },
  };
}

export function clientCertificatesFolder(folder: string): string {
  return join(folder, 'crossplane', 'client-certificates');
}

/** Resolves once Crossplane's controllers run, after a start or a restart. */
export async function untilCoreReady(table: ProcessTable): Promise<void> {
  const port = table
    .find(CROSSPLANE)
    ?.args.find(argument => argument.startsWith('--health-probe-port='))
    ?.split('=')[1];
  await table.until(CROSSPLANE, async () => {
    const { ok } = await fetch(`http://127.0.0.1:${port}/readyz`);
    return ok;
  });
}
