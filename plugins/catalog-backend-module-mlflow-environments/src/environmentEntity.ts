import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  ANNOTATION_SOURCE_LOCATION,
  ANNOTATION_VIEW_URL,
  Entity,
  EntityLink,
  parseEntityRef,
  ResourceEntity,
} from '@backstage/catalog-model';
import {
  ANNOTATION_ENVIRONMENT,
  ANNOTATION_STALE_SINCE,
  ENVIRONMENT_ENTITY_TYPE,
  EnvironmentSummary,
  formatEnvironmentRef,
  Link,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { isEqual, pick } from 'lodash';

/** Only what hardly changes: commits and consoles come and go with the environment's state, which the API shows live. */
const SLOW_LINKS: Link['type'][] = ['mlflow', 'claim'];

/** Clusters are out of reach for moments every now and then, and the catalog is told of slow facts only. */
const LONG_STALE_MS = 5 * 60_000;

/** Of the catalog's tag syntax (`[a-z0-9:+#]` in parts separated by single dashes, 63 characters). */
function toTag(value: unknown): string[] {
  if (typeof value !== 'string') return [];
  const tag = value
    .toLocaleLowerCase('en-US')
    .replace(/[^a-z0-9:+#]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63)
    .replace(/-+$/, '');
  return tag ? [tag] : [];
}

function toLinks(links: Link[]): EntityLink[] {
  return links
    .filter(link => SLOW_LINKS.includes(link.type))
    .map(({ title, url }) => ({ title, url }));
}

/**
 * The catalog entity of an environment: slow facts only. Health and cost are left to the API, whose permissions and timeliness
 * the catalog does not share. That the cluster has been out of reach for a while is one.
 */
export function toEnvironmentEntity(
  environment: EnvironmentSummary,
  now = new Date(),
): ResourceEntity {
  const { ref, entityRef, owner, parameters, claim, stale } = environment;
  const { name, namespace } = parseEntityRef(entityRef);
  const location = claim?.url
    ? `url:${claim.url}`
    : `mlflow-environments:${formatEnvironmentRef(ref)}`;
  const { stage, region, database } = parameters;
  const tier =
    database && typeof database === 'object' && 'tier' in database
      ? database.tier
      : undefined;
  const links = toLinks(environment.links);
  const isLongStale =
    stale && now.getTime() - Date.parse(stale.since) > LONG_STALE_MS;

  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name,
      namespace,
      title: ref.name,
      description: `MLflow environment ${ref.name} in ${ref.namespace} on ${ref.cluster}`,
      annotations: {
        [ANNOTATION_LOCATION]: location,
        [ANNOTATION_ORIGIN_LOCATION]: location,
        [ANNOTATION_ENVIRONMENT]: formatEnvironmentRef(ref),
        'backstage.io/kubernetes-cluster': ref.cluster,
        'backstage.io/kubernetes-namespace': ref.namespace,
        'backstage.io/kubernetes-label-selector': `mlflow-environment=${ref.name}`,
        ...(claim?.url && {
          [ANNOTATION_SOURCE_LOCATION]: location,
          [ANNOTATION_VIEW_URL]: claim.url,
        }),
        ...(isLongStale && { [ANNOTATION_STALE_SINCE]: stale.since }),
      },
      tags: ['mlflow', ...toTag(stage), ...toTag(tier), ...toTag(region)],
      ...(links.length > 0 && { links }),
    },
    spec: { type: ENVIRONMENT_ENTITY_TYPE, owner },
  };
}

const METADATA_WE_WRITE = ['title', 'description', 'tags', 'links'];

/** Whether the catalog's entity already says what ours would, whatever the catalog itself has added to it. */
export function saysTheSame(existing: Entity, wanted: Entity): boolean {
  return (
    isEqual(
      pick(existing.metadata, METADATA_WE_WRITE),
      pick(wanted.metadata, METADATA_WE_WRITE),
    ) &&
    isEqual(existing.spec, wanted.spec) &&
    isEqual(
      pick(existing.metadata.annotations, [
        ...Object.keys(wanted.metadata.annotations ?? {}),
        ANNOTATION_STALE_SINCE,
      ]),
      wanted.metadata.annotations,
    )
  );
}
