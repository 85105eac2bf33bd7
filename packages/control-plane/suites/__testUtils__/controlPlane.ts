import { randomBytes } from 'node:crypto';
import { KubeConfig } from '@kubernetes/client-node';
import { KubeClient } from '@mlops-platform/sandbox';
import { ControlPlane, openControlPlane } from '../../src';

const kubeconfig = process.env.CONTROL_PLANE_KUBECONFIG;
if (!kubeconfig) {
  throw new Error(
    'CONTROL_PLANE_KUBECONFIG is not set; `npm run test:control-plane` starts a control plane for all suites, and `npm run control-plane up` says what to set it to for one',
  );
}

/** The control plane that all suites share. What a suite stops it starts again. */
export const controlPlane: ControlPlane = openControlPlane(kubeconfig);

/** The connection of the administrator. */
export function adminConfig(): KubeConfig {
  const config = new KubeConfig();
  config.loadFromFile(controlPlane.kubeconfigPath);
  return config;
}

/** A connection with another bearer's token. */
export function configFor(token: string): KubeConfig {
  const { server, caData } = controlPlane;
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    { name: 'control-plane', server, caData, skipTLSVerify: false },
    { name: 'bearer', token },
  );
  return config;
}

/** Runs where Crossplane is there, and shows as skipped elsewhere. */
export const describeWithCrossplane = controlPlane.crossplane
  ? describe
  : describe.skip;

/** Makes a namespace of a suite's own and returns its name. */
export async function createNamespace(
  client: KubeClient,
  prefix: string,
): Promise<string> {
  const name = `${prefix}-${randomBytes(3).toString('hex')}`;
  await client.create({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name },
  });
  return name;
}
