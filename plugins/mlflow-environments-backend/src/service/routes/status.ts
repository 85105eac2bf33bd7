import { environmentReadPermission } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import type { ApiRouter, RouterOptions } from '../router';
import { toApiStatus } from '../toStatus';

export function addStatusRoutes(
  router: ApiRouter,
  { httpAuth, authorizer, environments, store }: RouterOptions,
): void {
  router.get('/status', async (req, res) => {
    const credentials = await httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    const mayRead = await authorizer.predicateFor(
      environmentReadPermission,
      credentials,
    );
    // Who reads that a cluster is synced will count on its environments being listed.
    store.flush();
    const readable = environments.list().filter(({ facts }) => mayRead(facts));
    res.json({
      clusters: store
        .status()
        .map(status =>
          toApiStatus(
            status,
            readable.filter(({ facts }) => facts.cluster === status.cluster)
              .length,
          ),
        ),
    });
  });
}
