import { toError } from '@backstage/errors';
import type { CustomFieldValidator } from '@backstage/plugin-scaffolder-react';
import { checkName } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { mlflowEnvironmentsApiRef } from '../../api';
import { takenMessage, uncheckedMessage } from '../../lib/nameVerdict';

/** Keeps the wizard on its step while the name is illegal, taken, or can't be checked. */
export const validateEnvironmentName: CustomFieldValidator<string> = async (
  name,
  field,
  { apiHolder },
) => {
  const problem = checkName(name ?? '');
  if (problem) {
    field.addError(problem);
    return;
  }
  const api = apiHolder.get(mlflowEnvironmentsApiRef);
  if (!api) return;
  try {
    const check = await api.checkName(name);
    if (!check.available) field.addError(takenMessage(name, check));
  } catch (error) {
    field.addError(uncheckedMessage(toError(error)));
  }
};
