import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { EnvironmentPreviewField } from './EnvironmentPreviewField';
import { validateEnvironmentPreview } from './validateEnvironmentPreview';

export const environmentPreviewField = createFormField({
  name: 'MlflowEnvironmentPreview',
  component: EnvironmentPreviewField,
  validation: validateEnvironmentPreview,
  schema: makeFieldSchema({ output: z => z.string() }),
});
