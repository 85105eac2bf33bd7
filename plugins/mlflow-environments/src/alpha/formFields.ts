import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';

export const environmentNameFormField = FormFieldBlueprint.make({
  name: 'environment-name',
  params: {
    field: () =>
      import('../fields/EnvironmentName').then(m => m.environmentNameField),
  },
});

export const environmentTargetFormField = FormFieldBlueprint.make({
  name: 'environment-target',
  params: {
    field: () =>
      import('../fields/EnvironmentTarget').then(m => m.environmentTargetField),
  },
});

export const environmentPreviewFormField = FormFieldBlueprint.make({
  name: 'environment-preview',
  params: {
    field: () =>
      import('../fields/EnvironmentPreview').then(
        m => m.environmentPreviewField,
      ),
  },
});

export const environmentRemovalFormField = FormFieldBlueprint.make({
  name: 'environment-removal',
  params: {
    field: () =>
      import('../fields/EnvironmentRemoval').then(
        m => m.environmentRemovalField,
      ),
  },
});
