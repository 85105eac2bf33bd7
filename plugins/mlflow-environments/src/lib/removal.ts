import type { CatalogApi } from '@backstage/plugin-catalog-react';
import type {
  EnvironmentDetail,
  PlannedResource,
  Target,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import type { MlflowEnvironmentsApi } from '../api';
import { environmentOfEntity } from './entityEnvironment';

/** What is known of an environment before it is removed. */
export interface Removal {
  environment: EnvironmentDetail;
  /** Where its claim is. */
  target: Target;
  /** What stays when the claim goes. */
  kept: PlannedResource[];
}

/** Rejects for an entity that is no environment, and for an environment whose claim is in no target. */
export async function readRemoval(
  apis: {
    catalog: Pick<CatalogApi, 'getEntityByRef'>;
    environments: MlflowEnvironmentsApi;
  },
  entityRef: string,
): Promise<Removal> {
  const entity = await apis.catalog.getEntityByRef(entityRef);
  if (!entity) {
    throw new Error(`The catalog has no ${entityRef}.`);
  }
  const { ref, problem } = environmentOfEntity(entity);
  if (!ref) {
    throw new Error(problem);
  }
  const [environment, targets] = await Promise.all([
    apis.environments.getEnvironment(ref),
    apis.environments.listTargets(),
  ]);
  const { cluster, namespace } = ref;
  const target = targets.find(
    candidate =>
      candidate.cluster === cluster && candidate.namespaces.includes(namespace),
  );
  if (!target) {
    throw new Error(
      `No target has claims for the namespace ${namespace} of the cluster ${cluster}: take the claim out of its repository by hand.`,
    );
  }
  const { resources } = await apis.environments.createPreview({
    target: target.name,
    namespace,
    parameters: environment.parameters,
  });
  return {
    environment,
    target,
    kept: resources.filter(({ retained }) => retained),
  };
}
