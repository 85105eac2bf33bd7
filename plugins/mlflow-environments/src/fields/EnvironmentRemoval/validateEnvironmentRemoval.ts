import type { CustomFieldValidator } from '@backstage/plugin-scaffolder-react';
import type { ConfirmedRemoval } from './ConfirmedRemoval';

/** Nothing is removed before somebody has typed its name. */
export const validateEnvironmentRemoval: CustomFieldValidator<
  ConfirmedRemoval
> = (value, field) => {
  if (!value.environmentID) {
    field.addError('Type the name of the environment to confirm');
  }
};
