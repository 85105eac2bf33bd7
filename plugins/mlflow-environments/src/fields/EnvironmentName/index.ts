import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { EnvironmentNameField } from './EnvironmentNameField';
import { validateEnvironmentName } from './validateEnvironmentName';

export const environmentNameField = createFormField({
  name: 'MlflowEnvironmentName',
  component: EnvironmentNameField,
  validation: validateEnvironmentName,
  schema: makeFieldSchema({ output: z => z.string() }),
});
