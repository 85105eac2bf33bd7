import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { KeyPair } from './certificates';
import { NAMESPACE } from './roles';

/** The certificate and key that `core init` has put into a Secret. */
export async function readKeyPair(
  config: KubeConfig,
  name: string,
): Promise<KeyPair> {
  const { data = {} } = await config
    .makeApiClient(CoreV1Api)
    .readNamespacedSecret({ name, namespace: NAMESPACE });
  const text = (key: string) => {
    if (!data[key]) {
      throw new Error(`The Secret ${NAMESPACE}/${name} holds no ${key}`);
    }
    return Buffer.from(data[key], 'base64').toString();
  };
  return { certificate: text('tls.crt'), key: text('tls.key') };
}
