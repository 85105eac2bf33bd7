import { objectAt, type KubeObject } from '../model/objects';
import { validateEvent } from './events';
import { builtinRules } from './builtinRules';
import { builtinSchema } from './builtinSchemas';
import {
  prepareSecret,
  validateConfigMap,
  validateSecret,
} from './configuration';
import {
  holdForCleanup,
  prepareDefinition,
  validateDefinition,
} from './customResourceDefinitions';
import {
  prepareDisruptionBudget,
  prepareIngress,
  prepareNetworkPolicy,
  prepareService,
} from './networking';
import type { ObjectRules, ResourceType } from './resourceType';
import { preparePod, prepareWorkload, validateWorkload } from './workloads';

const ALL_VERBS = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

interface BuiltinOptions {
  group?: string;
  versions?: string[];
  plural: string;
  kind: string;
  clusterScoped?: boolean;
  shortNames?: string[];
  categories?: string[];
  status?: boolean;
  generation?: boolean;
  verbs?: string[];
  createsOnUpdate?: boolean;
  rules?: Partial<ObjectRules>;
}

function builtin(options: BuiltinOptions): ResourceType {
  const versions = options.versions ?? ['v1'];
  return {
    group: options.group ?? '',
    plural: options.plural,
    singular: options.kind.toLowerCase(),
    kind: options.kind,
    listKind: `${options.kind}List`,
    shortNames: options.shortNames ?? [],
    categories: options.categories ?? [],
    namespaced: !options.clusterScoped,
    storageVersion: versions[0],
    versions: versions.map(name => ({
      name,
      served: true,
      hasStatus: options.status ?? false,
      schema: builtinSchema(options.kind),
      rules: { ...builtinRules(options.kind), ...options.rules },
    })),
    verbs: options.verbs ?? ALL_VERBS,
    custom: false,
    terminating: false,
    hasGeneration: options.generation ?? false,
    allowsUnconditionalUpdate: true,
    createsOnUpdate: options.createsOnUpdate ?? false,
    since: 0,
  };
}

function prepareNamespace(object: KubeObject, old?: KubeObject): KubeObject {
  const name = object.metadata.name ?? '';
  const labelled: KubeObject = {
    ...object,
    metadata: {
      ...object.metadata,
      labels: {
        ...object.metadata.labels,
        'kubernetes.io/metadata.name': name,
      },
    },
  };
  if (old) {
    return {
      ...labelled,
      spec: objectAt(old.spec),
      status: objectAt(object.status),
    };
  }
  return {
    ...labelled,
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  };
}

const core: ResourceType[] = [
  builtin({
    plural: 'namespaces',
    kind: 'Namespace',
    clusterScoped: true,
    shortNames: ['ns'],
    status: true,
    verbs: ALL_VERBS.filter(verb => verb !== 'deletecollection'),
    rules: {
      prepare: prepareNamespace,
      markDeleted: object => ({ ...object, status: { phase: 'Terminating' } }),
    },
  }),
  builtin({
    plural: 'secrets',
    kind: 'Secret',
    rules: { prepare: prepareSecret, validate: validateSecret },
  }),
  builtin({
    plural: 'configmaps',
    kind: 'ConfigMap',
    shortNames: ['cm'],
    rules: { validate: validateConfigMap },
  }),
  builtin({
    plural: 'services',
    kind: 'Service',
    shortNames: ['svc'],
    categories: ['all'],
    status: true,
    rules: { prepare: prepareService },
  }),
  builtin({
    plural: 'serviceaccounts',
    kind: 'ServiceAccount',
    shortNames: ['sa'],
  }),
  builtin({
    plural: 'events',
    kind: 'Event',
    shortNames: ['ev'],
    createsOnUpdate: true,
    rules: { validate: validateEvent },
  }),
  builtin({
    plural: 'pods',
    kind: 'Pod',
    shortNames: ['po'],
    categories: ['all'],
    status: true,
    generation: true,
    rules: { prepare: preparePod },
  }),
];

const apps: ResourceType[] = [
  builtin({
    group: 'apps',
    plural: 'deployments',
    kind: 'Deployment',
    shortNames: ['deploy'],
    categories: ['all'],
    status: true,
    generation: true,
    rules: { prepare: prepareWorkload, validate: validateWorkload },
  }),
  builtin({
    group: 'apps',
    plural: 'replicasets',
    kind: 'ReplicaSet',
    shortNames: ['rs'],
    categories: ['all'],
    status: true,
    generation: true,
    rules: { prepare: prepareWorkload, validate: validateWorkload },
  }),
];

const others: ResourceType[] = [
  builtin({
    group: 'networking.k8s.io',
    plural: 'ingresses',
    kind: 'Ingress',
    shortNames: ['ing'],
    status: true,
    generation: true,
    rules: { prepare: prepareIngress },
  }),
  builtin({
    group: 'networking.k8s.io',
    plural: 'networkpolicies',
    kind: 'NetworkPolicy',
    shortNames: ['netpol'],
    generation: true,
    rules: { prepare: prepareNetworkPolicy },
  }),
  builtin({
    group: 'policy',
    plural: 'poddisruptionbudgets',
    kind: 'PodDisruptionBudget',
    shortNames: ['pdb'],
    status: true,
    generation: true,
    rules: { prepare: prepareDisruptionBudget },
  }),
  builtin({
    group: 'coordination.k8s.io',
    plural: 'leases',
    kind: 'Lease',
    createsOnUpdate: true,
  }),
  builtin({
    group: 'apiextensions.k8s.io',
    plural: 'customresourcedefinitions',
    kind: 'CustomResourceDefinition',
    clusterScoped: true,
    shortNames: ['crd', 'crds'],
    categories: ['api-extensions'],
    status: true,
    generation: true,
    rules: {
      validate: validateDefinition,
      prepare: prepareDefinition,
      markDeleted: holdForCleanup,
    },
  }),
  builtin({
    group: 'rbac.authorization.k8s.io',
    plural: 'clusterroles',
    kind: 'ClusterRole',
    clusterScoped: true,
    createsOnUpdate: true,
  }),
  builtin({
    group: 'rbac.authorization.k8s.io',
    plural: 'clusterrolebindings',
    kind: 'ClusterRoleBinding',
    clusterScoped: true,
    createsOnUpdate: true,
  }),
  builtin({
    group: 'rbac.authorization.k8s.io',
    plural: 'roles',
    kind: 'Role',
    createsOnUpdate: true,
  }),
  builtin({
    group: 'rbac.authorization.k8s.io',
    plural: 'rolebindings',
    kind: 'RoleBinding',
    createsOnUpdate: true,
  }),
];

/** Kinds that are questions: created, answered, never stored. */
const reviews: ResourceType[] = [
  [
    'authorization.k8s.io',
    'selfsubjectaccessreviews',
    'SelfSubjectAccessReview',
  ],
  ['authorization.k8s.io', 'selfsubjectrulesreviews', 'SelfSubjectRulesReview'],
  ['authorization.k8s.io', 'subjectaccessreviews', 'SubjectAccessReview'],
  ['authentication.k8s.io', 'selfsubjectreviews', 'SelfSubjectReview'],
  ['authentication.k8s.io', 'tokenreviews', 'TokenReview'],
].map(([group, plural, kind]) =>
  builtin({ group, plural, kind, clusterScoped: true, verbs: ['create'] }),
);

/** The kinds that the server has before any CustomResourceDefinition is created. */
export function builtinTypes(): ResourceType[] {
  return [...core, ...apps, ...others, ...reviews];
}
