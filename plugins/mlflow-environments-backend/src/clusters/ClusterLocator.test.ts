import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import type { MlflowEnvironmentsClusterSupplier } from '@mlops-platform/backstage-plugin-mlflow-environments-node';
import { ClusterLocator } from './ClusterLocator';

function configured(...clusters: JsonObject[]): JsonObject {
  return {
    type: 'config',
    clusters: clusters.map(cluster => ({
      url: 'https://one.example.org',
      authProvider: 'serviceAccount',
      ...cluster,
    })),
  };
}

function catalogCluster(name: string, annotations: JsonObject = {}): Entity {
  return {
    apiVersion: 'backstage.io/v1beta1',
    kind: 'Resource',
    metadata: {
      name,
      annotations: {
        'kubernetes.io/api-server': 'https://93.184.216.34',
        'kubernetes.io/api-server-certificate-authority': 'Y2E=',
        'kubernetes.io/auth-provider': 'aws',
        ...(annotations as Record<string, string>),
      },
    },
    spec: { type: 'kubernetes-cluster', owner: 'platform' },
  };
}

function locator(
  methods: JsonObject[],
  options: {
    entities?: Entity[];
    suppliers?: MlflowEnvironmentsClusterSupplier[];
    strategies?: Record<string, object>;
  } = {},
) {
  const logger = mockServices.logger.mock();
  return {
    logger,
    locator: ClusterLocator.fromConfig(
      mockServices.rootConfig({
        data: { kubernetes: { clusterLocatorMethods: methods } },
      }),
      {
        logger,
        auth: mockServices.auth(),
        catalog: catalogServiceMock({ entities: options.entities ?? [] }),
        suppliers: options.suppliers,
        strategies: new Map(
          Object.keys(options.strategies ?? {}).map(provider => [
            provider,
            { getCredential: async () => ({ type: 'anonymous' as const }) },
          ]),
        ),
      },
    ),
  };
}

