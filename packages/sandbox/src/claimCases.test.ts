import { startTestApiServer, TestApiServer } from './__testUtils__/apiServer';
import { readClaimCases, tryClaim } from './claimCases';

describe('the environment API on the sandbox', () => {
  const place = { namespace: 'team-a', name: 'demo' };
  let api: TestApiServer;

  beforeAll(async () => {
    api = await startTestApiServer();
    await api.client.create({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: place.namespace },
    });
  });

  afterAll(() => api.server.stop());

  it.each(readClaimCases())(
    'decides claims by $at: "$says"',
    async ({ says, accepts, refuses }) => {
      expect(await tryClaim(api.client, place, accepts)).toBeUndefined();
      expect(await tryClaim(api.client, place, refuses)).toContain(says);
    },
  );
});
