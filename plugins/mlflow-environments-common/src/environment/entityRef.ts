import { stringifyEntityRef } from '@backstage/catalog-model';
import { EnvironmentRef } from '../schema/openapi';
import { shortHash } from './shortHash';

/** The catalog's limit for an entity name. */
const MAX_ENTITY_NAME = 63;

/**
 * Name of an environment's catalog entity: its own name, with `.<cluster>` appended outside the default cluster.
 *
 * A cluster name the catalog wouldn't accept (an ARN, say) or that is too long is shortened to something legal that ends in a
 * hash, so that two clusters never share an entity.
 *
 * @public
 */
export function entityNameOf(
  ref: EnvironmentRef,
  defaultCluster: string,
): string {
  const wanted =
    ref.cluster === defaultCluster ? ref.name : `${ref.name}.${ref.cluster}`;
  return legalEntityName(wanted);
}

/**
 * Entity ref of an environment, like `resource:team-a/churn-model`.
 *
 * @public
 */
export function entityRefOf(
  ref: EnvironmentRef,
  defaultCluster: string,
): string {
  return stringifyEntityRef({
    kind: 'Resource',
    namespace: ref.namespace,
    name: entityNameOf(ref, defaultCluster),
  });
}

/**
 * Value of the entity annotation `mlops.example.com/environment`, also the resource ref that permissions are decided on.
 *
 * @public
 */
export function formatEnvironmentRef(ref: EnvironmentRef): string {
  return `${ref.cluster}/${ref.namespace}/${ref.name}`;
}

/**
 * Reads what {@link formatEnvironmentRef} wrote. A cluster's name may contain slashes, the other two may not.
 *
 * @returns undefined when the text isn't such a reference
 * @public
 */
export function parseEnvironmentRef(text: string): EnvironmentRef | undefined {
  const parts = text.split('/');
  const name = parts.pop();
  const namespace = parts.pop();
  const cluster = parts.join('/');
  return cluster && namespace && name
    ? { cluster, namespace, name }
    : undefined;
}

function legalEntityName(wanted: string): string {
  const legal = wanted
    .replace(/[^a-zA-Z0-9._-]+/g, '-')
    .replace(/([._-])[._-]+/g, '$1')
    .replace(/^[._-]+|[._-]+$/g, '');
  if (legal === wanted && legal.length <= MAX_ENTITY_NAME) return legal;
  const suffix = `-${shortHash(wanted)}`;
  const stem = legal
    .slice(0, MAX_ENTITY_NAME - suffix.length)
    .replace(/[._-]+$/, '');
  return `${stem}${suffix}`.replace(/^-/, '');
}
