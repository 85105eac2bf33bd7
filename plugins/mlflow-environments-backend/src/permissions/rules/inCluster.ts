import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { environmentPermissionResourceRef } from '../resource';

/**
 * Allow environments on the given clusters
 *
 * @public
 */
export const inCluster = createPermissionRule({
  name: 'IN_CLUSTER',
  description: 'Allow environments on the given clusters',
  resourceRef: environmentPermissionResourceRef,
  paramsSchema: z.object({
    clusters: z
      .array(z.string())
      .describe('Clusters, as the kubernetes config names them'),
  }),
  apply: ({ cluster }, { clusters }) => clusters.includes(cluster),
  toQuery: ({ clusters }) => ({ fact: 'cluster', values: clusters }),
});
