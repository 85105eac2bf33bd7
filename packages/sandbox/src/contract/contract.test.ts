import { startApiServer } from '../apiserver';
import { describeKubernetesApi } from './apiContract';
import { ServerUnderTest } from './server';

const kubeconfig = process.env.CONTRACT_KUBECONFIG;

jest.setTimeout(60_000);

if (kubeconfig) {
  describeKubernetesApi('a real server', async () => ({
    server: ServerUnderTest.fromFile(kubeconfig),
    close: async () => {},
  }));
} else {
  describeKubernetesApi('the sandbox', async () => {
    const { url, token, stop } = await startApiServer();
    return { server: ServerUnderTest.fromToken(url, token), close: stop };
  });
}
