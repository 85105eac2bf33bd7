import {
  environmentReadPermission,
  statusReadPermission,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import type { ApiRouter, RouterOptions } from '../router';
import { toApiStatus, toPublicStatus } from '../toStatus';

export function addStatusRoutes(
  router: ApiRouter,
  { httpAuth, authorizer, environments, store }: RouterOptions,
): void {
  router.get('/status', async (req, res) => {
    const credentials = await httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    const grant = await authorizer.grantFor(
      environmentReadPermission,
      credentials,
    );
    const maySeeDetail = await authorizer.allows(
      statusReadPermission,
      credentials,
    );
    const counts = new Map<string, number>();
    for (const { facts } of environments.list()) {
      if (grant.includes(facts)) {
        counts.set(facts.cluster, (counts.get(facts.cluster) ?? 0) + 1);
      }
    }
    const show = maySeeDetail ? toApiStatus : toPublicStatus;
    res.json({
      clusters: store
        .status()
        .map(status => show(status, counts.get(status.cluster) ?? 0)),
    });
  });
}
