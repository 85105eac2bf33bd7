import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { EnvironmentRemovalField } from './EnvironmentRemovalField';
import { validateEnvironmentRemoval } from './validateEnvironmentRemoval';

export const environmentRemovalField = createFormField({
  name: 'MlflowEnvironmentRemoval',
  component: EnvironmentRemovalField,
  validation: validateEnvironmentRemoval,
  schema: makeFieldSchema({
    output: z =>
      z.object({
        target: z.string().optional(),
        namespace: z.string().optional(),
        environmentID: z.string().optional(),
      }),
  }),
});
