import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import request from 'supertest';
import plugin from './index';

jest.setTimeout(60_000);

describe('the plugin', () => {
  it('starts without a cluster and lists nothing', async () => {
    const { server } = await startTestBackend({
      features: [plugin, mockServices.rootConfig.factory({ data: {} })],
    });

    const response = await request(server).get(
      '/api/mlflow-environments/environments',
    );

    expect(response.body).toEqual({
      items: [],
      totalItems: 0,
      coverage: {
        clusters: [],
        readInFull: [],
        allClusters: expect.any(Boolean),
      },
      pageInfo: {},
      facets: { status: [], cluster: [], namespace: [], stage: [], owner: [] },
    });
  });
});