describe('ClusterLocator', () => {
  it('reads clusters as the kubernetes plugin does', async () => {
    const { clusters, complete } = await locator([
      configured(
        {
          name: 'one',
          title: 'One',
          serviceAccountToken: 'secret',
          skipTLSVerify: true,
          skipMetricsLookup: true,
          caData: 'Y2E=',
          caFile: '/ca.pem',
        },
        {
          name: 'two',
          url: 'https://two.example.org',
          authProvider: 'aws',
          assumeRole: 'arn:aws:iam::1:role/x',
          externalId: 'e',
          authMetadata: { 'kubernetes.io/x-k8s-aws-id': 'other' },
        },
      ),
    ]).locator.locate();

    expect(complete).toBe(true);
    expect(clusters.map(({ details }) => details)).toEqual([
      {
        name: 'one',
        title: 'One',
        url: 'https://one.example.org',
        skipTLSVerify: true,
        caData: 'Y2E=',
        caFile: '/ca.pem',
        authMetadata: {
          'kubernetes.io/auth-provider': 'serviceAccount',
          serviceAccountToken: 'secret',
        },
      },
      {
        name: 'two',
        url: 'https://two.example.org',
        skipTLSVerify: false,
        authMetadata: {
          'kubernetes.io/auth-provider': 'aws',
          'kubernetes.io/aws-assume-role': 'arn:aws:iam::1:role/x',
          'kubernetes.io/aws-external-id': 'e',
          'kubernetes.io/x-k8s-aws-id': 'other',
        },
      },
    ]);
    expect(clusters.map(cluster => cluster.default)).toEqual([true, false]);
  });

  it('gets along without any kubernetes configuration', async () => {
    const empty = ClusterLocator.fromConfig(
      mockServices.rootConfig({ data: {} }),
      {
        logger: mockServices.logger.mock(),
        auth: mockServices.auth(),
        catalog: catalogServiceMock(),
      },
    );
    expect(await empty.locate()).toEqual({ clusters: [], complete: true });
  });

  it('signs in with the strategies of the kubernetes plugin that need no user', async () => {
    const { clusters } = await locator([
      configured({ name: 'one', serviceAccountToken: 'secret' }),
      { type: 'localKubectlProxy' },
    ]).locator.locate();

    const credentials = await Promise.all(
      clusters.map(cluster => {
        if (!('strategy' in cluster)) {
          throw new Error(cluster.unsupported);
        }
        return cluster.strategy.getCredential(cluster.details, {});
      }),
    );
    expect(credentials).toEqual([
      { type: 'bearer token', token: 'secret' },
      { type: 'anonymous' },
    ]);
    expect(clusters[1].details).toMatchObject({
      name: 'local',
      url: 'http://127.0.0.1:8001',
    });
  });

  it.each(['aws', 'azure', 'googleServiceAccount'])(
    'can sign in with %s',
    async authProvider => {
      const { clusters } = await locator([
        configured({ name: 'one', authProvider }),
      ]).locator.locate();
      expect(clusters[0]).toHaveProperty('strategy');
    },
  );

  it.each([
    ['google', 'needs a signed-in user'],
    ['aks', 'needs a signed-in user'],
    ['oidc', 'needs a signed-in user'],
    ['constructor', "authProvider 'constructor' is not known"],
    [undefined, 'has no authProvider'],
  ])(
    'says why authProvider %s cannot be watched',
    async (authProvider, why) => {
      const { clusters } = await locator([
        configured({ name: 'one', authProvider }),
      ]).locator.locate();
      expect(clusters).toMatchObject([
        { details: { name: 'one' }, unsupported: expect.stringContaining(why) },
      ]);
    },
  );

  it('signs in with a strategy that a module registered, before all others', async () => {
    const { clusters } = await locator(
      [
        configured(
          { name: 'one', authProvider: 'oidc' },
          { name: 'two', serviceAccountToken: 'unused' },
        ),
      ],
      { strategies: { oidc: {}, serviceAccount: {} } },
    ).locator.locate();
    for (const cluster of clusters) {
      expect(
        'strategy' in cluster &&
          (await cluster.strategy.getCredential(cluster.details, {})),
      ).toEqual({ type: 'anonymous' });
    }
  });

  it('uses the first of several clusters of the same name', async () => {
    const { locator: twice, logger } = locator([
      configured({ name: 'one', title: 'first' }, { name: 'one' }),
    ]);
    const { clusters } = await twice.locate();
    expect(clusters).toMatchObject([{ details: { title: 'first' } }]);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining("more than one cluster 'one'"),
    );
  });

  it('says that it does not watch the clusters of locators it does not know', async () => {
    const { locator: other, logger } = locator([
      { type: 'gke', projectId: 'p' },
      configured({ name: 'one' }),
    ]);
    expect((await other.locate()).clusters).toHaveLength(1);
    expect(logger.warn).toHaveBeenCalledWith(expect.stringContaining("'gke'"));
  });

  describe('with clusters from the catalog', () => {
    it('reads their annotations', async () => {
      const { clusters } = await locator([{ type: 'catalog' }], {
        entities: [catalogCluster('cat', { 'kubernetes.io/x': 'y', z: 'z' })],
      }).locator.locate();
      expect(clusters).toMatchObject([
        {
          default: true,
          details: {
            name: 'cat',
            url: 'https://93.184.216.34',
            caData: 'Y2E=',
            skipTLSVerify: false,
          },
        },
      ]);
      expect(clusters[0].details.authMetadata).toMatchObject({
        'kubernetes.io/auth-provider': 'aws',
        'kubernetes.io/x': 'y',
      });
      expect(clusters[0].details.authMetadata).not.toHaveProperty('z');
    });

    it('trusts them with nothing that the configuration does not allow', async () => {
      const entities = [
        catalogCluster('private', {
          'kubernetes.io/api-server': 'https://10.0.0.1',
        }),
        catalogCluster('ours', {
          'kubernetes.io/auth-provider': 'serviceAccount',
          serviceAccountToken: 'x',
        }),
        catalogCluster('lax', { 'kubernetes.io/skip-tls-verify': 'true' }),
        {
          ...catalogCluster('bare'),
          metadata: { name: 'bare' },
        },
      ];
      const strict = await locator([{ type: 'catalog' }], {
        entities,
      }).locator.locate();
      expect(strict.clusters).toMatchObject([
        { details: { name: 'lax', skipTLSVerify: false } },
      ]);

      const lax = await locator(
        [
          {
            type: 'catalog',
            dangerouslyAllowClusterUrls: ['10.0.0.1'],
            dangerouslyAllowSkipTLSVerify: true,
          },
        ],
        { entities },
      ).locator.locate();
      expect(
        lax.clusters.map(({ details }) => [
          details.name,
          details.skipTLSVerify,
        ]),
      ).toEqual([
        ['private', false],
        ['lax', true],
      ]);
    });
  });

  describe('with suppliers of modules', () => {
    const details = (name: string): ClusterDetails => ({
      name,
      url: 'https://x.example.org',
      authMetadata: { 'kubernetes.io/auth-provider': 'localKubectlProxy' },
    });

    it('lists theirs after the configured ones', async () => {
      const { clusters } = await locator([configured({ name: 'one' })], {
        suppliers: [{ getClusters: async () => [details('two')] }],
      }).locator.locate();
      expect(
        clusters.map(cluster => [cluster.details.name, cluster.default]),
      ).toEqual([
        ['one', true],
        ['two', false],
      ]);
    });

    it('keeps the last answer of one that fails', async () => {
      let fail = false;
      const supplier = {
        getClusters: async () => {
          if (fail) throw new Error('inventory is away');
          return [details('two')];
        },
      };
      const { locator: flaky, logger } = locator([], {
        suppliers: [supplier],
      });
      await flaky.locate();
      fail = true;
      expect(await flaky.locate()).toMatchObject({
        complete: false,
        clusters: [{ details: { name: 'two' } }],
      });
      expect(logger.warn).toHaveBeenCalledTimes(1);
    });

    it('lists nothing behind one that never answered, because the first cluster is the default one', async () => {
      let fail = true;
      const { locator: flaky } = locator([configured({ name: 'one' })], {
        suppliers: [
          {
            getClusters: async () => {
              if (fail) throw new Error('inventory is away');
              return [details('two')];
            },
          },
          { getClusters: async () => [details('three')] },
        ],
      });
      const names = async () =>
        (await flaky.locate()).clusters.map(cluster => cluster.details.name);
      expect(await names()).toEqual(['one']);
      fail = false;
      expect(await names()).toEqual(['one', 'two', 'three']);
    });
  });
});
