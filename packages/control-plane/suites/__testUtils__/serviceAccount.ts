import { CoreV1Api } from '@kubernetes/client-node';
import { adminConfig } from './controlPlane';

const TOKEN_SECONDS = 3600;

/** A token of a service account, as Backstage would be given. The account is made if it isn't there, its namespace too. */
export async function tokenOf(name: string, namespace: string) {
  const core = adminConfig().makeApiClient(CoreV1Api);
  await unlessThere(
    core.createNamespace({ body: { metadata: { name: namespace } } }),
  );
  await unlessThere(
    core.createNamespacedServiceAccount({
      namespace,
      body: { metadata: { name } },
    }),
  );
  const { status } = await core.createNamespacedServiceAccountToken({
    name,
    namespace,
    body: { spec: { audiences: [], expirationSeconds: TOKEN_SECONDS } },
  });
  if (!status?.token) {
    throw new Error(`The API server issued no token for ${namespace}/${name}`);
  }
  return status.token;
}

async function unlessThere(creation: Promise<unknown>): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if ((error as { code?: number }).code !== 409) {
      throw error;
    }
  }
}
