import {
  deepEqual,
  objectAt,
  type JsonObject,
  type KubeObject,
} from '../model/objects';
import {
  forbidden,
  invalid,
  required,
  type FieldError,
} from '../model/fieldErrors';
import { builtinSchema } from './builtinSchemas';
import {
  holdForCleanup,
  prepareDefinition,
  validateDefinition,
} from './customResourceDefinitions';
import {
  plainRules,
  type ObjectRules,
  type ResourceType,
} from './resourceType';

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
      rules: { ...plainRules, ...options.rules },
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

function withStatus(object: KubeObject, status: JsonObject): KubeObject {
  return { ...object, status: { ...status, ...objectAt(object.status) } };
}

/** `stringData` is for writing only: it ends up, encoded, in `data`. */
function prepareSecret(object: KubeObject): KubeObject {
  const { stringData, ...rest } = object;
  const encoded = Object.entries(objectAt(stringData)).map(([key, value]) => [
    key,
    Buffer.from(String(value), 'utf8').toString('base64'),
  ]);
  const secret: KubeObject = { ...rest, type: object.type ?? 'Opaque' };
  if (encoded.length > 0) {
    secret.data = { ...objectAt(object.data), ...Object.fromEntries(encoded) };
  }
  return secret;
}

/** `immutable: true` holds for the data and for itself. */
function validateImmutable(object: KubeObject, old?: KubeObject): FieldError[] {
  if (!old || old.immutable !== true) return [];
  const errors: FieldError[] = [];
  if (object.immutable !== true) {
    errors.push(
      forbidden('immutable', 'field is immutable when `immutable` is set'),
    );
  }
  for (const field of ['data', 'binaryData']) {
    if (!deepEqual(object[field], old[field])) {
      errors.push(
        forbidden(field, 'field is immutable when `immutable` is set'),
      );
    }
  }
  return errors;
}

function validateSecret(object: KubeObject, old?: KubeObject): FieldError[] {
  const errors = validateImmutable(object, old);
  if (old && object.type !== old.type) {
    errors.push(invalid('type', object.type, 'field is immutable'));
  }
  return errors;
}

function validateDeployment(
  object: KubeObject,
  old?: KubeObject,
): FieldError[] {
  const errors: FieldError[] = [];
  const spec = objectAt(object.spec);
  const selector = objectAt(spec.selector);
  const labels = objectAt(spec.template, 'metadata', 'labels');
  if (spec.selector === undefined) {
    errors.push(required('spec.selector'));
  }
  for (const [key, value] of Object.entries(objectAt(selector.matchLabels))) {
    if (labels[key] !== value) {
      errors.push(
        invalid(
          'spec.template.metadata.labels',
          labels,
          '`selector` does not match template `labels`',
        ),
      );
      break;
    }
  }
  const { containers } = objectAt(spec.template, 'spec');
  if (!Array.isArray(containers) || containers.length === 0) {
    errors.push(required('spec.template.spec.containers'));
  }
  if (old && !deepEqual(spec.selector, objectAt(old.spec).selector)) {
    errors.push(
      invalid('spec.selector', spec.selector ?? null, 'field is immutable'),
    );
  }
  return errors;
}

function prepareDeployment(object: KubeObject): KubeObject {
  const spec = objectAt(object.spec);
  return {
    ...object,
    spec: {
      replicas: 1,
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      strategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' },
      },
      ...spec,
    },
    status: objectAt(object.status),
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

function prepareService(object: KubeObject): KubeObject {
  const spec = objectAt(object.spec);
  const ports = Array.isArray(spec.ports) ? spec.ports : [];
  return {
    ...object,
    spec: {
      sessionAffinity: 'None',
      type: 'ClusterIP',
      ...spec,
      ...(ports.length > 0
        ? {
            ports: ports.map(port => {
              const fields = objectAt(port);
              return {
                protocol: 'TCP',
                targetPort: fields.port,
                ...fields,
              };
            }),
          }
        : {}),
    },
    status: { loadBalancer: {}, ...objectAt(object.status) },
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
    rules: { validate: validateImmutable },
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
  }),
  builtin({
    plural: 'pods',
    kind: 'Pod',
    shortNames: ['po'],
    categories: ['all'],
    status: true,
    rules: {
      prepare: (object, old) =>
        old ? object : withStatus(object, { phase: 'Pending' }),
    },
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
    rules: { prepare: prepareDeployment, validate: validateDeployment },
  }),
  builtin({
    group: 'apps',
    plural: 'replicasets',
    kind: 'ReplicaSet',
    shortNames: ['rs'],
    categories: ['all'],
    status: true,
    generation: true,
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
  }),
  builtin({
    group: 'networking.k8s.io',
    plural: 'networkpolicies',
    kind: 'NetworkPolicy',
    shortNames: ['netpol'],
    generation: true,
  }),
  builtin({
    group: 'policy',
    plural: 'poddisruptionbudgets',
    kind: 'PodDisruptionBudget',
    shortNames: ['pdb'],
    status: true,
    generation: true,
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
