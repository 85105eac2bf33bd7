import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { environmentPermissionResourceRef } from '../resource';

/**
 * Allow environments in the given Kubernetes namespaces
 *
 * @public
 */
export const inNamespace = createPermissionRule({
  name: 'IN_NAMESPACE',
  description: 'Allow environments in the given Kubernetes namespaces',
  resourceRef: environmentPermissionResourceRef,
  paramsSchema: z.object({
    namespaces: z.array(z.string()).describe('Kubernetes namespaces'),
  }),
  apply: ({ namespace }, { namespaces }) => namespaces.includes(namespace),
  toQuery: ({ namespaces }) => ({ fact: 'namespace', values: namespaces }),
});
