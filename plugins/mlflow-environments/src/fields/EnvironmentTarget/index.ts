import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { EnvironmentTargetField } from './EnvironmentTargetField';

export const environmentTargetField = createFormField({
  name: 'MlflowEnvironmentTarget',
  component: EnvironmentTargetField,
  schema: makeFieldSchema({ output: z => z.string() }),
});
