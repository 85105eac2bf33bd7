import { randomBytes } from 'node:crypto';
import { objectAt, stringAt } from '../json';
import { controllerReference, KubeClient, KubeObject } from '../kube';

const FIELD_MANAGER = 'sandbox-providers';

/**
 * Writes a managed resource's connection details into the Secret it asks for and owns.
 * A password that is there already stays: the cloud knows no other.
 */
export async function publishConnection(
  client: KubeClient,
  owner: KubeObject,
  details: Record<string, string>,
  options: { withPassword: boolean },
): Promise<void> {
  const name = stringAt(owner.spec, 'writeConnectionSecretToRef', 'name');
  if (!name) {
    return;
  }
  const { namespace } = owner.metadata;
  const ref = { apiVersion: 'v1', kind: 'Secret', name, namespace };
  const existing = objectAt(await client.find(ref), 'data');
  const data = { ...encoded(details), ...existing };
  if (options.withPassword && !data.password) {
    Object.assign(data, encoded({ password: generatePassword() }));
  }
  if (Object.keys(data).every(key => data[key] === existing[key])) {
    return;
  }
  await client.apply(
    {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'connection.crossplane.io/v1alpha1',
      metadata: {
        name,
        namespace,
        ownerReferences: [controllerReference(owner)],
      },
      data,
    },
    FIELD_MANAGER,
  );
}

/** As crossplane-runtime generates them: 27 characters, letters and digits. */
function generatePassword(): string {
  let password = '';
  while (password.length < 27) {
    password += randomBytes(32).toString('base64').replace(/[+/=]/g, '');
  }
  return password.slice(0, 27);
}

function encoded(details: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(details).map(([key, value]) => [
      key,
      Buffer.from(value).toString('base64'),
    ]),
  );
}
