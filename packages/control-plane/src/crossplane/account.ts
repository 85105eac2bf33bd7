import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { KubeClient } from '@mlops-platform/sandbox';
import { kubeconfig } from '../kubernetes/kubeconfig';
import { Access } from '../kubernetes/start';
import { AUTHORITY_SECRET, CLIENT_SECRET } from './core';
import { crossplaneAccount, NAMESPACE, SERVICE_ACCOUNT } from './roles';

export const FIELD_MANAGER = 'control-plane';
const TOKEN_SECONDS = 30 * 24 * 3600;

/**
 * Makes what Crossplane's Helm chart makes: namespace, account, roles and the Secrets that `core init` fills. Returns the
 * path of a kubeconfig with a token of that account.
 */
export async function prepareAccount(
  folder: string,
  config: KubeConfig,
  access: Access,
): Promise<string> {
  const client = new KubeClient(config);
  const secrets = [AUTHORITY_SECRET, CLIENT_SECRET].map(name => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: NAMESPACE },
  }));
  for (const object of [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    ...secrets,
    ...crossplaneAccount(),
  ]) {
    await client.apply(object, FIELD_MANAGER);
  }
  const { status: request } = await config
    .makeApiClient(CoreV1Api)
    .createNamespacedServiceAccountToken({
      name: SERVICE_ACCOUNT,
      namespace: NAMESPACE,
      body: { spec: { audiences: [], expirationSeconds: TOKEN_SECONDS } },
    });
  if (!request?.token) {
    throw new Error('The API server issued no token for Crossplane');
  }
  const path = join(folder, 'crossplane', 'kubeconfig');
  const { token } = request;
  writeFileSync(path, kubeconfig({ ...access, user: SERVICE_ACCOUNT, token }), {
    mode: 0o600,
  });
  return path;
}
