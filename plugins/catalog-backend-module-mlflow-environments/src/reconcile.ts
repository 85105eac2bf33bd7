import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  ANNOTATION_ENVIRONMENT,
  Coverage,
  parseEnvironmentRef,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { saysTheSame } from './environmentEntity';

/** What has to change in the catalog. */
export interface EntityChanges {
  added: Entity[];
  removed: { entityRef: string }[];
}

/**
 * Compares the catalog with the environments there are. An entity is removed only when its cluster was read completely and
 * doesn't have the environment, or is configured no more, which isn't known before all clusters are: what can't be read
 * removes nothing.
 *
 * @param existing - our entities in the catalog, read *before* `wanted`, so that one that came in between isn't taken for gone
 * @param wanted - entities of all environments that are known
 */
export function reconcile(
  existing: Entity[],
  wanted: Entity[],
  coverage: Coverage,
): EntityChanges {
  const wantedByRef = new Map(
    wanted.map(entity => [stringifyEntityRef(entity), entity]),
  );
  const existingByRef = new Map(
    existing.map(entity => [stringifyEntityRef(entity), entity]),
  );

  const readInFull = new Set(coverage.readInFull);
  const configured = new Set(coverage.clusters);
  const isGone = (entity: Entity) => {
    const ref = parseEnvironmentRef(
      entity.metadata.annotations?.[ANNOTATION_ENVIRONMENT] ?? '',
    );
    return (
      ref !== undefined &&
      (readInFull.has(ref.cluster) ||
        (coverage.allClusters && !configured.has(ref.cluster)))
    );
  };

  return {
    added: wanted.filter(entity => {
      const present = existingByRef.get(stringifyEntityRef(entity));
      return !present || !saysTheSame(present, entity);
    }),
    removed: existing
      .filter(
        entity =>
          !wantedByRef.has(stringifyEntityRef(entity)) && isGone(entity),
      )
      .map(entity => ({ entityRef: stringifyEntityRef(entity) })),
  };
}
