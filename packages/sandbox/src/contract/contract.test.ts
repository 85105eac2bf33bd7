import { startApiServer } from '../apiserver';
import { describeKubernetesApi } from './apiContract';
import { compact } from './etcd';
import { ServerUnderTest } from './server';

const { CONTRACT_KUBECONFIG: kubeconfig, CONTRACT_ETCD: etcd } = process.env;

/** So few changes that a test can make more. */
const HISTORY = 500;

jest.setTimeout(60_000);

if (kubeconfig) {
  describeKubernetesApi(
    'a real server',
    async () => ({
      server: ServerUnderTest.fromFile(kubeconfig),
      close: async () => {},
      forget: async () => {
        if (etcd) await compact(etcd);
      },
    }),
    etcd !== undefined,
  );
} else {
  describeKubernetesApi('the sandbox', async () => {
    const { url, token, stop } = await startApiServer({ historySize: HISTORY });
    const server = ServerUnderTest.fromToken(url, token);
    return { server, close: stop, forget: () => writeMuch(server) };
  });
}

/** Writes more than the sandbox remembers. */
async function writeMuch(server: ServerUnderTest): Promise<void> {
  const path = '/api/v1/namespaces/default/configmaps';
  await server.post(path, { metadata: { name: 'busy' } });
  for (let count = 0; count < HISTORY * 1.5; count++) {
    await server.merge(`${path}/busy`, { data: { count: String(count) } });
  }
}
