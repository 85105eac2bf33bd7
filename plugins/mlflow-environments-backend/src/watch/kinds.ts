import {
  compositeReference,
  parseApiVersion,
  resourceReferences,
  type GroupKind,
  type KindRole,
  type ProjectedObject,
} from '../store';

/** The kind of environments on Crossplane v2. */
export const ENVIRONMENT_KIND: GroupKind = {
  group: 'mlops.example.com',
  kind: 'MLflowEnvironment',
};

/** A kind that an object says is worth watching. */
export interface KindReference extends GroupKind {
  version: string;
  role: KindRole;
}

/** The kinds of what an environment, or a composite within it, refers to. */
export function referencedKinds(object: ProjectedObject): KindReference[] {
  const composite = compositeReference(object);
  return [
    ...resourceReferences(object).map(ref => ({
      ref,
      role: 'composed' as const,
    })),
    ...(composite ? [{ ref: composite, role: 'composite' as const }] : []),
  ].map(({ ref, role }) => ({
    ...parseApiVersion(ref.apiVersion),
    kind: ref.kind,
    role,
  }));
}

/**
 * Clusters hold any number of Deployments and Services that are nobody's composed resources: of Kubernetes' own kinds
 * only labelled objects are asked for. Providers' kinds are watched whole, because Crossplane takes the label off what
 * it drops from a composition, and those are the resources that go on costing money when their deletion gets stuck.
 */
export function labelSelectorOf(
  { group }: GroupKind,
  role: KindRole,
): string | undefined {
  const isBuiltIn = !group.includes('.') || group.endsWith('.k8s.io');
  return role === 'composed' && isBuiltIn
    ? 'crossplane.io/composite'
    : undefined;
}

/** Whether an object of a kind in this role can belong to an environment at all. */
export function isOfInterest(object: ProjectedObject, role: KindRole): boolean {
  const { labels, ownerReferences } = object.metadata;
  return (
    role !== 'composed' ||
    labels?.['crossplane.io/composite'] !== undefined ||
    (ownerReferences ?? []).some(({ controller }) => controller)
  );
}
