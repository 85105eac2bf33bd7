import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { environmentPermissionResourceRef } from '../resource';

/**
 * Allow environments of the given stages
 *
 * @public
 */
export const hasStage = createPermissionRule({
  name: 'HAS_STAGE',
  description: 'Allow environments of the given stages',
  resourceRef: environmentPermissionResourceRef,
  paramsSchema: z.object({
    stages: z.array(z.string()).describe('dev, staging or prod'),
  }),
  apply: ({ stage }, { stages }) => stages.includes(stage),
  toQuery: ({ stages }) => ({ fact: 'stage', values: stages }),
});
