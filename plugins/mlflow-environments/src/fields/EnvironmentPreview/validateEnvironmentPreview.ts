import type { CustomFieldValidator } from '@backstage/plugin-scaffolder-react';
import { mlflowEnvironmentsApiRef } from '../../api';
import { previewRequestOf } from '../../lib/previewRequest';

/** Keeps the wizard from going on with answers that would be refused anyway. */
export const validateEnvironmentPreview: CustomFieldValidator<string> = async (
  _value,
  field,
  { apiHolder, formData },
) => {
  const api = apiHolder.get(mlflowEnvironmentsApiRef);
  if (!api) return;
  const { problems } = await api.createPreview(previewRequestOf(formData));
  problems.forEach(({ message }) => field.addError(message));
};
