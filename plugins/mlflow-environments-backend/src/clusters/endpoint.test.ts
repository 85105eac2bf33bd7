import { SERVICEACCOUNT_CA_PATH } from '@backstage/plugin-kubernetes-common';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import { clusterEndpoint } from './endpoint';

const outside = { env: {}, fileExists: () => false };
const inPod = {
  env: { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '6443' },
  fileExists: (path: string) => path === SERVICEACCOUNT_CA_PATH,
};

function cluster(more: Partial<ClusterDetails> = {}): ClusterDetails {
  return {
    name: 'one',
    url: 'https://api.example.org/k8s/clusters/c-1/',
    authMetadata: { 'kubernetes.io/auth-provider': 'serviceAccount' },
    ...more,
  };
}

describe('clusterEndpoint', () => {
  it('is where the configuration says, with its path', () => {
    expect(clusterEndpoint(cluster(), outside)).toMatchObject({
      url: 'https://api.example.org/k8s/clusters/c-1',
      verifyTls: true,
    });
  });

  it('decodes the given authority', async () => {
    const caData = Buffer.from('a certificate').toString('base64');
    expect(await clusterEndpoint(cluster({ caData }), outside).readCa()).toBe(
      'a certificate',
    );
    expect(await clusterEndpoint(cluster(), outside).readCa()).toBeUndefined();
  });

  it('reads the authority from a file', async () => {
    const { readCa } = clusterEndpoint(
      cluster({ caFile: __filename }),
      outside,
    );
    expect(await readCa()).toContain('clusterEndpoint');
  });

  it('does not check TLS where it is told not to', () => {
    expect(
      clusterEndpoint(cluster({ skipTLSVerify: true }), outside).verifyTls,
    ).toBe(false);
  });

  it("is the pod's own cluster for a service account without a token", () => {
    expect(clusterEndpoint(cluster(), inPod).url).toBe('https://10.0.0.1:6443');
    expect(
      clusterEndpoint(cluster(), {
        ...inPod,
        env: { KUBERNETES_SERVICE_HOST: 'fd00::1' },
      }).url,
    ).toBe('https://[fd00::1]:443');
  });

  it.each([
    [
      'a service account with a token',
      {
        'kubernetes.io/auth-provider': 'serviceAccount',
        serviceAccountToken: 't',
      },
    ],
    ['another auth provider', { 'kubernetes.io/auth-provider': 'aws' }],
  ])('is where the configuration says for %s, in a pod too', (_, auth) => {
    expect(
      clusterEndpoint(
        cluster({ authMetadata: auth as Record<string, string> }),
        inPod,
      ).url,
    ).toBe('https://api.example.org/k8s/clusters/c-1');
  });
});
