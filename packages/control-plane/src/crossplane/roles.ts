import { KubeObject } from '@mlops-platform/sandbox';

export const NAMESPACE = 'crossplane-system';
export const SERVICE_ACCOUNT = 'crossplane';

const RBAC = 'rbac.authorization.k8s.io';
const AGGREGATE = { 'rbac.crossplane.io/aggregate-to-crossplane': 'true' };
const WRITE = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];

interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

/** What Crossplane may do by itself: the same as its Helm chart grants (templates/clusterrole.yaml), and not more. */
const OWN_RULES: Rule[] = [
  {
    apiGroups: [''],
    resources: ['events'],
    verbs: ['create', 'update', 'patch', 'delete'],
  },
  {
    apiGroups: ['apiextensions.k8s.io'],
    resources: [
      'customresourcedefinitions',
      'customresourcedefinitions/status',
    ],
    verbs: ['*'],
  },
  { apiGroups: [''], resources: ['secrets'], verbs: WRITE },
  {
    apiGroups: [''],
    resources: ['serviceaccounts', 'services'],
    verbs: ['*'],
  },
  {
    apiGroups: [
      'apiextensions.crossplane.io',
      'ops.crossplane.io',
      'pkg.crossplane.io',
      'protection.crossplane.io',
    ],
    resources: ['*'],
    verbs: ['*'],
  },
  {
    apiGroups: ['apps', 'extensions'],
    resources: ['deployments'],
    verbs: WRITE,
  },
  {
    apiGroups: ['', 'coordination.k8s.io'],
    resources: ['configmaps', 'leases'],
    verbs: WRITE,
  },
  {
    apiGroups: ['admissionregistration.k8s.io'],
    resources: [
      'validatingwebhookconfigurations',
      'mutatingwebhookconfigurations',
    ],
    verbs: WRITE,
  },
];

/** Crossplane's account with its role, which collects the rules of every role that is labelled for it. */
export function crossplaneAccount(): KubeObject[] {
  return [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: SERVICE_ACCOUNT, namespace: NAMESPACE },
    },
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRole',
      metadata: { name: 'crossplane' },
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: AGGREGATE }] },
    },
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name: 'crossplane' },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'crossplane' },
      subjects: [
        {
          kind: 'ServiceAccount',
          name: SERVICE_ACCOUNT,
          namespace: NAMESPACE,
        },
      ],
    },
    aggregated('crossplane:system:aggregate-to-crossplane', OWN_RULES),
  ];
}

/**
 * What Crossplane's RBAC manager grants Crossplane for the kinds of an XRD or of a provider: everything, status included, and
 * nothing about kinds that no definition names.
 */
export function managerRole(
  name: string,
  definitions: { group: string; plural: string }[],
): KubeObject {
  const groups = [...new Set(definitions.map(({ group }) => group))].sort();
  return aggregated(
    `crossplane:${name}:aggregate-to-crossplane`,
    groups.map(group => ({
      apiGroups: [group],
      resources: definitions
        .filter(definition => definition.group === group)
        .flatMap(({ plural }) => [plural, `${plural}/status`]),
      verbs: ['*'],
    })),
  );
}

/** The RBAC manager grants finalizers apart, and only of composites. */
export function compositeRole(definition: KubeObject): KubeObject {
  const { group, names } = definition.spec as {
    group: string;
    names: { plural: string };
  };
  const role = managerRole(definition.metadata.name ?? '', [
    { group, plural: names.plural },
  ]);
  const rules = role.rules as Rule[];
  rules.push({
    apiGroups: [group],
    resources: [`${names.plural}/finalizers`],
    verbs: ['update'],
  });
  return role;
}

function aggregated(name: string, rules: Rule[]): KubeObject {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRole',
    metadata: { name, labels: AGGREGATE },
    rules,
  };
}
