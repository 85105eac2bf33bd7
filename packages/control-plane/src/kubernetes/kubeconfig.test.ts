import { KubeConfig } from '@kubernetes/client-node';
import { kubeconfig } from './kubeconfig';

describe('kubeconfig', () => {
  it('is read by clients as one cluster that is verified and one user', () => {
    const config = new KubeConfig();

    config.loadFromString(
      kubeconfig({
        server: 'https://127.0.0.1:16443',
        caData: 'Y2E=',
        user: 'admin',
        token: 'secret',
      }),
    );

    expect(config.getCurrentCluster()).toMatchObject({
      server: 'https://127.0.0.1:16443',
      caData: 'Y2E=',
      skipTLSVerify: false,
    });
    expect(config.getCurrentUser()).toMatchObject({
      name: 'admin',
      token: 'secret',
    });
  });
});
