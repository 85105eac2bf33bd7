import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import {
  ANNOTATION_ENVIRONMENT,
  parseEnvironmentRef,
  type EnvironmentRef,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';

export type EntityEnvironment =
  | { ref: EnvironmentRef; problem?: undefined }
  | { ref?: undefined; problem: string };

/** Which environment an entity stands for, or why that can't be told. */
export function environmentOfEntity(entity: Entity): EntityEnvironment {
  const value = entity.metadata.annotations?.[ANNOTATION_ENVIRONMENT];
  const ref = value ? parseEnvironmentRef(value) : undefined;
  if (ref) {
    return { ref };
  }
  const found = value ? `reads "${value}"` : 'is missing';
  return {
    problem: `Annotation ${ANNOTATION_ENVIRONMENT} of ${stringifyEntityRef(
      entity,
    )} ${found}; it must be <cluster>/<namespace>/<name>.`,
  };
}
