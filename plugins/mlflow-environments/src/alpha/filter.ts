import {
  ANNOTATION_ENVIRONMENT,
  ENVIRONMENT_ENTITY_TYPE,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';

/** Entities that stand for an environment. */
export const environmentEntityFilter = {
  kind: 'Resource',
  'spec.type': ENVIRONMENT_ENTITY_TYPE,
  [`metadata.annotations.${ANNOTATION_ENVIRONMENT}`]: { $exists: true },
};
