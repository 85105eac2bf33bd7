import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { environmentPermissionResourceRef } from '../resource';

/**
 * Allow environments that one of the given entities owns
 *
 * @public
 */
export const isOwner = createPermissionRule({
  name: 'IS_OWNER',
  description: 'Allow environments that one of the given entities owns',
  resourceRef: environmentPermissionResourceRef,
  paramsSchema: z.object({
    claims: z
      .array(z.string())
      .describe('Entity refs of which one must be the owner'),
  }),
  apply: ({ owner }, { claims }) => claims.includes(owner),
  toQuery: ({ claims }) => ({ fact: 'owner', values: claims }),
});
